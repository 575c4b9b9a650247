import { Field, ID, InputType, Int } from 'type-graphql';
import { LocaleScalar } from '../model/scalars.js';

export const WITH_CONTENTS =
  'What is published with them at the same instant: ids of anything that `publishPlan` lists for them. Of what an issue contains exactly these, so none for an empty list. When absent: what is new, and what nobody but you has changed since it was published. What somebody took out is published only when it is named.';

export const EXPECTED_FINGERPRINT =
  'The `fingerprint` of the plan that was looked at. When anything else would be published now than it said, or something of it in another version or language, nothing is done; what differs is told, and by whom.';

const version = 'The `version` that was read: when it has changed meanwhile, nothing is done.';
const mergedVersion =
  'The `version` that was read. What others have changed since is kept; when they have changed the same in another way, what all languages share or the text of one, nothing is done.';

@InputType({ description: 'Which objects are published, all of them or none.' })
export class PublishInput {
  @Field(() => [ID], { description: 'Their ids; at least one.' }) ids!: string[];

  @Field(() => [LocaleScalar], {
    nullable: true,
    description:
      'The languages whose text is published; all when absent. What all languages share is published, too.',
  })
  locales?: string[] | null;

  @Field(() => [ID], { nullable: true, description: WITH_CONTENTS })
  withContents?: string[] | null;

  @Field(() => String, { nullable: true, description: EXPECTED_FINGERPRINT })
  expectedFingerprint?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'For one object: the `version` that was read. When what is published of it has changed meanwhile, nothing is done. For what goes along see `expectedFingerprint`.',
  })
  expectedVersion?: number | null;
}

@InputType({ description: 'Which objects are taken out of what the public sees, all of them or none.' })
export class UnpublishInput {
  @Field(() => [ID], { description: 'Their ids; at least one.' }) ids!: string[];

  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The languages whose text is taken out; when absent the whole objects.',
  })
  locales?: string[] | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'For what was published by mistake: whether nothing is to be left of it in public, not even in `withdrawnEvents` and in feeds. Also for what was taken out or deleted before. Copies that others keep are not removed by that.',
  })
  withoutTrace!: boolean;
}

@InputType({ description: 'Which object is deleted.' })
export class DeleteInput {
  @Field(() => ID, { description: 'Its id.' }) id!: string;

  @Field(() => Int, { description: version }) expectedVersion!: number;
}

@InputType({ description: 'The last part of a page address in one language.' })
export class SlugInput {
  @Field(() => LocaleScalar, { description: 'The language.' }) locale!: string;

  @Field({ description: 'The slug.' }) slug!: string;
}

@InputType({ description: 'Which object is taken back out of the bin.' })
export class RestoreInput {
  @Field(() => ID, { description: 'The id that it had.' }) id!: string;

  @Field(() => [SlugInput], {
    nullable: true,
    description: 'Other slugs than it had, where other objects have taken those.',
  })
  slugs?: SlugInput[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Another external reference than it had, where another object has taken that.',
  })
  externalRef?: string | null;
}

@InputType({ description: 'Which object is made again what the public sees.' })
export class DiscardDraftInput {
  @Field(() => ID, { description: 'Its id.' }) id!: string;

  @Field(() => Int, { description: mergedVersion }) expectedVersion!: number;
}

@InputType({ description: 'Which revision of an object its draft becomes again.' })
export class RevisionRestoreInput {
  @Field(() => ID, { description: 'The id of the object.' }) id!: string;

  @Field(() => Int, { description: 'The version to go back to; see `revisions`.' }) version!: number;

  @Field(() => Int, { description: mergedVersion }) expectedVersion!: number;
}
