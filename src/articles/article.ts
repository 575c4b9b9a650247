import { ID } from 'type-graphql';
import { Column, Unique } from 'typeorm';
import type { LocalizedText } from '../content/language/translation.js';
import { Part } from '../content/model/content.entity.js';
import { DatedContent } from '../content/model/dated-content.js';
import { choice, day, integer, richText, text, translated, url } from '../content/model/fields.js';
import { group } from '../content/model/groups.js';
import { byTitle, lastChanged } from '../content/model/listing.js';
import { contentType, fieldGroup, link, page, unionOf } from '../content/model/model.js';
import { links, linkTo, owner, parts, reference } from '../content/model/references.js';
import { many, matching, oneOf, paged, relate } from '../content/model/relation.js';
import { inOrder, rules } from '../content/model/rules.js';
import { DateScalar, DateTimeScalar } from '../content/model/scalars.js';
import { Shape } from '../content/model/shape.js';
import {
  coversDayOf,
  isAfter,
  isLinkedTo,
  isOneOf,
  isOnOrAfter,
  isOnOrBefore,
  refersTo,
} from '../content/sql/conditions.js';
import { dayOfOneOf } from '../content/sql/days.js';
import { column, dayOr } from '../content/sql/expressions.js';
import type { OrderKey } from '../content/sql/order.js';
import type { Row } from '../content/sql/row.js';
import { linksWithoutAddress } from '../events/event.checks.js';
import { Event, event } from '../events/event.js';
import { Link, ofRel } from '../events/link.js';
import { HOME_TIME_ZONE } from '../foundation/calendar.js';
import { Organisation, organisation } from '../organisations/organisation.js';
import { Credit, credit, ofRole } from '../people/credit.js';
import { office, Person, person } from '../people/person.js';
import { ArticleKind } from './article.enum.js';
import { ArticleSeries, articleSeries } from './article-series.js';

/** The day of an article: the one an editor set, else that of its first publication in Hong Kong time. */
const publishedOn = dayOr('publishedOn', 'publishedAt', HOME_TIME_ZONE);

/** The same, unless it first appeared elsewhere: columns are entered here when the newsletter is made. */
const appearedOn = (row: Row) => `coalesce(${row.column('externalPublishedOn')}, ${publishedOn(row)})`;

@link()
@Unique(['articleId', 'eventId'])
export class ArticleEvent extends Part {
  @owner(() => Article, { isOrdered: false }) articleId!: string;
  @linkTo(() => Event) eventId!: string;
}

@link()
@Unique(['articleId', 'organisationId'])
export class ArticleOrganisation extends Part {
  @owner(() => Article, { isOrdered: false }) articleId!: string;
  @linkTo(() => Organisation) organisationId!: string;
}

@link()
@Unique(['articleId', 'personId'])
export class ArticlePerson extends Part {
  @owner(() => Article, { isOrdered: false }) articleId!: string;
  @linkTo(() => Person) personId!: string;
}

@fieldGroup('The original publication of an article that first appeared elsewhere.')
export class ExternalPublication {
  @translated('The newspaper, site or other outlet.', { name: 'outlet' })
  externalOutlet!: LocalizedText | null;
  @url('The URL there; null if unknown.', { name: 'url' }) externalUrl!: string | null;
  @day('The day of publication there.', { name: 'publishedOn' }) externalPublishedOn!: string | null;
}

@page({
  one: 'article',
  many: 'articles',
  noun: 'an article',
  description: 'A story, a report, a notice, or an instalment of a column.',
})
export class Article extends DatedContent {
  @choice(ArticleKind, 'The kind of article.', {
    isRequired: true,
    label: 'The label of its kind, in the language of the request.',
  })
  kind!: ArticleKind;
  @day(
    'The day of the article, for example that of the printed issue: the one an editor set, else that of its first publication in Hong Kong time; null for a draft that has neither.',
    { plan: publishedOn },
  )
  publishedOn!: string | null;
  @text('The headline.', { min: 1, max: 300 }) title?: string | null;
  @text('The line below the headline.', { max: 300 }) subtitle?: string | null;
  @text('A summary in a sentence or two.', { max: 1_000 }) summary?: string | null;
  @richText('The full text.', { max: 100_000 }) body?: string | null;
  @day('The first day of the period that it covers.') occurredFrom!: string | null;
  @day('The last day of the period that it covers.') occurredTo!: string | null;
  @reference(() => ArticleSeries, 'The series of which it is an instalment.') seriesId!: string | null;
  @integer('The part number, as printed, if a subject has several parts.', { min: 1 })
  part!: number | null;
  /** Derived: then it needs no body here. */
  @Column('boolean') isExternal!: boolean;
  @group(() => ExternalPublication, 'The original publication, such as a newspaper column.', {
    isThere: column('isExternal'),
  })
  external?: ExternalPublication;
  @links(
    () => Event,
    () => ArticleEvent,
    'The events it is about.',
  )
  aboutEvents?: string[];
  @links(
    () => Organisation,
    () => ArticleOrganisation,
    'The organisations it is about.',
  )
  aboutOrganisations?: string[];
  @links(
    () => Person,
    () => ArticlePerson,
    'The people it is about.',
  )
  aboutPeople?: string[];
  @parts(() => Credit, 'The authors and other contributors, in order.', { arguments: { role: ofRole } })
  credits?: Credit[];
  @parts(() => Link, 'Links to other sites.', { arguments: { rel: ofRel } }) links?: Link[];
}

/** All columns of an article. */
export type ArticleRow = Article & ExternalPublication;

export const articleEvent = Shape.of(ArticleEvent);
const articleOrganisation = Shape.of(ArticleOrganisation);
const articlePerson = Shape.of(ArticlePerson);

const byDate = {
  keys: [
    { property: 'publishedOn', type: 'date', value: publishedOn },
    { property: 'publishedAt', type: 'timestamptz' },
  ],
} as const;

export const article = contentType(Article, {
  template: ({ publishedOn: _day, occurredFrom: _from, occurredTo: _to, part: _part, ...article }) => article,
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
        en: 'The last day of the period must not be before the first.',
        'zh-Hant': '所報道的最後一天不可早於第一天。',
      },
    }),
  ),
  publishChecks: ({ document }) => linksWithoutAddress(document),
  carries: ['series'],
  searchable: { localized: ['externalOutlet'] },
  list: {
    filters: {
      kind: {
        type: () => [ArticleKind],
        description: 'Only articles of these kinds.',
        condition: isOneOf('kind'),
      },
      from: {
        type: () => DateScalar,
        description: 'Only articles of this day or later; see `publishedOn`.',
        condition: isOnOrAfter(publishedOn),
      },
      to: {
        type: () => DateScalar,
        description: 'Only articles of this day or earlier; see `publishedOn`.',
        condition: isOnOrBefore(publishedOn),
      },
      event: {
        type: () => ID,
        description: 'Only articles about this event; its id, or a slug.',
        condition: isLinkedTo({ link: () => articleEvent, target: () => event }),
      },
      organisation: {
        type: () => ID,
        description: 'Only articles about this organisation; its id, or a slug.',
        condition: isLinkedTo({ link: () => articleOrganisation, target: () => organisation }),
      },
      person: {
        type: () => ID,
        description: 'Only articles about this person; their id, or a slug.',
        condition: isLinkedTo({ link: () => articlePerson, target: () => person }),
      },
      creditedTo: {
        type: () => ID,
        description:
          'Only articles with this person among the credits, for example as author; their id, or a slug.',
        condition: isLinkedTo({ link: () => credit, target: () => person }),
      },
      series: {
        type: () => ID,
        description: 'Only instalments of this series.',
        condition: refersTo(() => articleSeries, 'seriesId'),
      },
      changedSince: {
        type: () => DateTimeScalar,
        description: 'Only articles published or changed after this instant; see `changedAt`.',
        condition: isAfter('changedAt', 'updatedAt'),
      },
    },
    orders: {
      PUBLISHED_ON_DESC: {
        ...byDate,
        direction: 'desc',
        description: 'By day, latest first; see `publishedOn`.',
      },
      PUBLISHED_ON_ASC: {
        ...byDate,
        direction: 'asc',
        description: 'By day, earliest first; see `publishedOn`.',
      },
      PUBLISHED_AT_DESC: {
        keys: [{ property: 'publishedAt', type: 'timestamptz' }],
        direction: 'desc',
        description: 'By first publication here, latest first.',
      },
      OCCURRED_DESC: {
        keys: [{ property: 'occurredFrom', type: 'date' }],
        direction: 'desc',
        description: 'By the period that they cover, latest first; articles without one first.',
      },
      UPDATED_AT_DESC: lastChanged,
      TITLE_ASC: byTitle('title'),
    },
  },
});

const instalmentDay: OrderKey = { property: 'externalPublishedOn', type: 'date', value: appearedOn };

relate(articleSeries, {
  articles: paged(() => article, {
    key: 'seriesId',
    description: 'The instalments, latest first.',
    isAside: true,
    orders: { LATEST: { keys: [instalmentDay], direction: 'desc' } },
    defaultOrder: 'LATEST',
  }),
});

relate(event, {
  articles: many(() => article, {
    key: 'eventId',
    through: { link: () => articleEvent, target: 'articleId' },
    description: 'The articles about the object.',
  }),
});

/** The reference day of a credit: that of the event, or of the article. */
const dayOfSubject = dayOfOneOf(
  { eventId: [() => event, column('startDate')], articleId: [() => article, appearedOn] },
  HOME_TIME_ZONE,
);

const CreditSubject = unionOf('CreditSubject', 'What a person is credited for.', () => [Event, Article]);

relate(credit, {
  offices: matching(() => office, {
    by: 'personId',
    condition: (row, held) => coversDayOf(held, 'startDate', 'endDate', dayOfSubject(row)),
    description:
      'The offices that the person held on the day of the event or article, for by-lines. Without such a day, the current offices.',
  }),
  subject: oneOf(
    { eventId: () => event, articleId: () => article },
    { union: () => CreditSubject, description: 'The event or the article.' },
  ),
});
