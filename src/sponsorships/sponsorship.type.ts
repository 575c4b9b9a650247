import { createUnionType, Field, Int, ObjectType } from 'type-graphql';
import { ArticleType } from '../articles/article.type.js';
import { LocalizedType } from '../content/content.type.js';
import { LocalizedField } from '../content/declare.js';
import { DateScalar, LocaleScalar, URLScalar } from '../content/scalars.js';
import { EventSeriesType, EventType } from '../events/event.type.js';
import { IssueType } from '../issues/issue.type.js';
import { SponsorshipType } from './sponsorship.enum.js';

@ObjectType('Sponsorship', {
  implements: LocalizedType,
  description: 'That an organisation backs an event, a series, an article or an issue.',
})
export class SponsorshipObject extends LocalizedType {
  @Field(() => SponsorshipType, { description: 'How it is backed.' }) type!: SponsorshipType;

  @LocalizedField('The words for how it is backed, for readers.', { isRequired: true }) typeLabel!: string;

  @Field(() => String, { nullable: true, description: 'The tier, where there are tiers, such as "Gold".' })
  tier?: string;

  @LocalizedField(
    'The name of the organisation as printed there: it stays when the organisation is renamed, or has no page any more. Until it is first published, the name of the organisation.',
  )
  displayName?: string;

  @LocalizedField('The words in which it is to be acknowledged.') acknowledgement?: string;

  @Field(() => DateScalar, { nullable: true, description: 'The first day of the sponsorship.' })
  startsOn?: string;

  @Field(() => DateScalar, { nullable: true, description: 'The last day of the sponsorship.' })
  endsOn?: string;
}

@ObjectType('FundingProgramme', {
  implements: LocalizedType,
  description: 'A public programme that pays for projects.',
})
export class FundingProgrammeType extends LocalizedType {
  @LocalizedField('Its name.') name?: string;

  @LocalizedField('The fund it belongs to.') fund?: string;

  @Field(() => URLScalar, { nullable: true, description: 'Its website.' }) url?: string;

  @Field({ description: 'Whether whatever it funds must be presented with its disclaimer.' })
  isDisclaimerMandatory!: boolean;
}

@ObjectType('Disclaimer', {
  description:
    'A wording to be shown exactly as it is, in the language it was approved in; never translated.',
})
export class DisclaimerType {
  @Field({ description: 'The wording.' }) text!: string;

  @Field(() => LocaleScalar, { description: 'The language of the wording.' }) locale!: string;

  @Field(() => Int, { description: 'Its version, from 1.' }) version!: number;

  @Field(() => DateScalar, { description: 'The day from which it has to be used.' }) effectiveFrom!: string;
}

export const SponsorshipSubject = createUnionType({
  name: 'SponsorshipSubject',
  description: 'What can be sponsored.',
  types: () => [EventType, EventSeriesType, ArticleType, IssueType] as const,
  resolveType: (value) => (value as unknown as { __typename: string }).__typename,
});

@ObjectType('RequiredDisclaimer', {
  description:
    'A wording that has to be shown with what demands it, exactly as it is: never translated, shortened or left away.',
})
export class RequiredDisclaimerType extends DisclaimerType {
  @Field(() => FundingProgrammeType, { description: 'The programme that demands it.' })
  programme!: FundingProgrammeType;

  @Field(() => SponsorshipSubject, {
    nullable: true,
    description:
      'What the programme pays for: the object itself, or what is presented with it; the first where there are several. Null where that cannot be seen.',
  })
  subject?: typeof SponsorshipSubject;
}
