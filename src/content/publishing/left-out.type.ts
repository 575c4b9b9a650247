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
  description: 'How an object comes to be among those that a publication is about.',
  valuesConfig: {
    ASKED_FOR: { description: 'It is what was asked for.' },
    CONTENT: { description: 'It is listed by what was asked for: an article or an event of an issue.' },
    COMPANION: {
      description: 'It has no page of its own and belongs to another one: a venue, a series, a sponsorship.',
    },
    REFERENCE: { description: 'Another one refers to it: a person, an organisation, an event.' },
  },
});

@ObjectType({ description: 'An object, as a person recognises it.' })
export class PlannedObject {
  @Field(() => ID, { description: 'Its id.' }) id!: string;

  @Field(() => ContentKind, { description: 'Its kind.' }) kind!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'What it is called, in the language of the request or else in another one; null for what has no title.',
  })
  title?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name that files and other systems know it by.',
  })
  externalRef?: string | null;
}

@ObjectType('Contribution', {
  description: 'Somebody who did something to an object, and when that was last.',
})
export class ContributionType {
  @Field({ description: 'The name, as it was then.' }) name!: string;

  @Field(() => DateTimeScalar, { description: 'When.' }) at!: string;
}

@ObjectType('LeftOutObject', {
  description: 'An object that has to do with what is published and stays as it is for the public.',
})
export class LeftOutType {
  @Field(() => PlannedObject, { description: 'Which one.' }) object!: NamedObject;

  @Field(() => PublishRelation, { description: 'What it has to do with the publication.' })
  relation!: PublishRelation;

  @Field(() => LeftOutReason, { description: 'Why it is left out.' }) reason!: LeftOutReason;

  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The languages that are left out; null for the whole object.',
  })
  locales?: readonly string[] | null;

  @Field(() => [ContributionType], {
    description: 'Who has changed it since it was published, the latest first.',
  })
  changedBy!: readonly Contribution[];

  @Field(() => ContributionType, {
    nullable: true,
    description: 'For WITHDRAWN: who took it out, where the history still says so.',
  })
  withdrawnBy?: Contribution | null;

  @Field({
    description: 'Why, and what to do where that is not wanted: in English or Traditional Chinese.',
  })
  message!: string;
}

/** In the language of a request. */
export function toLeftOut({ sentence, ...entry }: LeftOut, locales: Locales, locale: string): LeftOutType {
  return { ...entry, message: messageIn(problem('NOT_READY', sentence), locales, locale) };
}
