import { GraphQLJSON } from 'graphql-scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar, LocaleScalar } from '../model/scalars.js';
import { RevisionAction } from './revision.entity.js';

registerEnumType(RevisionAction, {
  name: 'RevisionAction',
  description: 'An action on an object.',
  valuesConfig: {
    CREATE: { description: 'It was created.' },
    UPDATE: {
      description: 'Its draft was changed. Saves by one account within ten minutes are one revision.',
    },
    REVERT: { description: 'Its draft was reset to an earlier revision.' },
    DISCARD: { description: 'Its draft was reset to the published version.' },
    PUBLISH: { description: 'It was published, in the `locales`.' },
    UNPUBLISH: { description: 'It was unpublished, in the `locales`.' },
    DELETE: { description: 'It was deleted, into the bin.' },
    RESTORE: { description: 'It was restored from the bin.' },
    ERASE: {
      description: 'A person that it referred to was erased, here and in its earlier revisions.',
    },
    MERGE: {
      description:
        'A duplicate was merged: of the object that stays `changes` has the duplicate, of others the references that were rewritten.',
    },
    UNMERGE: { description: 'A merge was undone: its references lead to the former duplicate again.' },
  },
});

@ObjectType('FieldChange', { description: 'A changed field of a revision.' })
export class FieldChangeType {
  @Field({ description: 'The path of the field, such as `schedule.start` or `text.zh-Hant.title`.' })
  path!: string;

  @Field(() => LocaleScalar, {
    nullable: true,
    description: 'The locale of translated text; null for a shared field.',
  })
  locale?: string | null;

  @Field(() => GraphQLJSON, { nullable: true, description: 'The value before; null if there was none.' })
  before?: unknown;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'The value after; null if it was removed.',
  })
  after?: unknown;
}

@ObjectType('Revision', { description: 'A revision: an action on an object, with its author and changes.' })
export class RevisionType {
  @Field(() => Int, { description: 'The version of the draft after the action.' }) version!: number;

  @Field(() => RevisionAction, { description: 'The kind of action.' }) action!: RevisionAction;

  @Field(() => DateTimeScalar, { description: 'When; for several saves, the last one.' }) at!: string;

  @Field({ description: 'The name of the account at that time.' }) by!: string;

  @Field(() => ID, { nullable: true, description: 'The id of the API key, if one was used.' })
  keyId?: string | null;

  @Field(() => [LocaleScalar], { description: 'For PUBLISH and UNPUBLISH: the locales.' })
  locales!: string[];

  @Field(() => [FieldChangeType], {
    description: 'The changes, field by field and locale by locale.',
  })
  changes!: FieldChangeType[];
}

export enum PublicationStatus {
  DRAFT = 'DRAFT',
  PUBLISHED = 'PUBLISHED',
  CHANGED = 'CHANGED',
}

registerEnumType(PublicationStatus, {
  name: 'PublicationStatus',
  description: 'How a draft compares with what is public.',
  valuesConfig: {
    DRAFT: { description: 'It is not public.' },
    PUBLISHED: { description: 'The draft is public as it is.' },
    CHANGED: { description: 'An earlier version is public.' },
  },
});

@ObjectType({
  description: 'How a draft compares with what is public, in one locale.',
})
export class LocalePublication {
  @Field(() => LocaleScalar, { description: 'The locale.' }) locale!: string;

  @Field(() => PublicationStatus, { description: 'The comparison.' }) status!: PublicationStatus;
}

@ObjectType({ description: 'How a draft compares with what is public.' })
export class Publication {
  @Field(() => PublicationStatus, {
    description: 'The comparison of the draft as a whole.',
  })
  status!: PublicationStatus;

  @Field(() => Int, {
    nullable: true,
    description: 'The version that was published last; null if it is not public.',
  })
  publishedVersion?: number | null;

  @Field(() => [LocalePublication], {
    description: 'The locales with text, in the draft or published.',
  })
  locales!: LocalePublication[];
}
