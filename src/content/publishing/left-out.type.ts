import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { problem } from '../../foundation/errors.js';
import type { Locales } from '../language/locale.js';
import { ContentKind } from '../model/content-kind.js';
import { DateTimeScalar, LocaleScalar } from '../model/scalars.js';
import { messageIn } from '../writing/user-error.js';
import type { Contribution } from './assessment.js';
import type { LeftOut } from './left-out.js';
import { LeftOutReason } from './publish-choice.js';
import type { NamedObject } from './publish-plan-items.js';
import { PublishRelation } from './publish-set.js';

registerEnumType(PublishRelation, {
  name: 'PublishRelation',
  description: 'How an object belongs to a publication.',
  valuesConfig: {
    ASKED_FOR: { description: 'It was requested.' },
    CONTENT: { description: 'A requested object lists it, such as an article or event of an issue.' },
    COMPANION: {
      description:
        'It has no page of its own and belongs to another object, such as a venue, a series or a sponsorship.',
    },
    REFERENCE: { description: 'Another object refers to it, such as a person, an organisation or an event.' },
  },
});

@ObjectType({ description: 'An object with what identifies it to people.' })
export class PlannedObject {
  @Field(() => ID, { description: 'Its global id.' }) id!: string;

  @Field(() => ContentKind, { description: 'Its content type.' }) kind!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Its title or name in the language of the request, or else in another one; null if it has none.',
  })
  title?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its external reference.',
  })
  externalRef?: string | null;
}

@ObjectType('Contribution', {
  description: 'Somebody who has changed an object, with the time of the last change.',
})
export class ContributionType {
  @Field({ description: 'The name at that time.' }) name!: string;

  @Field(() => DateTimeScalar, { description: 'When.' }) at!: string;
}

@ObjectType('LeftOutObject', {
  description: 'An object that is related to a publication, but not published with it.',
})
export class LeftOutType {
  @Field(() => PlannedObject, { description: 'The object.' }) object!: NamedObject;

  @Field(() => PublishRelation, { description: 'How it belongs to the publication.' })
  relation!: PublishRelation;

  @Field(() => LeftOutReason, { description: 'Why it is left out.' }) reason!: LeftOutReason;

  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The languages that are left out; null for the whole object.',
  })
  locales?: readonly string[] | null;

  @Field(() => [ContributionType], {
    description: 'Who has changed it since it was published, latest first.',
  })
  changedBy!: readonly Contribution[];

  @Field(() => ContributionType, {
    nullable: true,
    description: 'For WITHDRAWN: who unpublished it; null if the history does not say any more.',
  })
  withdrawnBy?: Contribution | null;

  @Field({
    description: 'Why it is left out and how to publish it, in English or Traditional Chinese.',
  })
  message!: string;
}

/** In the language of a request. */
export function toLeftOut({ sentence, ...entry }: LeftOut, locales: Locales, locale: string): LeftOutType {
  return { ...entry, message: messageIn(problem('NOT_READY', sentence), locales, locale) };
}
