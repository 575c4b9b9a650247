import { GraphQLJSON } from 'graphql-scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DateTimeScalar, LocaleScalar } from '../model/scalars.js';
import { RevisionAction } from './revision.entity.js';

registerEnumType(RevisionAction, {
  name: 'RevisionAction',
  description: 'What was done to an object.',
  valuesConfig: {
    CREATE: { description: 'It was created.' },
    UPDATE: { description: 'Its draft was changed.' },
    REVERT: { description: 'Its draft was made again what it was in an earlier revision.' },
    DISCARD: { description: 'Its draft was made again what was published.' },
    PUBLISH: { description: 'It was published, in the `locales`.' },
    UNPUBLISH: { description: 'It was taken out of what the public sees, in the `locales`.' },
    DELETE: { description: 'It was put into the bin.' },
    RESTORE: { description: 'It was taken out of the bin.' },
    ERASE: {
      description:
        'Somebody whom it referred to was erased: without that, here and in its earlier revisions.',
    },
  },
});

@ObjectType('FieldChange', { description: 'One place in which an object differs from what it was before.' })
export class FieldChangeType {
  @Field({ description: 'The place, such as `schedule.start` or `text.zh-Hant.title`.' }) path!: string;

  @Field(() => LocaleScalar, { nullable: true, description: 'The language, where words have changed.' })
  locale?: string | null;

  @Field(() => GraphQLJSON, { nullable: true, description: 'What was there; null where there was nothing.' })
  before?: unknown;

  @Field(() => GraphQLJSON, {
    nullable: true,
    description: 'What is there; null where there is nothing any more.',
  })
  after?: unknown;
}

@ObjectType('Revision', { description: 'What was done to an object, by whom, and what it changed.' })
export class RevisionType {
  @Field(() => Int, { description: 'The version of the draft that came out of it.' }) version!: number;

  @Field(() => RevisionAction, { description: 'What was done.' }) action!: RevisionAction;

  @Field(() => DateTimeScalar, { description: 'When.' }) at!: string;

  @Field({ description: 'The name of the account that did it, as it was then.' }) by!: string;

  @Field(() => ID, { nullable: true, description: 'The id of the key that was used, where one was.' })
  keyId?: string | null;

  @Field(() => [LocaleScalar], { description: 'For what was published or taken out: the languages.' })
  locales!: string[];

  @Field(() => [FieldChangeType], {
    description: 'What it changed, field by field and language by language.',
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
  description: 'How a draft and what the public sees compare.',
  valuesConfig: {
    DRAFT: { description: 'The public sees nothing of it.' },
    PUBLISHED: { description: 'The public sees what the draft says.' },
    CHANGED: { description: 'The public sees something, but not what the draft says now.' },
  },
});

@ObjectType({
  description: 'How the text of a draft compares with what the public sees, in one language.',
})
export class LocalePublication {
  @Field(() => LocaleScalar, { description: 'The language.' }) locale!: string;

  @Field(() => PublicationStatus, { description: 'How they compare.' }) status!: PublicationStatus;
}

@ObjectType({ description: 'What the public sees of a draft.' })
export class Publication {
  @Field(() => PublicationStatus, {
    description: 'How the draft as a whole compares with what is published.',
  })
  status!: PublicationStatus;

  @Field(() => Int, {
    nullable: true,
    description: 'The version that was published last; null when it is not published.',
  })
  publishedVersion?: number | null;

  @Field(() => [LocalePublication], {
    description: 'The languages that have words, in the draft or published.',
  })
  locales!: LocalePublication[];
}
