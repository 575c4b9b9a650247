import { ID, Int } from 'type-graphql';
import { Unique } from 'typeorm';
import { Article, article } from '../articles/article.js';
import type { LocalizedText } from '../content/language/translation.js';
import { Content, Part } from '../content/model/content.entity.js';
import { choice, computed, day, integer, richText, text, translated } from '../content/model/fields.js';
import { entriesOf } from '../content/model/finding.js';
import { addFilter } from '../content/model/listing.js';
import { contentType, page, part, partType, unionOf } from '../content/model/model.js';
import { innerParts, owner, parts, reference } from '../content/model/references.js';
import { beside, many, oneOf, paged, relate } from '../content/model/relation.js';
import { exactlyOne, inOrder, onlyOnce, rules } from '../content/model/rules.js';
import { equals, isLinkedTo } from '../content/sql/conditions.js';
import { column, label, localizedPartOr } from '../content/sql/expressions.js';
import type { Order } from '../content/sql/order.js';
import { Event, event } from '../events/event.js';
import { checkIssue } from './issue.checks.js';
import { SectionKind } from './issue.enum.js';

/** Positions run through the whole issue. */
@part('An item of an issue: exactly one article or event.')
@Unique(['issueId', 'articleId'])
@Unique(['issueId', 'eventId'])
export class IssueItem extends Part {
  @owner(() => Issue) issueId!: string;
  @owner(() => IssueSection, { isOrdered: false, isIndexed: true }) sectionId!: string;
  @reference(() => Article, 'The article.', { isInputOnly: true }) articleId!: string | null;
  @reference(() => Event, 'The event.', { isInputOnly: true }) eventId!: string | null;
  @translated('The title to show here, if it differs from that of the content.')
  displayTitle!: LocalizedText | null;
  @translated('A teaser for this issue.') excerpt!: LocalizedText | null;
  @computed(() => Int, 'The position in the issue, counted from 0, across all sections.', column('position'))
  override position!: number;
}

@part('A section of an issue.')
export class IssueSection extends Part {
  @owner(() => Issue) issueId!: string;
  @choice(SectionKind, 'The kind of section.', { isRequired: true }) kind!: SectionKind;
  @translated('The heading; by default the label of its kind.', {
    plan: localizedPartOr('heading', label('kind', SectionKind)),
    output: { isNullable: false },
  })
  heading!: LocalizedText | null;
  @innerParts(() => IssueItem, 'The items, in order.', 'sectionId') items?: IssueItem[];
  @computed(() => Int, 'The position in the issue, counted from 0.', column('position'))
  override position!: number;
}

@page({
  one: 'issue',
  many: 'issues',
  noun: 'an issue of the newsletter',
  description: 'One issue of the newsletter.',
})
export class Issue extends Content {
  @integer('The number, if issues are numbered.', { min: 1 }) number!: number | null;
  @text('The title of the issue.', { min: 1, max: 300 }) title?: string | null;
  @integer('The year it belongs to.', { min: 1900, max: 2200 }) year!: number | null;
  @integer('The quarter it belongs to, from 1 to 4.', { min: 1, max: 4 }) quarter!: number | null;
  @day('The first day of the period that it covers.') coverageStart!: string | null;
  @day('The last day of the period that it covers.') coverageEnd!: string | null;
  @day('The day of publication.', { isIndexed: true }) publishedOn!: string | null;
  @text('The salutation.', { max: 300 }) greeting?: string | null;
  @richText('The introduction.', { max: 20_000 }) intro?: string | null;
  @richText('The closing text.', { max: 20_000 }) closing?: string | null;
  @text('The signature.', { max: 300 }) signOff?: string | null;
  @parts(() => IssueSection, 'The sections, in order.', {
    inner: { field: 'items', of: () => IssueItem, key: 'sectionId' },
  })
  sections?: IssueSection[];
}

export const issueItem = partType(IssueItem, {
  searchable: { localized: ['displayTitle', 'excerpt'] },
  ...rules(
    exactlyOne(['articleId', 'eventId'], {
      constraint: 'issue_item_content_check',
      path: [],
      sentence: {
        en: 'An item must be exactly one article or event.',
        'zh-Hant': '每個項目須為一篇文章或一項活動，兩者只可選其一。',
      },
    }),
    onlyOnce(['articleId'], {
      constraint: 'issue_item_issue_id_article_id_key',
      path: ['article'],
      sentence: { en: 'The issue already lists this article.', 'zh-Hant': '本期已列出此文章。' },
    }),
    onlyOnce(['eventId'], {
      constraint: 'issue_item_issue_id_event_id_key',
      path: ['event'],
      sentence: { en: 'The issue already lists this event.', 'zh-Hant': '本期已列出此活動。' },
    }),
  ),
});

export const issueSection = partType(IssueSection, { searchable: { localized: ['heading'] } });

export const byPublication: Order = { keys: [{ property: 'publishedOn', type: 'date' }], direction: 'desc' };

export const issue = contentType(Issue, {
  contents: 'sections',
  // The next issue has the same sections, and nothing in them yet.
  template: ({
    year: _year,
    quarter: _quarter,
    number: _number,
    publishedOn: _day,
    coverageStart: _from,
    coverageEnd: _to,
    sections,
    ...issue
  }) => ({
    ...issue,
    sections: entriesOf({ sections }, 'sections').map(({ entry: { items: _items, ...section } }) => section),
  }),
  publishChecks: checkIssue,
  ...rules(
    inOrder('coverageStart', 'coverageEnd', {
      constraint: 'issue_check',
      path: ['coverageEnd'],
      sentence: {
        en: 'The last day of the period must not be before the first.',
        'zh-Hant': '本期所報道的最後一天不可早於第一天。',
      },
    }),
  ),
  list: {
    filters: {
      year: { type: () => Int, description: 'Only issues of this year.', condition: equals('year') },
      quarter: {
        type: () => Int,
        description: 'Only issues of this quarter, from 1 to 4.',
        condition: equals('quarter'),
      },
      event: {
        type: () => ID,
        description: 'Only issues that list this event; its id, or a slug.',
        condition: isLinkedTo({ link: () => issueItem, target: () => event }),
      },
      article: {
        type: () => ID,
        description: 'Only issues that list this article; its id, or a slug.',
        condition: isLinkedTo({ link: () => issueItem, target: () => article }),
      },
    },
    orders: {
      PUBLISHED_ON_DESC: {
        ...byPublication,
        description: 'By day of publication, latest first; issues without a day first.',
      },
      PUBLISHED_ON_ASC: {
        ...byPublication,
        direction: 'asc',
        description: 'By day of publication, earliest first.',
      },
    },
  },
});

const inTheirOrder = {
  orders: { POSITION: { keys: [{ property: 'position', from: 'link', type: 'int' }], direction: 'asc' } },
  defaultOrder: 'POSITION',
} as const;

const IssueItemContent = unionOf('IssueItemContent', 'The content of an item of an issue.', () => [
  Article,
  Event,
]);

relate(issueItem, {
  content: oneOf(
    { articleId: () => article, eventId: () => event },
    { union: () => IssueItemContent, description: 'The article or the event.' },
  ),
});

relate(issue, {
  articles: paged(() => article, {
    key: 'issueId',
    through: { link: () => issueItem, target: 'articleId' },
    description: 'The articles of all its sections, in order.',
    ...inTheirOrder,
  }),
  events: paged(() => event, {
    key: 'issueId',
    through: { link: () => issueItem, target: 'eventId' },
    description: 'The events of all its sections, in order.',
    ...inTheirOrder,
  }),
  previous: beside(() => issue, byPublication, 'next', 'The previous issue.'),
  next: beside(() => issue, byPublication, 'previous', 'The next issue.'),
});

for (const [content, key] of [
  [article, 'articleId'],
  [event, 'eventId'],
] as const) {
  relate(content, {
    issues: many(() => issue, {
      key,
      through: { link: () => issueItem, target: 'issueId' },
      description: 'The issues that list it.',
      isAside: true,
    }),
  });
  addFilter(content, 'issue', {
    type: () => ID,
    description: 'Only content listed in this issue; its id, or a slug.',
    condition: isLinkedTo({ link: () => issueItem, target: () => issue }),
  });
}
