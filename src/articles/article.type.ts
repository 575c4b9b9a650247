import { createUnionType, Field, Int, ObjectType } from 'type-graphql';
import { ContentNode, LocalizedType } from '../content/content.type.js';
import { LocalizedField, RichTextField } from '../content/declare.js';
import { DateScalar, DateTimeScalar, URLScalar } from '../content/scalars.js';
import { EventType } from '../events/event.type.js';
import { ArticleKind } from './article.enum.js';

@ObjectType({ description: 'Where an article that lives elsewhere was published.' })
export class ExternalPublication {
  @LocalizedField('The newspaper, site or other outlet.') outlet?: string;

  @Field(() => URLScalar, { nullable: true, description: 'Its address there; null while it is not known.' })
  url?: string;

  @Field(() => DateScalar, { nullable: true, description: 'The day it was published there.' })
  publishedOn?: string;
}

@ObjectType('Article', {
  implements: ContentNode,
  description: 'A story, a report, a notice, or an instalment of a column.',
})
export class ArticleType extends ContentNode {
  @Field(() => DateTimeScalar, {
    description:
      'When what is served, or something that it shows such as an author, changed last: what feeds and calendars tell versions apart by.',
  })
  changedAt!: string;

  @Field(() => ArticleKind, { description: 'What sort of article it is.' }) kind!: ArticleKind;

  @LocalizedField('The word for its kind, for readers.', { isRequired: true }) kindLabel!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description:
      'The day it is dated: the one an editor gave, else that of its first publication in Hong Kong; null for a draft that has neither.',
  })
  publishedOn?: string;

  @LocalizedField('Its headline.') title?: string;

  @LocalizedField('The line below the headline.') subtitle?: string;

  @LocalizedField('What it says, in a sentence or two.') summary?: string;

  @RichTextField('Its text.') body?: string;

  @Field(() => DateScalar, { nullable: true, description: 'The first of the days that it reports on.' })
  occurredFrom?: string;

  @Field(() => DateScalar, { nullable: true, description: 'The last of the days that it reports on.' })
  occurredTo?: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Its part number, as printed, where a subject has several parts.',
  })
  part?: number;

  @Field(() => ExternalPublication, {
    nullable: true,
    description: 'Set for an article that lives elsewhere, such as a newspaper column.',
  })
  external?: ExternalPublication;
}

@ObjectType('ArticleSeries', {
  implements: LocalizedType,
  description: 'Articles that appear as a series, such as a column.',
})
export class ArticleSeriesType extends LocalizedType {
  @LocalizedField('Its title.') title?: string;

  @LocalizedField('What it is about.') summary?: string;

  @LocalizedField('Whom it is written for.') audience?: string;

  @LocalizedField('How often it appears.') cadence?: string;
}

export const CreditSubject = createUnionType({
  name: 'CreditSubject',
  description: 'What a person is credited for.',
  types: () => [EventType, ArticleType] as const,
  resolveType: (value) => (value as unknown as { __typename: string }).__typename,
});
