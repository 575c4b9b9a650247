import type { EventDetails } from '../../src/events/facts/event-details.js';
import { eventFacts } from '../../src/events/facts/event-facts.js';

/** An event in a JSON Feed, as the feeds of this program write it. */
export interface FeedItem {
  readonly id: string;
  readonly url?: string;
  readonly title: string;
  readonly summary?: string;
  readonly content_html?: string;
  readonly language: string;
  readonly date_published: string;
  readonly date_modified: string;
  readonly _scc: Readonly<Record<string, unknown>>;
}

/** The instant that these events are seen from. */
export const FEED_NOW = '2024-06-10T12:00:00+08:00';

let made = 0;

/** An event on two days in June; whatever is said of it instead is in `fields` and `scc`. */
export function anItem(
  fields: Partial<FeedItem> = {},
  scc: Readonly<Record<string, unknown>> = {},
): FeedItem {
  made += 1;
  return {
    id: `event_00000000-0000-7000-8000-${String(made).padStart(12, '0')}`,
    url: 'https://scc.example/en/events/asia-summit',
    title: 'buildingSMART International – Asia Summit 2024',
    summary: 'Two days on open standards for building information in Kowloon East.',
    content_html: '<p>The more widely BIM is used…</p>',
    language: 'en',
    date_published: '2024-05-01T00:00:00Z',
    date_modified: '2024-05-01T00:00:00Z',
    ...fields,
    _scc: withFacts(fields.language ?? 'en', {
      kind: 'SUMMIT',
      state: 'SCHEDULED',
      isWithdrawn: false,
      schedule: {
        precision: 'DATE',
        startDate: '2024-06-17',
        endDate: '2024-06-18',
        timeZone: 'Asia/Hong_Kong',
      },
      attendanceMode: 'IN_PERSON',
      venue: { name: 'Crowne Plaza Kowloon East', address: '3 Tong Tak Street, Tseung Kwan O' },
      organisations: [],
      sponsors: [],
      categories: [],
      spokenLanguages: [],
      disclaimers: [],
      titleLanguage: 'en',
      summaryLanguage: 'en',
      ...scc,
    }),
  };
}

/** With the facts as this program makes them. */
function withFacts(language: string, scc: Readonly<Record<string, unknown>>): FeedItem['_scc'] {
  const named = ({ name, ...party }: { readonly name: string }) => ({
    ...party,
    name: { text: name, language },
  });
  const { venue, organisations, sponsors } = scc as {
    readonly venue?: Readonly<Record<string, string>>;
    readonly organisations: readonly { readonly name: string }[];
    readonly sponsors: readonly { readonly name: string }[];
  };
  const { mapUrl, ...texts } = venue ?? {};
  const places = Object.entries(texts).map(([part, text]) => [part, { text, language }]);
  const details = {
    people: [],
    ...scc,
    venue: { ...Object.fromEntries(places), mapUrl },
    organisations: organisations.map(named),
    sponsors: sponsors.map(named),
  };
  return { ...scc, facts: eventFacts(details as unknown as EventDetails, language) };
}

/** On one day, to the minute, with everything that a feed can say of an event. */
const seminar = {
  kind: 'TRAINING',
  schedule: {
    precision: 'TIME',
    start: '2024-06-14T14:30:00+08:00',
    end: '2024-06-14T17:00:00+08:00',
    startDate: '2024-06-14',
    endDate: '2024-06-14',
    timeZone: 'Asia/Hong_Kong',
  },
  attendanceMode: 'HYBRID',
  admission: { type: 'FREE' },
  registration: {
    state: 'OPEN',
    url: 'https://scc.example/register',
    deadline: '2024-06-13T23:59:00+08:00',
  },
  registrationUrl: 'https://scc.example/register',
  spokenLanguages: ['yue', 'en'],
};

const englishEvents: readonly FeedItem[] = [
  anItem(
    {
      title: 'Training seminar on Information Security: 3rd class',
      summary: 'How to notice an attack early, and what to do in the first hour after it.',
    },
    {
      ...seminar,
      venue: {
        name: 'H6 CONET',
        room: 'G/F, The Center',
        address: '99 Queen’s Road Central',
        mapUrl: 'https://maps.example/h6',
      },
      series: { id: 'series_1', title: 'Information Security', session: 3 },
      organisations: [
        { label: 'Organiser', name: 'Smart City Consortium', url: 'https://scc.example/' },
        { label: 'Organiser', name: 'Smart City Academy', url: 'https://academy.example/' },
      ],
      sponsors: [
        { name: 'SME Development Fund', url: 'https://fund.example/', type: 'FUNDED', label: 'Funded by' },
        { name: 'Information Security Alliance', type: 'SUPPORTED', label: 'Supported by' },
      ],
      disclaimers: [
        {
          text: 'Any opinions, findings, conclusions or recommendations expressed in this event do not reflect the views of the Government of the Hong Kong Special Administrative Region.',
          language: 'en',
        },
      ],
    },
  ),
  anItem(),
  anItem(
    { title: 'Energy, Environment and Mobility Forum', summary: 'Cleaner transport for a denser city.' },
    {
      state: 'POSTPONED',
      schedule: {
        precision: 'TIME',
        start: '2024-06-26T14:00:00+08:00',
        end: '2024-06-26T18:00:00+08:00',
        startDate: '2024-06-26',
        timeZone: 'Asia/Hong_Kong',
      },
      venue: { name: 'Hong Kong Convention and Exhibition Centre' },
    },
  ),
  anItem(
    {
      title: 'CSDI Awards 2024 presentation ceremony',
      summary: 'The winners of the CSDI Awards 2024 receive their awards at Science Park.',
    },
    {
      state: 'CANCELLED',
      schedule: {
        precision: 'DATE',
        startDate: '2024-07-20',
        endDate: '2024-07-20',
        timeZone: 'Asia/Hong_Kong',
      },
      venue: { name: 'Hong Kong Science Park' },
    },
  ),
  anItem(
    {
      title: '「共建員工防火牆」嘉許計劃',
      summary: 'Recognition for organisations that keep their staff alert to cyber risks.',
    },
    {
      schedule: { precision: 'TBA', timeZone: 'Asia/Hong_Kong' },
      venue: undefined,
      titleLanguage: 'zh-Hant',
    },
  ),
];

const chineseEvents: readonly FeedItem[] = [
  anItem(
    {
      title: '信息安全培訓講堂第三節',
      summary: '如何及早察覺網絡攻擊，以及遇襲後首一小時應該做什麼。',
      language: 'zh-Hant',
    },
    {
      ...seminar,
      venue: {
        name: 'H6 CONET',
        room: '中環中心地下',
        address: '皇后大道中99號',
        mapUrl: 'https://maps.example/h6',
      },
      series: { id: 'series_1', title: '信息安全培訓講堂', session: 3 },
      organisations: [
        { label: '主辦機構', name: '智慧城市聯盟', url: 'https://scc.example/' },
        { label: '主辦機構', name: '智慧城市學院', url: 'https://academy.example/' },
      ],
      sponsors: [
        { name: '中小企業發展支援基金', url: 'https://fund.example/', type: 'FUNDED', label: '資助' },
      ],
      disclaimers: [
        {
          text: '在本活動內表達的任何意見、研究成果、結論或建議，並不代表香港特別行政區政府的觀點。',
          language: 'zh-Hant',
        },
      ],
      titleLanguage: 'zh-Hant',
      summaryLanguage: 'zh-Hant',
    },
  ),
  anItem(
    { summary: '以智慧建築為題的亞洲高峰會，一連兩日在九龍東舉行，SCC 為支持機構。', language: 'zh-Hant' },
    { venue: { name: '九龍東皇冠假日酒店', address: '將軍澳唐德街3號' }, summaryLanguage: 'zh-Hant' },
  ),
  anItem(
    { title: '能源、環境與出行論壇', summary: '探索如何以創新科技優化交通網絡。', language: 'zh-Hant' },
    {
      state: 'POSTPONED',
      schedule: {
        precision: 'TIME',
        start: '2024-06-26T14:00:00+08:00',
        end: '2024-06-26T18:00:00+08:00',
        startDate: '2024-06-26',
        timeZone: 'Asia/Hong_Kong',
      },
      venue: { name: '香港會議展覽中心' },
      titleLanguage: 'zh-Hant',
      summaryLanguage: 'zh-Hant',
    },
  ),
  anItem(
    { title: '空間數據共享平台大獎 2024 頒獎典禮', summary: '各組得獎者在科學園領獎。', language: 'zh-Hant' },
    {
      state: 'CANCELLED',
      schedule: {
        precision: 'DATE',
        startDate: '2024-07-20',
        endDate: '2024-07-20',
        timeZone: 'Asia/Hong_Kong',
      },
      venue: { name: '香港科學園' },
      titleLanguage: 'zh-Hant',
      summaryLanguage: 'zh-Hant',
    },
  ),
  anItem(
    {
      title: '「共建員工防火牆」嘉許計劃',
      summary: '嘉許提升員工網絡安全意識的本地機構。',
      language: 'zh-Hant',
    },
    {
      schedule: { precision: 'TBA', timeZone: 'Asia/Hong_Kong' },
      venue: undefined,
      titleLanguage: 'zh-Hant',
      summaryLanguage: 'zh-Hant',
    },
  ),
];

/** A JSON Feed 1.1 of some events. */
export function aFeed(items: readonly FeedItem[], title = 'SCC events', more: object = {}): object {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: 'https://scc.example/',
    items,
    ...more,
  };
}

/** The feed of all events in English, and in Traditional Chinese. */
export const sampleFeeds: Readonly<Record<string, object>> = {
  en: aFeed(englishEvents),
  'zh-Hant': aFeed(chineseEvents, '智慧城市聯盟活動'),
};
