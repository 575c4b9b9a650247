import { Length, MaxLength, Min } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { ContentInput, LocalizedTextInput, TranslationInput } from '../content/content.input.js';
import { DateScalar, LocaleScalar, URLScalar } from '../content/scalars.js';
import { SponsorshipType } from './sponsorship.enum.js';

@InputType({ description: 'The words of a sponsorship in one language.' })
export class SponsorshipTranslationInput extends TranslationInput {
  @Field(() => String, { nullable: true, description: 'The words in which it is to be acknowledged.' })
  @MaxLength(1_000)
  acknowledgement?: string | null;
}

@InputType({ description: 'What editors write about a sponsorship; exactly one subject.' })
export class SponsorshipInput extends ContentInput {
  @Field(() => ID, { description: 'Who sponsors.' }) organisation!: string;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'The name of the organisation as printed, where it differs.',
  })
  displayName?: LocalizedTextInput[] | null;

  @Field(() => SponsorshipType, { description: 'How it is backed.' }) type!: SponsorshipType;

  @Field(() => String, { nullable: true, description: 'The tier.' })
  @MaxLength(100)
  tier?: string | null;

  @Field(() => ID, { nullable: true, description: 'The programme the money comes from.' }) programme?:
    | string
    | null;

  @Field(() => ID, { nullable: true, description: 'The event that is sponsored.' }) event?: string | null;

  @Field(() => ID, { nullable: true, description: 'The series that is sponsored.' }) series?: string | null;

  @Field(() => ID, { nullable: true, description: 'The article that is sponsored.' }) article?: string | null;

  @Field(() => ID, { nullable: true, description: 'The issue that is sponsored.' }) issue?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Its place among the sponsorships of the subject, from 0.',
  })
  @Min(0)
  position?: number | null;

  @Field(() => DateScalar, { nullable: true, description: 'The first day.' }) startsOn?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The last day.' }) endsOn?: string | null;

  @Field(() => [SponsorshipTranslationInput], { nullable: true, description: 'Its words in each language.' })
  translations?: SponsorshipTranslationInput[] | null;
}

@InputType({ description: 'The words of a programme in one language.' })
export class FundingProgrammeTranslationInput extends TranslationInput {
  @Field(() => String, { nullable: true, description: 'Its name.' })
  @Length(1, 300)
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The fund it belongs to.' })
  @MaxLength(300)
  fund?: string | null;
}

@InputType({ description: 'An approved wording.' })
export class DisclaimerInput {
  @Field(() => Int, { description: 'Its version, from 1.' })
  @Min(1)
  version!: number;

  @Field(() => LocaleScalar, { description: 'The language of the wording.' }) locale!: string;

  @Field({ description: 'The wording, exactly as approved.' })
  @Length(1, 5_000)
  text!: string;

  @Field(() => DateScalar, { description: 'The day from which it has to be used.' }) effectiveFrom!: string;
}

@InputType({ description: 'What editors write about a funding programme.' })
export class FundingProgrammeInput extends ContentInput {
  @Field(() => ID, { nullable: true, description: 'Who administers it.' }) administeredBy?: string | null;

  @Field(() => URLScalar, { nullable: true, description: 'Its website.' }) url?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether its disclaimer is mandatory; yes when absent.',
  })
  isDisclaimerMandatory?: boolean | null;

  @Field(() => [DisclaimerInput], { nullable: true, description: 'The approved wordings.' })
  disclaimers?: DisclaimerInput[] | null;

  @Field(() => [FundingProgrammeTranslationInput], { description: 'Its words in each language.' })
  translations!: FundingProgrammeTranslationInput[];
}
