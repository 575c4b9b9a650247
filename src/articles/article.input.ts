import { Length, MaxLength, Min } from 'class-validator';
import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import {
  ContentInput,
  LocalizedTextInput,
  PageTranslationInput,
  TranslationInput,
} from '../content/content.input.js';
import { DateScalar, DateTimeScalar, LocaleScalar, URLScalar } from '../content/scalars.js';
import { LinkInput } from '../events/event.input.js';
import { CreditInput } from '../people/person.input.js';
import { ArticleKind } from './article.enum.js';

export enum ArticleOrder {
  PUBLISHED_ON_DESC = 'PUBLISHED_ON_DESC',
  PUBLISHED_ON_ASC = 'PUBLISHED_ON_ASC',
  PUBLISHED_AT_DESC = 'PUBLISHED_AT_DESC',
  OCCURRED_DESC = 'OCCURRED_DESC',
  UPDATED_AT_DESC = 'UPDATED_AT_DESC',
  TITLE_ASC = 'TITLE_ASC',
}

registerEnumType(ArticleOrder, {
  name: 'ArticleOrder',
  description: 'How articles are sorted.',
  valuesConfig: {
    PUBLISHED_ON_DESC: { description: 'By the day they are dated, the latest first; see `publishedOn`.' },
    PUBLISHED_ON_ASC: { description: 'By the day they are dated, the earliest first.' },
    PUBLISHED_AT_DESC: {
      description: 'By the instant of their first publication here, the latest first.',
    },
    OCCURRED_DESC: {
      description: 'By the days they report on, the latest first; those without days before all others.',
    },
    UPDATED_AT_DESC: { description: 'The most recently changed first.' },
    TITLE_ASC: { description: 'By title in the language asked for; those without a title last.' },
  },
});

@InputType({ description: 'Which articles; all conditions must hold.' })
export class ArticleFilter {
  @Field(() => [ArticleKind], { nullable: true, description: 'Of one of these kinds.' }) kind?: ArticleKind[];

  @Field(() => DateScalar, { nullable: true, description: 'Dated this day or later; see `publishedOn`.' })
  from?: string;

  @Field(() => DateScalar, { nullable: true, description: 'Dated this day or earlier.' }) to?: string;

  @Field(() => ID, { nullable: true, description: 'About this event; its id, or a slug of it.' })
  event?: string;

  @Field(() => ID, { nullable: true, description: 'About this organisation; its id, or a slug of it.' })
  organisation?: string;

  @Field(() => ID, { nullable: true, description: 'About this person; its id, or a slug of it.' })
  person?: string;

  @Field(() => ID, {
    nullable: true,
    description: 'With this person among its credits, for example as author; its id, or a slug of it.',
  })
  creditedTo?: string;

  @Field(() => ID, { nullable: true, description: 'Instalments of this series.' }) series?: string;

  @Field(() => ID, { nullable: true, description: 'Listed in this issue; its id, or a slug of it.' })
  issue?: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Published or changed after this instant; see `changedAt`.',
  })
  changedSince?: string;

  @Field(() => LocaleScalar, { nullable: true, description: 'Readable in this locale without fallback.' })
  hasLocale?: string;
}

@InputType({ description: 'The words of an article in one language.' })
export class ArticleTranslationInput extends PageTranslationInput {
  @Field(() => String, { nullable: true, description: 'Its headline.' })
  @Length(1, 300)
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'The line below the headline.' })
  @MaxLength(300)
  subtitle?: string | null;

  @Field(() => String, { nullable: true, description: 'What it says, in a sentence or two.' })
  @MaxLength(1_000)
  summary?: string | null;

  @Field(() => String, { nullable: true, description: 'Its text, in CommonMark.' })
  @MaxLength(100_000)
  body?: string | null;
}

@InputType({ description: 'Where an article that lives elsewhere was published.' })
export class ExternalPublicationInput {
  @Field(() => [LocalizedTextInput], { nullable: true, description: 'The newspaper, site or other outlet.' })
  outlet?: LocalizedTextInput[] | null;

  @Field(() => URLScalar, { nullable: true, description: 'Its address there.' }) url?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day it was published there.' }) publishedOn?:
    | string
    | null;
}

@InputType({ description: 'What editors write about an article.' })
export class ArticleInput extends ContentInput {
  @Field(() => ArticleKind, { description: 'What sort of article it is.' }) kind!: ArticleKind;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'The day it is dated, for example that of the printed issue; the day of its first publication when absent.',
  })
  publishedOn?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The first of the days that it reports on.' })
  occurredFrom?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The last of the days that it reports on.' })
  occurredTo?: string | null;

  @Field(() => ID, { nullable: true, description: 'The series it is an instalment of.' }) series?:
    | string
    | null;

  @Field(() => Int, { nullable: true, description: 'Its part number, as printed.' })
  @Min(1)
  part?: number | null;

  @Field(() => ExternalPublicationInput, { nullable: true, description: 'Where it lives, when elsewhere.' })
  external?: ExternalPublicationInput | null;

  @Field(() => [ID], { nullable: true, description: 'The events it is about.' }) aboutEvents?:
    | string[]
    | null;

  @Field(() => [ID], { nullable: true, description: 'The organisations it is about.' }) aboutOrganisations?:
    | string[]
    | null;

  @Field(() => [ID], { nullable: true, description: 'The people it is about.' }) aboutPeople?:
    | string[]
    | null;

  @Field(() => [CreditInput], { nullable: true, description: 'The people and their roles, in order.' })
  credits?: CreditInput[] | null;

  @Field(() => [LinkInput], { nullable: true, description: 'Links to elsewhere.' }) links?:
    | LinkInput[]
    | null;

  @Field(() => [ArticleTranslationInput], { description: 'Its words in each language.' })
  translations!: ArticleTranslationInput[];
}

@InputType({ description: 'The words of a series in one language.' })
export class ArticleSeriesTranslationInput extends TranslationInput {
  @Field(() => String, { nullable: true, description: 'Its title.' })
  @Length(1, 300)
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is about.' })
  @MaxLength(1_000)
  summary?: string | null;

  @Field(() => String, { nullable: true, description: 'Whom it is written for.' })
  @MaxLength(300)
  audience?: string | null;

  @Field(() => String, { nullable: true, description: 'How often it appears.' })
  @MaxLength(300)
  cadence?: string | null;
}

@InputType({ description: 'What editors write about a series of articles.' })
export class ArticleSeriesInput extends ContentInput {
  @Field(() => [ID], { nullable: true, description: 'The organisations that publish it together.' })
  partners?: string[] | null;

  @Field(() => [ArticleSeriesTranslationInput], { description: 'Its words in each language.' })
  translations!: ArticleSeriesTranslationInput[];
}
