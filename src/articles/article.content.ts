import { ContentType } from '../content/content-type.js';
import {
  coversDayOf,
  hasLocale,
  isAfter,
  isLinkedTo,
  isOneOf,
  isOnOrAfter,
  isOnOrBefore,
  refersTo,
} from '../content/planner/conditions.js';
import { dayOfOneOf } from '../content/planner/days.js';
import { column, dayOr, firstPresent, group, label, localizedPart } from '../content/planner/expressions.js';
import type { Order, OrderKey } from '../content/planner/order.js';
import type { Condition } from '../content/planner/relations.js';
import type { Row } from '../content/planner/row.js';
import { linked, many, matching, one, oneOf, owned, paged, relate } from '../content/relation.js';
import { Shape } from '../content/shape.js';
import { inOrder, rules } from '../content/writing/rules.js';
import { event, link } from '../events/event.content.js';
import { LinkRel } from '../events/event.enum.js';
import { linksWithoutAddress } from '../events/event.readiness.js';
import { DEFAULT_TIME_ZONE } from '../events/schedule.js';
import { organisation } from '../organisations/organisation.js';
import { credit, office, person } from '../people/person.content.js';
import { PersonRole } from '../people/person.enum.js';
import { Article, ArticleEvent, ArticleOrganisation, ArticlePerson, ArticleText } from './article.entity.js';
import { ArticleKind } from './article.enum.js';
import { ArticleFilter, ArticleInput, ArticleOrder, ArticleTranslationInput } from './article.input.js';
import { ArticleType, CreditSubject } from './article.type.js';
import { articleSeries } from './article-series.content.js';

export const articleEvent = Shape.ofLinks(ArticleEvent);
const articleOrganisation = Shape.ofLinks(ArticleOrganisation);
const articlePerson = Shape.ofLinks(ArticlePerson);

/** The day an article is dated: the one an editor gave, else that of its first publication in Hong Kong. */
const publishedOn = dayOr('publishedOn', 'publishedAt', DEFAULT_TIME_ZONE);

/** The same, where it did not appear elsewhere before: a column is entered here when the newsletter is made. */
const appearedOn = (row: Row) => `coalesce(${row.column('externalPublishedOn')}, ${publishedOn(row)})`;

const byDate: Order = {
  keys: [
    { property: 'publishedOn', type: 'date', value: publishedOn },
    { property: 'publishedAt', type: 'timestamptz' },
  ],
  direction: 'desc',
};

const orders = {
  PUBLISHED_ON_DESC: byDate,
  PUBLISHED_ON_ASC: { ...byDate, direction: 'asc' },
  PUBLISHED_AT_DESC: { keys: [{ property: 'publishedAt', type: 'timestamptz' }], direction: 'desc' },
  OCCURRED_DESC: { keys: [{ property: 'occurredFrom', type: 'date' }], direction: 'desc' },
  UPDATED_AT_DESC: { keys: [{ property: 'updatedAt', type: 'timestamptz' }], direction: 'desc' },
  TITLE_ASC: { keys: [{ property: 'title', from: 'text', type: 'text' }], direction: 'asc' },
} satisfies Record<ArticleOrder, Order>;

/** What every list of articles can be filtered by. Later modules add what they know of articles. */
export const articleConditions: Record<string, Condition> = {
  kind: isOneOf('kind'),
  from: isOnOrAfter(publishedOn),
  to: isOnOrBefore(publishedOn),
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
    publishedOn,
    kindLabel: label('kind', ArticleKind),
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
    defaultOrder: ArticleOrder.PUBLISHED_ON_DESC,
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

const instalmentDay: OrderKey = { property: 'externalPublishedOn', type: 'date', value: appearedOn };

relate(articleSeries, {
  articles: paged(() => article, {
    key: 'seriesId',
    description: 'Its instalments, the latest first.',
    isAside: true,
    orders: { LATEST: { keys: [instalmentDay], direction: 'desc' } },
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

/** The day that a by-line speaks of: that of the event, or that on which the article appeared. */
const dayOfSubject = dayOfOneOf(
  { eventId: [() => event, column('startDate')], articleId: [() => article, appearedOn] },
  DEFAULT_TIME_ZONE,
);

relate(credit, {
  offices: matching(() => office, {
    by: 'personId',
    condition: (row, held) => coversDayOf(held, 'startDate', 'endDate', dayOfSubject(row)),
    description:
      'The offices that the person held on the day of the event, or when the article appeared: what a by-line can say of then. Where there is no such day, those held today.',
  }),
  subject: oneOf(
    { eventId: () => event, articleId: () => article },
    { union: () => CreditSubject, description: 'The event or the article.' },
  ),
});
