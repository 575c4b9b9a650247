import { ContentType } from '../content/content-type.js';
import { linked, relate } from '../content/relation.js';
import { Shape } from '../content/shape.js';
import { organisation } from '../organisations/organisation.js';
import { ArticleSeriesInput, ArticleSeriesTranslationInput } from './article.input.js';
import { ArticleSeriesType } from './article.type.js';
import { ArticleSeries, ArticleSeriesPartner, ArticleSeriesText } from './article-series.entity.js';

const articleSeriesPartner = Shape.ofLinks(ArticleSeriesPartner);

export const articleSeries = new ContentType({
  name: 'ArticleSeries',
  folder: 'article-series',
  entity: ArticleSeries,
  text: ArticleSeriesText,
  type: ArticleSeriesType,
  input: ArticleSeriesInput,
  translationInput: ArticleSeriesTranslationInput,
});

relate(articleSeries, {
  partners: linked(() => organisation, {
    key: 'seriesId',
    through: { link: () => articleSeriesPartner, target: 'organisationId' },
    description: 'The organisations that publish it together.',
  }),
});
