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
import { inForce } from './demanded-wordings.js';
import { disclaimer, FundingProgramme, fundingProgramme } from './funding-programme.js';
import { demandsBy, requiredDisclaimers, SponsorshipSubject } from './required-disclaimers.js';
import { checkSponsorship } from './sponsorship.checks.js';
import { SponsorshipType } from './sponsorship.enum.js';

@content({
  one: 'sponsorship',
  many: 'sponsorships',
  noun: 'a sponsorship',
  description:
    'That an organisation backs an event, a series, an article or an issue: exactly one of the four.',
  isTextOptional: true,
})
export class Sponsorship extends Content {
  @printedReference(() => Organisation, 'Who backs it.', {
    as: 'name',
    within: ['id'],
    own: 'displayName',
    beside: ['acknowledgement'],
    isRequired: true,
  })
  organisationId!: string;
  @translated(
    'The name of the organisation as printed there: it stays when the organisation is renamed, or has no page any more. Until it is first published, the name of the organisation.',
    {
      plan: printedName('organisation'),
      written: 'The name of the organisation as printed, where it differs.',
    },
  )
  displayName!: LocalizedText | null;
  @choice(SponsorshipType, 'How it is backed.', { isRequired: true, label: 'The label of how it is backed.' })
  type!: SponsorshipType;
  @line('The tier, where there are tiers, such as "Gold".', { max: 100 }) tier!: string | null;
  @reference(() => FundingProgramme, 'The programme the money comes from.') programmeId!: string | null;
  @reference(() => Event, 'The event that is sponsored.', { isInputOnly: true }) eventId!: string | null;
  @reference(() => EventSeries, 'The series that is sponsored.', { isInputOnly: true })
  seriesId!: string | null;
  @reference(() => Article, 'The article that is sponsored.', { isInputOnly: true })
  articleId!: string | null;
  @reference(() => Issue, 'The issue that is sponsored.', { isInputOnly: true }) issueId!: string | null;
  @integer('Its place among the sponsorships of the subject, from 0.', { min: 0, default: 0, output: null })
  position!: number;
  @day('The first day of the sponsorship.') startsOn!: string | null;
  @day('The last day of the sponsorship.') endsOn!: string | null;
  @text('The words in which it is to be acknowledged.', { max: 1_000 }) acknowledgement?: string | null;
}

export const sponsorship = contentType(Sponsorship, {
  // What it says is a sentence, not a title.
  searchable: { title: null },
  ...rules(
    exactlyOne(['eventId', 'seriesId', 'articleId', 'issueId'], {
      constraint: 'sponsorship_subject_check',
      path: [],
      sentence: {
        en: 'A sponsorship is of one event, series, article or issue: exactly one of the four.',
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
    'The wording that must be shown wherever the subject is presented; in the language asked for, else in the one it was approved in.',
  ),
  subject: oneOf(
    { eventId: () => event, seriesId: () => eventSeries, articleId: () => article, issueId: () => issue },
    { union: () => SponsorshipSubject, description: 'What is sponsored.' },
  ),
});

relate(fundingProgramme, {
  disclaimer: unrelated(
    () => disclaimer,
    inForce(() => disclaimer, { key: 'programmeId', from: 'id', timeZone: HOME_TIME_ZONE }),
    'The wording in force today; in the language asked for, else in the one it was approved in.',
  ),
});

const sponsorships = (key: string, inherited?: { key: string; from: string }) =>
  many(() => sponsorship, {
    key,
    ...(inherited ? { inherited } : {}),
    description: inherited
      ? 'Who backs it or the series it is a session of, and how that is to be acknowledged.'
      : 'Who backs it, and how it is to be acknowledged.',
  });

relate(event, { sponsorships: sponsorships('eventId', { key: 'seriesId', from: 'seriesId' }) });
relate(eventSeries, { sponsorships: sponsorships('seriesId') });
relate(article, { sponsorships: sponsorships('articleId') });
relate(issue, { sponsorships: sponsorships('issueId') });

/** What has to be shown with what. */
export const demands = demandsBy(() => sponsorship);

for (const type of [event, article, issue])
  relate(type, { requiredDisclaimers: requiredDisclaimers(demands) });

relate(organisation, {
  sponsorships: paged(() => sponsorship, {
    key: 'organisationId',
    description: 'What it backs, the latest first.',
    orders: { LATEST: latest },
    defaultOrder: 'LATEST',
  }),
});
