import { ContentType } from '../content/content-type.js';
import { hasLocale, isAfter, isLinkedTo, isOneOf, refersTo } from '../content/planner/conditions.js';
import { column, firstPresent, group, label, localizedPart } from '../content/planner/expressions.js';
import type { Order } from '../content/planner/order.js';
import type { Condition } from '../content/planner/relations.js';
import { linked, many, one, oneOf, owned, paged, relate } from '../content/relation.js';
import { Shape } from '../content/shape.js';
import { inOrder, rules } from '../content/writing/rules.js';
import { event, link } from '../events/event.content.js';
import { LinkRel } from '../events/event.enum.js';
import { linksWithoutAddress } from '../events/event.readiness.js';
import { organisation } from '../organisations/organisation.content.js';
import { credit, person } from '../people/person.content.js';
import { PersonRole } from '../people/person.enum.js';
import { Article, ArticleEvent, ArticleOrganisation, ArticlePerson, ArticleText } from './article.entity.js';
import { articleKindLabels } from './article.enum.js';
import { ArticleFilter, ArticleInput, ArticleOrder, ArticleTranslationInput } from './article.input.js';
import { ArticleType, CreditSubject } from './article.type.js';
import { articleSeries } from './article-series.content.js';

export const articleEvent = Shape.ofLinks(ArticleEvent);
const articleOrganisation = Shape.ofLinks(ArticleOrganisation);
const articlePerson = Shape.ofLinks(ArticlePerson);

const orders = {
  PUBLISHED_AT_DESC: { keys: [{ property: 'publishedAt', type: 'timestamptz' }], direction: 'desc' },
  OCCURRED_DESC: { keys: [{ property: 'occurredFrom', type: 'date' }], direction: 'desc' },
  UPDATED_AT_DESC: { keys: [{ property: 'updatedAt', type: 'timestamptz' }], direction: 'desc' },
  TITLE_ASC: { keys: [{ property: 'title', from: 'text', type: 'text' }], direction: 'asc' },
} satisfies Record<ArticleOrder, Order>;

/** What every list of articles can be filtered by. Later modules add what they know of articles. */
export const articleConditions: Record<string, Condition> = {
  kind: isOneOf('kind'),
  event: isLinkedTo({
    link: () => articleEvent,
    key: 'articleId',
    target: () => event,
    targetKey: 'eventId',
  }),
  organisation: isLinkedTo({
    link: () => articleOrganisation,
    key: 'articleId',
    target: () => organisation,
    targetKey: 'organisationId',
  }),
  person: isLinkedTo({
    link: () => articlePerson,
    key: 'articleId',
    target: () => person,
    targetKey: 'personId',
  }),
  creditedTo: isLinkedTo({
    link: () => credit,
    key: 'articleId',
    target: () => person,
    targetKey: 'personId',
  }),
  series: refersTo(() => articleSeries, 'seriesId'),
  changedSince: isAfter('changedAt', 'updatedAt'),
  hasLocale,
};

export const article: ContentType = new ContentType({
  name: 'Article',
  folder: 'articles',
  root: { one: 'article', many: 'articles', noun: 'An article' },
  entity: Article,
  text: ArticleText,
  type: ArticleType,
  input: ArticleInput,
  translationInput: ArticleTranslationInput,
  fields: {
    changedAt: firstPresent('changedAt', 'updatedAt'),
    kindLabel: label('kind', articleKindLabels),
    external: group(
      {
        outlet: localizedPart('externalOutlet'),
        url: column('externalUrl'),
        publishedOn: column('externalPublishedOn'),
      },
      column('isExternal'),
    ),
  },
  groups: {
    external: { outlet: 'externalOutlet', url: 'externalUrl', publishedOn: 'externalPublishedOn' },
  },
  derive: (row) => ({
    isExternal: [row.externalOutlet, row.externalUrl, row.externalPublishedOn].some(
      (value) => (value ?? null) !== null,
    ),
  }),
  ...rules(
    inOrder('occurredFrom', 'occurredTo', {
      constraint: 'article_check',
      path: ['occurredTo'],
      sentence: {
        en: 'The last of the days that it reports on must not be before the first.',
        'zh-Hant': '所報道的最後一天不可早於第一天。',
      },
    }),
  ),
  inspect: ({ document }) => linksWithoutAddress(document),
  carries: ['series'],
  searchable: { localized: ['externalOutlet'] },
  listing: {
    filterType: ArticleFilter,
    filter: articleConditions,
    orderType: ArticleOrder,
    orders,
    defaultOrder: ArticleOrder.PUBLISHED_AT_DESC,
  },
});

relate(article, {
  series: one(() => articleSeries, { key: 'seriesId', description: 'The series it is an instalment of.' }),
  credits: owned(() => credit, {
    key: 'articleId',
    description: 'Who wrote it or contributed to it.',
    arguments: {
      role: { type: () => [PersonRole], description: 'Only these roles.', condition: isOneOf('role') },
    },
  }),
  aboutEvents: linked(() => event, {
    key: 'articleId',
    through: { link: () => articleEvent, target: 'eventId' },
    description: 'The events it is about.',
  }),
  aboutOrganisations: linked(() => organisation, {
    key: 'articleId',
    through: { link: () => articleOrganisation, target: 'organisationId' },
    description: 'The organisations it is about.',
  }),
  aboutPeople: linked(() => person, {
    key: 'articleId',
    through: { link: () => articlePerson, target: 'personId' },
    description: 'The people it is about.',
  }),
  links: owned(() => link, {
    key: 'articleId',
    description: 'Links to elsewhere.',
    arguments: {
      rel: { type: () => [LinkRel], description: 'Only for these purposes.', condition: isOneOf('rel') },
    },
  }),
});

relate(articleSeries, {
  articles: paged(() => article, {
    key: 'seriesId',
    description: 'Its instalments, the latest first.',
    orders: { LATEST: { keys: [{ property: 'externalPublishedOn', type: 'date' }], direction: 'desc' } },
    defaultOrder: 'LATEST',
  }),
});

relate(event, {
  articles: many(() => article, {
    key: 'eventId',
    through: { link: () => articleEvent, target: 'articleId' },
    description: 'The articles about it.',
  }),
});

relate(credit, {
  subject: oneOf(
    { eventId: () => event, articleId: () => article },
    { union: () => CreditSubject, description: 'The event or the article.' },
  ),
});
