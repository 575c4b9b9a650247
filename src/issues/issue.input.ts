import { Length, Max, MaxLength, Min } from 'class-validator';
import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { ContentInput, LocalizedTextInput, PageTranslationInput } from '../content/content.input.js';
import { DateScalar, LocaleScalar } from '../content/scalars.js';
import { SectionKind } from './issue.enum.js';

export enum IssueOrder {
  PUBLISHED_ON_DESC = 'PUBLISHED_ON_DESC',
  PUBLISHED_ON_ASC = 'PUBLISHED_ON_ASC',
}

registerEnumType(IssueOrder, {
  name: 'IssueOrder',
  description: 'How issues are sorted.',
  valuesConfig: {
    PUBLISHED_ON_DESC: {
      description: 'By the day they came out, the latest first; those without a day before all others.',
    },
    PUBLISHED_ON_ASC: { description: 'By the day they came out, the earliest first.' },
  },
});

@InputType({ description: 'Which issues; all conditions must hold.' })
export class IssueFilter {
  @Field(() => Int, { nullable: true, description: 'Of this year.' }) year?: number;

  @Field(() => Int, { nullable: true, description: 'Of this quarter, from 1 to 4.' }) quarter?: number;

  @Field(() => ID, { nullable: true, description: 'Listing this event; its id, or a slug of it.' })
  event?: string;

  @Field(() => ID, { nullable: true, description: 'Listing this article; its id, or a slug of it.' })
  article?: string;

  @Field(() => LocaleScalar, { nullable: true, description: 'Readable in this locale without fallback.' })
  hasLocale?: string;
}

@InputType({ description: 'The words of an issue in one language.' })
export class IssueTranslationInput extends PageTranslationInput {
  @Field(() => String, { nullable: true, description: 'Its title.' })
  @Length(1, 300)
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'The salutation.' })
  @MaxLength(300)
  greeting?: string | null;

  @Field(() => String, { nullable: true, description: 'What it begins with, in CommonMark.' })
  @MaxLength(20_000)
  intro?: string | null;

  @Field(() => String, { nullable: true, description: 'What it ends with, in CommonMark.' })
  @MaxLength(20_000)
  closing?: string | null;

  @Field(() => String, { nullable: true, description: 'Who signs it.' })
  @MaxLength(300)
  signOff?: string | null;
}

@InputType({ description: 'An article or an event in its place; exactly one of the two.' })
export class IssueItemInput {
  @Field(() => ID, { nullable: true, description: 'The article.' }) article?: string | null;

  @Field(() => ID, { nullable: true, description: 'The event.' }) event?: string | null;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'The title to show here, where it differs.',
  })
  displayTitle?: LocalizedTextInput[] | null;

  @Field(() => [LocalizedTextInput], { nullable: true, description: 'A teaser written for this place.' })
  excerpt?: LocalizedTextInput[] | null;
}

@InputType({ description: 'A section of the issue.' })
export class IssueSectionInput {
  @Field(() => SectionKind, { description: 'What the section is for.' }) kind!: SectionKind;

  @Field(() => [LocalizedTextInput], {
    nullable: true,
    description: 'Its heading; the word for its kind when absent.',
  })
  heading?: LocalizedTextInput[] | null;

  @Field(() => [IssueItemInput], { nullable: true, description: 'What it lists, in order.' }) items?:
    | IssueItemInput[]
    | null;
}

@InputType({ description: 'What editors write about an issue.' })
export class IssueInput extends ContentInput {
  @Field(() => Int, { nullable: true, description: 'Its number, where issues are numbered.' })
  @Min(1)
  number?: number | null;

  @Field(() => Int, { nullable: true, description: 'The year it belongs to.' })
  @Min(1900)
  @Max(2200)
  year?: number | null;

  @Field(() => Int, { nullable: true, description: 'The quarter it belongs to, from 1 to 4.' })
  @Min(1)
  @Max(4)
  quarter?: number | null;

  @Field(() => DateScalar, { nullable: true, description: 'The first day it reports on.' }) coverageStart?:
    | string
    | null;

  @Field(() => DateScalar, { nullable: true, description: 'The last day it reports on.' }) coverageEnd?:
    | string
    | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day it comes out.' }) publishedOn?:
    | string
    | null;

  @Field(() => [IssueSectionInput], { nullable: true, description: 'Its sections, in order.' })
  sections?: IssueSectionInput[] | null;

  @Field(() => [IssueTranslationInput], { description: 'Its words in each language.' })
  translations!: IssueTranslationInput[];
}
