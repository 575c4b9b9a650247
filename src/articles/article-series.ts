import { Unique } from 'typeorm';
import { Content, Part } from '../content/model/content.entity.js';
import { text } from '../content/model/fields.js';
import { content, contentType, link } from '../content/model/model.js';
import { links, linkTo, owner } from '../content/model/references.js';
import { Organisation } from '../organisations/organisation.js';

@link()
@Unique(['seriesId', 'organisationId'])
export class ArticleSeriesPartner extends Part {
  @owner(() => ArticleSeries, { isOrdered: false }) seriesId!: string;
  @linkTo(() => Organisation) organisationId!: string;
}

@content({
  one: 'articleSeries',
  many: 'articleSeries',
  noun: 'a series of articles',
  description: 'Articles that appear as a series, such as a column.',
})
export class ArticleSeries extends Content {
  @text('The title of the series.', { min: 1, max: 300 }) title?: string | null;
  @text('A summary of the series.', { max: 1_000 }) summary?: string | null;
  @text('The intended readers.', { max: 300 }) audience?: string | null;
  @text('How often it appears.', { max: 300 }) cadence?: string | null;
  @links(
    () => Organisation,
    () => ArticleSeriesPartner,
    'The organisations that publish it together.',
    {
      key: 'seriesId',
    },
  )
  partners?: string[];
}

export const articleSeries = contentType(ArticleSeries, {});
