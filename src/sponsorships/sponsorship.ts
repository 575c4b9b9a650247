import { Article, article } from '../articles/article.js';
import type { LocalizedText } from '../content/language/translation.js';
import { Content } from '../content/model/content.entity.js';
import { choice, day, integer, line, text, translated } from '../content/model/fields.js';
import { content, contentType } from '../content/model/model.js';
import { printedReference, reference } from '../content/model/references.js';
import { many, oneOf, paged, relate, unrelated } from '../content/model/relation.js';
import { exactlyOne, inOrder, rules } from '../content/model/rules.js';
import type { Order } from '../content/sql/order.js';
import { printedName } from '../content/sql/printed-names.js';
import { Event, event } from '../events/event.js';
import { EventSeries, eventSeries } from '../events/event-series.js';
import { HOME_TIME_ZONE } from '../foundation/calendar.js';
import { Issue, issue } from '../issues/issue.js';
import { Organisation, organisation } from '../organisations/organisation.js';
import { inForce } from './disclaimer-plans.js';
import { disclaimer, FundingProgramme, fundingProgramme } from './funding-programme.js';
import { demandsBy, requiredDisclaimers, SponsorshipSubject } from './required-disclaimers.js';
import { checkSponsorship } from './sponsorship.checks.js';
import { SponsorshipType } from './sponsorship.enum.js';

@content({
  one: 'sponsorship',
  many: 'sponsorships',
  noun: 'a sponsorship',
  description:
    'The support of an organisation for an event, a series, an article or an issue: exactly one of the four.',
  isTextOptional: true,
})
export class Sponsorship extends Content {
  @printedReference(() => Organisation, 'The sponsor.', {
    as: 'name',
    within: ['id'],
    own: 'displayName',
    beside: ['acknowledgement'],
    isRequired: true,
  })
  organisationId!: string;
  @translated(
    'The name of the organisation as printed there. It stays when the organisation is renamed, or has no page any more; before the first publication it is the current name.',
    {
      plan: printedName('organisation'),
      written: 'The printed name of the organisation, if it differs.',
    },
  )
  displayName!: LocalizedText | null;
  @choice(SponsorshipType, 'The type of sponsorship.', {
    isRequired: true,
    label: 'The label of the type, in the language of the request.',
  })
  type!: SponsorshipType;
  @line('The tier, if there are tiers, such as "Gold".', { max: 100 }) tier!: string | null;
  @reference(() => FundingProgramme, 'The funding programme.') programmeId!: string | null;
  @reference(() => Event, 'The sponsored event.', { isInputOnly: true }) eventId!: string | null;
  @reference(() => EventSeries, 'The sponsored series.', { isInputOnly: true })
  seriesId!: string | null;
  @reference(() => Article, 'The sponsored article.', { isInputOnly: true })
  articleId!: string | null;
  @reference(() => Issue, 'The sponsored issue.', { isInputOnly: true }) issueId!: string | null;
  @integer('The position among the sponsorships of the subject, counted from 0.', {
    min: 0,
    default: 0,
    output: null,
  })
  position!: number;
  @day('The first day of the sponsorship.') startsOn!: string | null;
  @day('The last day of the sponsorship.') endsOn!: string | null;
  @text('The text of the acknowledgement.', { max: 1_000 }) acknowledgement?: string | null;
}

export const sponsorship = contentType(Sponsorship, {
  template: ({ startsOn: _from, endsOn: _to, position: _position, ...sponsorship }) => sponsorship,
  // The acknowledgement is a sentence, not a title.
  searchable: { title: null },
  ...rules(
    exactlyOne(['eventId', 'seriesId', 'articleId', 'issueId'], {
      constraint: 'sponsorship_subject_check',
      path: [],
      sentence: {
        en: 'A sponsorship must be of exactly one event, series, article or issue.',
        'zh-Hant': '每項贊助須對應一項活動、一個活動系列、一篇文章或一期通訊，四者只可選其一。',
      },
    }),
    inOrder('startsOn', 'endsOn', {
      constraint: 'sponsorship_check',
      path: ['endsOn'],
      sentence: {
        en: 'The sponsorship must not end before it begins.',
        'zh-Hant': '贊助的結束日期不可早於開始日期。',
      },
    }),
  ),
  publishChecks: checkSponsorship,
  carries: ['programme'],
  accompanies: ['event', 'series', 'article', 'issue'],
});

const latest: Order = { keys: [{ property: 'publishedAt', type: 'timestamptz' }], direction: 'desc' };

relate(sponsorship, {
  disclaimer: unrelated(
    () => disclaimer,
    inForce(() => disclaimer, { key: 'programmeId', from: 'programmeId', timeZone: HOME_TIME_ZONE }),
    'The disclaimer to show wherever the subject is presented; in the requested language, else in the one it was approved in.',
  ),
  subject: oneOf(
    { eventId: () => event, seriesId: () => eventSeries, articleId: () => article, issueId: () => issue },
    { union: () => SponsorshipSubject, description: 'The sponsored object.' },
  ),
});

relate(fundingProgramme, {
  disclaimer: unrelated(
    () => disclaimer,
    inForce(() => disclaimer, { key: 'programmeId', from: 'id', timeZone: HOME_TIME_ZONE }),
    'The disclaimer in force today; in the requested language, else in the one it was approved in.',
  ),
});

const sponsorships = (key: string, inherited?: { key: string; from: string }) =>
  many(() => sponsorship, {
    key,
    ...(inherited ? { inherited } : {}),
    description: inherited
      ? 'The sponsorships of the object or of the series it is a session of, with their acknowledgements.'
      : 'The sponsorships of the object, with their acknowledgements.',
  });

relate(event, { sponsorships: sponsorships('eventId', { key: 'seriesId', from: 'seriesId' }) });
relate(eventSeries, { sponsorships: sponsorships('seriesId') });
relate(article, { sponsorships: sponsorships('articleId') });
relate(issue, { sponsorships: sponsorships('issueId') });

/** The relations from content to its disclaimers. */
export const demands = demandsBy(() => sponsorship);

for (const type of [event, article, issue])
  relate(type, { requiredDisclaimers: requiredDisclaimers(demands) });

relate(organisation, {
  sponsorships: paged(() => sponsorship, {
    key: 'organisationId',
    description: 'The sponsorships of the organisation, latest first.',
    orders: { LATEST: latest },
    defaultOrder: 'LATEST',
  }),
});
