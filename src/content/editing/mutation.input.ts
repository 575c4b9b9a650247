import { Field, ID, InputType, Int } from 'type-graphql';
import { MAX_OBJECTS } from '../../foundation/object-limit.js';
import { LocaleScalar } from '../model/scalars.js';

export const GLOBAL_IDS = `Their global ids, from 1 to ${MAX_OBJECTS}.`;

export const WITH_CONTENTS =
  'What is published along: global ids from `publishPlan`. Exactly these contents of an issue are published, none with an empty list. By default: what is new, and what only you have changed since it was published. Objects that were unpublished are published again only if listed here.';

export const EXPECTED_FINGERPRINT =
  'The `fingerprint` of the plan that was reviewed. If anything else would be published, or in another version or language, nothing is, and the errors say what differs and who changed it.';

const version = 'The `version` that was read. If it is outdated, nothing is done.';
const mergedVersion =
  'The `version` that was read. Later changes by others are merged; if they are to the same shared fields, or the text of the same language, nothing is done.';

@InputType({ description: 'A draft to copy.' })
export class CopyInput {
  @Field(() => ID, { description: 'Its global id.' }) id!: string;
}

@InputType()
export abstract class PublishChoice {
  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The languages to publish; all by default. Shared fields are always published.',
  })
  locales?: string[] | null;

  @Field(() => String, { nullable: true, description: EXPECTED_FINGERPRINT })
  expectedFingerprint?: string | null;
}

@InputType({ description: 'The objects to publish, all or none.' })
export class PublishInput extends PublishChoice {
  @Field(() => [ID], { description: GLOBAL_IDS }) ids!: string[];

  @Field(() => [ID], { nullable: true, description: WITH_CONTENTS })
  withContents?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'For a single object: the `version` that was read. If the part to be published has changed since, nothing is published. For what is published along see `expectedFingerprint`.',
  })
  expectedVersion?: number | null;
}

@InputType()
export abstract class UnpublishChoice {
  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The languages to unpublish; by default the whole objects.',
  })
  locales?: string[] | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'For what was published by mistake: whether to leave no trace in public, not even in `withdrawnEvents` and feeds. Also for objects that were unpublished or deleted before. Copies by others remain.',
  })
  withoutTrace!: boolean;
}

@InputType({ description: 'The objects to unpublish, all or none.' })
export class UnpublishInput extends UnpublishChoice {
  @Field(() => [ID], { description: GLOBAL_IDS }) ids!: string[];
}

@InputType({ description: 'The object to delete.' })
export class DeleteInput {
  @Field(() => ID, { description: 'Its global id.' }) id!: string;

  @Field(() => Int, { description: version }) expectedVersion!: number;
}

@InputType({ description: 'A slug, the last part of a page address, in one language.' })
export class SlugInput {
  @Field(() => LocaleScalar, { description: 'The language.' }) locale!: string;

  @Field({ description: 'The slug.' }) slug!: string;
}

@InputType({ description: 'The object to restore from the bin.' })
export class RestoreInput {
  @Field(() => ID, { description: 'Its former global id.' }) id!: string;

  @Field(() => [SlugInput], {
    nullable: true,
    description: 'New slugs, if other objects have taken the former ones.',
  })
  slugs?: SlugInput[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'A new external reference, if another object has taken the former one.',
  })
  externalRef?: string | null;
}

@InputType({ description: 'The object whose draft is reset to the published version.' })
export class DiscardDraftInput {
  @Field(() => ID, { description: 'Its global id.' }) id!: string;

  @Field(() => Int, { description: mergedVersion }) expectedVersion!: number;
}

@InputType({ description: 'The object and the revision that its draft is reset to.' })
export class RevisionRestoreInput {
  @Field(() => ID, { description: 'Its global id.' }) id!: string;

  @Field(() => Int, { description: 'The version to go back to; see `revisions`.' }) version!: number;

  @Field(() => Int, { description: mergedVersion }) expectedVersion!: number;
}
