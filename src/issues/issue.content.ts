import { article, articleConditions } from '../articles/article.content.js';
import { ContentType, PartType } from '../content/content-type.js';
import { equals, hasLocale, isLinkedTo, linksFrom } from '../content/planner/conditions.js';
import { label, localizedPartOr } from '../content/planner/expressions.js';
import type { Order } from '../content/planner/order.js';
import { beside, many, oneOf, owned, paged, relate } from '../content/relation.js';
import { exactlyOne, inOrder, onlyOnce, rules } from '../content/writing/rules.js';
import { event, eventConditions } from '../events/event.content.js';
import { Issue, IssueItem, IssueSection, IssueText } from './issue.entity.js';
import { SectionKind } from './issue.enum.js';
import { IssueFilter, IssueInput, IssueOrder, IssueTranslationInput } from './issue.input.js';
import { inspectIssue } from './issue.readiness.js';
import { IssueItemContent, IssueItemType, IssueSectionType, IssueType } from './issue.type.js';

export const issueItem = new PartType({
  name: 'IssueItem',
  entity: IssueItem,
  type: IssueItemType,
  searchable: { localized: ['displayTitle', 'excerpt'] },
  ...rules(
    exactlyOne(['articleId', 'eventId'], {
      constraint: 'issue_item_content_check',
      path: [],
      sentence: {
        en: 'An item is one article or one event: exactly one of the two.',
        'zh-Hant': '每個項目須為一篇文章或一項活動，兩者只可選其一。',
      },
    }),
    onlyOnce(['articleId'], {
      constraint: 'issue_item_issue_id_article_id_key',
      path: ['article'],
      sentence: { en: 'The issue lists this article already.', 'zh-Hant': '本期已列出此文章。' },
    }),
    onlyOnce(['eventId'], {
      constraint: 'issue_item_issue_id_event_id_key',
      path: ['event'],
      sentence: { en: 'The issue lists this event already.', 'zh-Hant': '本期已列出此活動。' },
    }),
  ),
});

export const issueSection = new PartType({
  name: 'IssueSection',
  entity: IssueSection,
  type: IssueSectionType,
  fields: { heading: localizedPartOr('heading', label('kind', SectionKind)) },
  searchable: { localized: ['heading'] },
});

export const byPublication: Order = { keys: [{ property: 'publishedOn', type: 'date' }], direction: 'desc' };

export const issue: ContentType = new ContentType({
  name: 'Issue',
  folder: 'issues',
  root: { one: 'issue', many: 'issues', noun: 'An issue of the newsletter' },
  entity: Issue,
  text: IssueText,
  type: IssueType,
  input: IssueInput,
  translationInput: IssueTranslationInput,
  contents: 'sections',
  inspect: inspectIssue,
  ...rules(
    inOrder('coverageStart', 'coverageEnd', {
      constraint: 'issue_check',
      path: ['coverageEnd'],
      sentence: {
        en: 'The last day that the issue reports on must not be before the first.',
        'zh-Hant': '本期所報道的最後一天不可早於第一天。',
      },
    }),
  ),
  listing: {
    filterType: IssueFilter,
    filter: {
      year: equals('year'),
      quarter: equals('quarter'),
      event: isLinkedTo({ link: () => issueItem, key: 'issueId', target: () => event, targetKey: 'eventId' }),
      article: isLinkedTo({
        link: () => issueItem,
        key: 'issueId',
        target: () => article,
        targetKey: 'articleId',
      }),
      hasLocale,
    },
    orderType: IssueOrder,
    orders: { PUBLISHED_ON_DESC: byPublication, PUBLISHED_ON_ASC: { ...byPublication, direction: 'asc' } },
    defaultOrder: IssueOrder.PUBLISHED_ON_DESC,
  },
});

const listing = {
  orders: { POSITION: { keys: [{ property: 'position', from: 'link', type: 'int' }], direction: 'asc' } },
  defaultOrder: 'POSITION',
} as const;

relate(issueItem, {
  content: oneOf(
    { articleId: () => article, eventId: () => event },
    { union: () => IssueItemContent, description: 'The article or the event.' },
  ),
});

relate(issueSection, {
  items: many(() => issueItem, { key: 'sectionId', description: 'What it lists, in order.' }),
});

relate(issue, {
  sections: owned(() => issueSection, {
    key: 'issueId',
    description: 'Its sections, in order.',
    inner: { field: 'items', shape: () => issueItem, key: 'sectionId' },
  }),
  articles: paged(() => article, {
    key: 'issueId',
    through: { link: () => issueItem, target: 'articleId' },
    description: 'The articles of all its sections, in order.',
    ...listing,
  }),
  events: paged(() => event, {
    key: 'issueId',
    through: { link: () => issueItem, target: 'eventId' },
    description: 'The events of all its sections, in order.',
    ...listing,
  }),
  previous: beside(() => issue, byPublication, 'next', 'The issue that came out before it.'),
  next: beside(() => issue, byPublication, 'previous', 'The issue that came out after it.'),
});

const issues = (key: string) =>
  many(() => issue, {
    key,
    through: { link: () => issueItem, target: 'issueId' },
    description: 'The issues that list it.',
    isAside: true,
  });

relate(article, { issues: issues('articleId') });
relate(event, { issues: issues('eventId') });

articleConditions.issue = linksFrom({
  link: () => issueItem,
  key: 'articleId',
  source: () => issue,
  sourceKey: 'issueId',
});
eventConditions.issue = linksFrom({
  link: () => issueItem,
  key: 'eventId',
  source: () => issue,
  sourceKey: 'issueId',
});
