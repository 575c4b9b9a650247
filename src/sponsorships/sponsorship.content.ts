import { article } from '../articles/article.content.js';
import { ContentType } from '../content/content-type.js';
import { label } from '../content/planner/expressions.js';
import type { Order } from '../content/planner/order.js';
import { printedName } from '../content/planner/printed-names.js';
import { inForce } from '../content/planner/wording.js';
import { many, one, oneOf, paged, printed, relate, unrelated } from '../content/relation.js';
import { exactlyOne, inOrder, rules } from '../content/writing/rules.js';
import { event } from '../events/event.content.js';
import { eventSeries } from '../events/event-series.content.js';
import { issue } from '../issues/issue.content.js';
import { organisation } from '../organisations/organisation.js';
import { disclaimer, fundingProgramme } from './funding-programme.content.js';
import { demandsBy, requiredDisclaimers } from './required-disclaimers.js';
import { Sponsorship, SponsorshipText } from './sponsorship.entity.js';
import { SponsorshipType } from './sponsorship.enum.js';
import { SponsorshipInput, SponsorshipTranslationInput } from './sponsorship.input.js';
import { inspectSponsorship } from './sponsorship.readiness.js';
import { SponsorshipObject, SponsorshipSubject } from './sponsorship.type.js';

export const sponsorship: ContentType = new ContentType({
  name: 'Sponsorship',
  folder: 'sponsorships',
  entity: Sponsorship,
  text: SponsorshipText,
  type: SponsorshipObject,
  input: SponsorshipInput,
  translationInput: SponsorshipTranslationInput,
  fields: { typeLabel: label('type', SponsorshipType), displayName: printedName('organisation') },
  defaults: { position: 0 },
  isWordless: true,
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
  inspect: inspectSponsorship,
  carries: ['programme'],
  accompanies: ['event', 'series', 'article', 'issue'],
});

const latest: Order = { keys: [{ property: 'publishedAt', type: 'timestamptz' }], direction: 'desc' };

relate(sponsorship, {
  organisation: printed(() => organisation, {
    key: 'organisationId',
    name: 'name',
    subject: ['id'],
    own: 'displayName',
    beside: ['acknowledgement'],
    isRequired: true,
    description: 'Who backs it; null while there is no page about it. Its name stays as it was printed.',
  }),
  programme: one(() => fundingProgramme, {
    key: 'programmeId',
    description: 'The programme the money comes from.',
  }),
  disclaimer: unrelated(
    () => disclaimer,
    inForce(() => disclaimer, { key: 'programmeId', from: 'programmeId' }),
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
    inForce(() => disclaimer, { key: 'programmeId', from: 'id' }),
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

for (const content of [event, article, issue])
  relate(content, { requiredDisclaimers: requiredDisclaimers(demands) });

relate(organisation, {
  sponsorships: paged(() => sponsorship, {
    key: 'organisationId',
    description: 'What it backs, the latest first.',
    orders: { LATEST: latest },
    defaultOrder: 'LATEST',
  }),
});
