import { article } from '../../src/articles/article.js';
import { articleSeries } from '../../src/articles/article-series.js';
import type { ContentType } from '../../src/content/model/content-type.js';
import { event } from '../../src/events/event.js';
import { eventSeries } from '../../src/events/event-series.js';
import { venue } from '../../src/events/venue.js';
import { issue } from '../../src/issues/issue.js';
import { organisation } from '../../src/organisations/organisation.js';
import { person } from '../../src/people/person.js';
import { fundingProgramme } from '../../src/sponsorships/funding-programme.js';
import { sponsorship } from '../../src/sponsorships/sponsorship.js';
import type { Draft } from './verbs.js';

function draft(content: ContentType, externalRef: string, input: Draft['input']): Draft {
  return { content, externalRef, input };
}

const en = (text: string) => [{ locale: 'en', text }];
const both = (text: string) => [...en(text), { locale: 'zh-Hant', text: `${text}（繁）` }];

export const objects: Draft[] = [
  draft(organisation, 'odd-organisation', {
    kind: 'LAB',
    parent: 'scc',
    website: 'https://odd.example.org/',
    region: 'HK',
    names: [
      { locale: 'en', text: 'ODD', kind: 'ACRONYM' },
      { locale: 'zh-Hant', text: '怪機構', kind: 'FULL' },
    ],
    relations: [
      { type: 'ESTABLISHED_BY', organisation: 'scc', validFrom: '2020-01-01', validTo: '2023-12-31' },
      { type: 'SUPPORTED_BY', organisation: 'odd-hidden' },
    ],
    translations: [{ locale: 'en', name: 'Odd Organisation', shortName: 'Odd', description: 'It is *odd*.' }],
  }),
  draft(organisation, 'odd-hidden', { kind: 'NGO', translations: [{ locale: 'en', name: 'Hidden' }] }),
  draft(person, 'odd-person', {
    honorifics: ['PROF', 'IR'],
    names: [{ locale: 'en', text: 'Odd Person', family: 'Person', given: 'Odd', kind: 'PRIMARY' }],
    offices: [
      { organisation: 'scc', kind: 'PRESIDENT', term: '2022/24', start: '2022-06-01', end: '2024-06-09' },
      { organisation: 'scc', kind: 'OTHER', title: both('Oddity'), start: '2024-06-10' },
      { organisation: 'odd-hidden', kind: 'FOUNDER', end: '2023-06-30' },
    ],
    translations: [{ locale: 'zh-Hans', name: '怪人', bio: '一个**怪**人。' }],
  }),
  draft(venue, 'odd-venue', {
    district: 'Sha Tin',
    mapUrl: 'https://maps.example.org/odd',
    translations: [{ locale: 'zh-Hans', name: '怪地方', room: '一室', address: '沙田' }],
  }),
  draft(eventSeries, 'odd-series', {
    plannedSessions: 3,
    translations: [
      { locale: 'zh-Hant', title: '怪系列', summary: '三課。' },
      { locale: 'en', title: 'Odd series' },
    ],
  }),
  draft(articleSeries, 'odd-column', {
    partners: ['odd-hidden', 'scc'],
    translations: [
      { locale: 'en', title: 'Odd column', summary: 'Odd.', audience: 'All', cadence: 'Yearly' },
    ],
  }),
  draft(fundingProgramme, 'odd-programme', {
    administeredBy: 'itc',
    url: 'https://fund.example.org/',
    isDisclaimerMandatory: false,
    disclaimers: [
      { version: 1, locale: 'en', text: 'First.', effectiveFrom: '2020-01-01' },
      { version: 2, locale: 'en', text: 'Second.', effectiveFrom: '2024-06-10' },
      { version: 2, locale: 'zh-Hant', text: '第二。', effectiveFrom: '2024-06-10' },
      { version: 2, locale: 'zh-Hans', text: '第二。', effectiveFrom: '2024-06-10' },
      { version: 3, locale: 'en', text: 'Third.', effectiveFrom: '2030-01-01' },
    ],
    translations: [{ locale: 'en', name: 'Odd programme', fund: 'Odd fund' }],
  }),
];

/** One that demands its wordings. */
const strict = draft(fundingProgramme, 'odd-strict', {
  disclaimers: [
    { version: 1, locale: 'zh-Hant', text: '不代表基金。', effectiveFrom: '2024-01-01' },
    { version: 1, locale: 'en', text: 'Not our view.', effectiveFrom: '2024-01-01' },
    { version: 2, locale: 'en', text: 'To come.', effectiveFrom: '2030-01-01' },
  ],
  translations: [{ locale: 'zh-Hant', name: '嚴格基金' }],
});
objects.push(strict);

/** An event with everything there is to say about one. */
export function oddEvent(slug: string, title: string): Draft {
  return draft(event, 'odd-event', {
    kind: 'CONFERENCE',
    edition: 8,
    parent: 'innoex-2024',
    schedule: {
      precision: 'TIME',
      timeZone: 'America/New_York',
      start: '2024-06-10T12:00:00+08:00',
      end: '2024-06-20T02:30:00+08:00',
    },
    lifecycle: 'RESCHEDULED',
    attendanceMode: 'ONLINE',
    venue: 'odd-venue',
    onlineUrl: 'https://meet.example.org/odd',
    spokenLanguages: ['en', 'zh-Hant'],
    registration: {
      isRequired: true,
      url: 'https://register.example.org/',
      opensAt: '2024-06-01T00:00:00+08:00',
      deadline: '2024-06-15T23:59:00+08:00',
      allocation: 'LOTTERY',
      capacity: 40,
    },
    admission: { type: 'PAID', price: '120.50', currency: 'HKD', note: en('Members pay half.') },
    categories: [
      both('Schools'),
      [{ locale: 'zh-Hans', text: '公众' }],
      [{ locale: 'zh-Hant', text: '公開組' }],
    ],
    series: 'odd-series',
    session: 2,
    participations: [
      { organisation: 'odd-hidden', role: 'ORGANISER' },
      { organisation: 'odd-hidden', role: 'SUPPORTING', displayName: [{ locale: 'zh-Hant', text: '隱' }] },
      { organisation: 'odd-organisation', role: 'ORGANISER', label: en('Brought to you by') },
      { organisation: 'hksia', role: 'HOST' },
      { organisation: 'scc', role: 'CO_ORGANISER', label: [{ locale: 'zh-Hans', text: '协力' }] },
      { organisation: 'odd-organisation', role: 'HOST' },
    ],
    credits: [
      { person: 'odd-person', role: 'SPEAKER', displayName: en('Prof. Odd'), affiliation: both('Odd Lab') },
      { person: 'odd-person', role: 'MODERATOR' },
      { person: 'ma-yujie', role: 'SPEAKER' },
    ],
    contacts: [
      {
        label: both('Office'),
        name: 'Ms Odd',
        organisation: 'hksia',
        phone: '+852 1234 5678',
        email: 'odd@example.org',
      },
    ],
    links: [
      { rel: 'ARCHIVE', url: 'https://archive.example.org/', label: en('Last year') },
      { rel: 'DETAILS', label: both('Details') },
    ],
    translations: [
      {
        locale: 'en',
        slug,
        title,
        shortName: 'Odd',
        theme: 'Oddness',
        summary: 'Odd.',
        description: '*Very* odd.',
        eligibility: 'All',
      },
      { locale: 'zh-Hant', slug: '怪活動', title: '怪活動', theme: '怪' },
    ],
  });
}

export const events: Draft[] = [
  oddEvent('odd-event', 'The odd event'),
  draft(event, 'odd-day', {
    kind: 'VISIT',
    schedule: { precision: 'DATE', startDate: '2024-06-10', dayPart: 'AFTERNOON' },
    lifecycle: 'CANCELLED',
    categories: [[{ locale: 'zh-Hant', text: '日' }], en('Day')],
    parent: 'odd-event',
    series: 'odd-series',
    registration: { isRequired: false },
    translations: [{ locale: 'en', title: 'The odd event' }],
  }),
  draft(event, 'odd-india', {
    kind: 'TALK',
    schedule: { precision: 'TIME', timeZone: 'Asia/Kolkata', start: '2024-06-10T00:10:00+05:30' },
    lifecycle: 'COMPLETED',
    categories: [[{ locale: 'zh-Hant', text: '印' }]],
    attendanceMode: 'HYBRID',
    parent: 'odd-event',
    series: 'odd-series',
    session: 1,
    translations: [
      { locale: 'en', title: 'émigré talk', slug: 'odd-india' },
      { locale: 'zh-Hans', title: '印度' },
    ],
  }),
  draft(event, 'odd-chinese', {
    kind: 'FORUM',
    schedule: { precision: 'TBA' },
    lifecycle: 'POSTPONED',
    parent: 'odd-event',
    categories: [both('Two languages'), en('English alone')],
    translations: [
      { locale: 'zh-Hant', title: '只有中文', slug: '只有中文', description: '一段。\n\n兩段。' },
      { locale: 'en', title: 'Not published', slug: 'odd-not-published' },
    ],
  }),
  draft(event, 'odd-draft', {
    kind: 'OTHER',
    schedule: { precision: 'DATE', startDate: '2025-02-28' },
    parent: 'odd-event',
    participations: [{ organisation: 'odd-organisation', role: 'EXHIBITOR' }],
    translations: [{ locale: 'en', title: 'Not yet' }],
  }),
];

export const articles: Draft[] = [
  draft(article, 'odd-article', {
    kind: 'COLUMN',
    series: 'odd-column',
    part: 2,
    occurredFrom: '2024-06-01',
    occurredTo: '2024-06-02',
    external: { outlet: both('The Odd Times'), url: 'https://odd.example.org/1', publishedOn: '2024-06-03' },
    aboutEvents: ['odd-event', 'odd-draft', 'scc-pavilion-innoex-2024'],
    aboutOrganisations: ['odd-hidden', 'odd-organisation', 'hksia'],
    aboutPeople: ['ma-yujie', 'odd-person'],
    credits: [{ person: 'odd-person', role: 'AUTHOR', displayName: [{ locale: 'zh-Hant', text: '怪教授' }] }],
    links: [{ rel: 'DETAILS', url: 'https://odd.example.org/more', label: en('More') }],
    translations: [
      {
        locale: 'en',
        title: 'An odd article',
        subtitle: 'Part two',
        summary: 'Odd.',
        body: 'It is [odd](https://odd.example.org/).',
      },
      // The same slug as that of another article in another language.
      { locale: 'zh-Hant', slug: 'odd-shared', title: '怪文章', body: '**怪**。' },
    ],
  }),
  draft(article, 'odd-chinese-article', {
    kind: 'NEWS',
    series: 'odd-column',
    aboutEvents: ['odd-event'],
    translations: [
      { locale: 'en', title: 'English draft' },
      { locale: 'zh-Hant', title: '只有中文的文章', summary: '中文。' },
    ],
  }),
  draft(article, 'odd-untitled', {
    kind: 'NOTICE',
    translations: [
      { locale: 'en', slug: 'odd-shared', title: '·', body: 'No title.' },
      { locale: 'zh-Hant', slug: 'odd-untitled' },
    ],
  }),
];

export const issues: Draft[] = [
  draft(issue, 'odd-issue', {
    number: 3,
    sections: [
      {
        kind: 'LEAD',
        items: [
          { event: 'odd-draft' },
          { article: 'odd-article', displayTitle: both('Odder'), excerpt: en('Read on') },
        ],
      },
      {
        kind: 'UPCOMING',
        heading: en('Odd events'),
        items: [{ event: 'odd-event', excerpt: both('Come') }, { event: 'odd-day' }],
      },
      { kind: 'NOTICE', items: [{ article: 'odd-untitled' }, { article: 'hkej-column-2024-04-11' }] },
    ],
    translations: [
      {
        locale: 'en',
        title: 'An odd issue',
        greeting: 'Hello',
        intro: 'Odd *things*.',
        closing: 'Bye.',
        signOff: 'Odd',
      },
    ],
  }),
  draft(issue, 'odd-tomorrow', {
    publishedOn: '2024-06-11',
    sections: [],
    translations: [{ locale: 'en', title: 'Tomorrow' }],
  }),
  draft(issue, 'odd-2023', {
    year: 2023,
    quarter: 4,
    coverageStart: '2023-10-01',
    coverageEnd: '2023-12-31',
    publishedOn: '2023-12-31',
    sections: [
      { kind: 'REVIEW', items: [{ article: 'odd-article' }, { event: 'scc-pavilion-innoex-2024' }] },
    ],
    translations: [{ locale: 'zh-Hant', title: '二〇二三', intro: '你好。' }],
  }),
];

/** Objects with other addresses than before, and other names. */
export const moved: Draft[] = [...objects, ...articles, ...issues]
  .filter(({ externalRef }) => ['odd-organisation', 'odd-person', 'odd-2023'].includes(externalRef))
  .map(({ input, ...one }) => {
    const translations = (input.translations ?? []) as object[];
    return {
      ...one,
      input: {
        ...input,
        translations: translations.map((words, n) => ({
          ...words,
          ...('name' in words ? { name: `${words.name}, renamed` } : {}),
          slug: `${one.externalRef}-moved-${n}`,
        })),
      },
    };
  });

export const sponsorships: Draft[] = [
  draft(sponsorship, 'odd-issue-funding', {
    organisation: 'odd-organisation',
    type: 'FUNDED',
    tier: 'Gold',
    programme: 'odd-programme',
    issue: 'odd-issue',
    startsOn: '2024-01-01',
    endsOn: '2024-12-31',
    translations: [
      { locale: 'en', acknowledgement: 'With odd thanks.' },
      { locale: 'zh-Hant', acknowledgement: '多謝。' },
    ],
  }),
  ...Object.entries({ event: 'odd-event', series: 'odd-series', article: 'odd-article' }).flatMap(
    ([key, ref]) => [
      draft(sponsorship, `odd-${key}-support`, {
        organisation: 'odd-organisation',
        type: 'IN_KIND',
        programme: 'odd-strict',
        [key]: ref,
        position: 1,
        translations: [{ locale: 'zh-Hans', acknowledgement: '谢谢。' }],
      }),
      draft(sponsorship, `odd-${key}-hidden`, {
        organisation: 'odd-hidden',
        type: 'SUPPORTED',
        [key]: ref,
        translations: [],
      }),
    ],
  ),
];
