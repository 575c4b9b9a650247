import type { LocalizedText, Party } from '../../src/events/facts/event-details.js';
import type { ArticleItem, EventItem, FeedHead, Item } from '../../src/feeds/feed-item.js';
import type { FeedWriter } from '../../src/feeds/formats/feed-writer.js';
import { Random } from './random.js';

/** Items of feeds to write: plain ones, and any number of odd ones, the same in every run. */

export function aHead(changes: Partial<FeedHead> = {}): FeedHead {
  return {
    id: 'https://scc.example/feeds/events?locale=en',
    title: 'SCC events',
    description: 'What is on.',
    language: 'en',
    selfUrl: 'https://scc.example/feeds/events.ics?locale=en',
    homeUrl: 'https://scc.example/',
    isSingle: false,
    updatedAt: '2024-05-31T08:00:00.123456Z',
    ...changes,
  };
}

export function anEvent(changes: Partial<EventItem> = {}): EventItem {
  const uuid = changes.uuid ?? '0190a0b0-0000-7000-8000-000000000001';
  return {
    kind: 'Event',
    id: `event_${uuid}`,
    uuid,
    url: 'https://scc.example/events/smart-city-forum',
    publishedAt: '2024-05-01T02:03:04Z',
    updatedAt: '2024-05-02T03:04:05.678Z',
    kindLabel: 'Forum',
    title: { text: 'Smart City Forum', language: 'en' },
    disclaimers: [],
    lifecycle: 'SCHEDULED',
    state: 'SCHEDULED',
    stateLabel: 'Scheduled',
    isWithdrawn: false,
    schedule: {
      precision: 'TIME',
      start: '2024-05-31T16:00:00+08:00',
      end: '2024-05-31T18:00:00+08:00',
      startDate: '2024-05-31',
      endDate: '2024-05-31',
      timeZone: 'Asia/Hong_Kong',
    },
    organisations: [],
    people: [],
    sponsors: [],
    categories: [],
    spokenLanguages: [],
    ...changes,
  };
}

export function anArticle(changes: Partial<ArticleItem> = {}): ArticleItem {
  const uuid = changes.uuid ?? '0190a0b0-0000-7000-8000-0000000000aa';
  return {
    kind: 'Article',
    id: `article_${uuid}`,
    uuid,
    url: 'https://scc.example/articles/a-better-city',
    publishedAt: '2024-05-01T02:03:04Z',
    updatedAt: '2024-05-02T03:04:05Z',
    kindLabel: 'News',
    title: { text: 'A better city', language: 'en' },
    disclaimers: [],
    authors: ['Chan Tai Man'],
    ...changes,
  };
}

export async function written(
  writer: FeedWriter,
  items: Iterable<Item>,
  head: FeedHead = aHead(),
): Promise<string> {
  let text = '';
  for await (const chunk of writer(head, items)) text += chunk;
  return text;
}

/** Text that has broken programs like this: escapes, line ends, controls, long characters, and attempts to get out. */
const PIECES = [
  'Smart City ',
  'a; b, c\\d: "e" ^f ',
  '\\n \\, \\\\',
  '智慧城市聯盟第八屆周年大會',
  '𠮷𠀀𪚥𫠠',
  '﨑裡凞',
  '👩‍👩‍👧‍👦👩🏽‍🚀🏳️‍🌈🇭🇰❤️',
  'e\u0301o\u0302\u0323n\u0303 ',
  `Z${'\u0301\u0302\u0303'.repeat(20)}`,
  'हिन्दी ภาษาไทย 한국어 ',
  'אבג \u202eabc\u202c \u2066x\u2069 ',
  '\r\nATTENDEE:mailto:evil@example.org\r\n',
  '\nEND:VEVENT\nBEGIN:VEVENT\n',
  '\r',
  '\u2028\u2029\u0085',
  '\u0000\u0007\u001b\u007f',
  '\t  two  spaces ',
  '<script>alert(1)</script>',
  ']]> &amp; &lt; <!-- ',
  '"></title><item>',
  '</script><xmp>',
  '\ufffe\uffff\ufeff',
  'x'.repeat(120),
  'https://example.org/?a=1&b=2;c,d ',
];

const LANGUAGES = ['en', 'zh-Hant', 'zh-Hans'];
const ZONES = [
  'Asia/Hong_Kong',
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'UTC',
];

function oddText(random: Random): string {
  return Array.from({ length: random.integer(1, 6) }, () => random.pick(PIECES)).join('');
}

/** Odd, but there is something to be seen. */
function oddTitle(random: Random): string {
  const text = oddText(random);
  return /[\p{L}\p{N}]/u.test(text) ? text : `${text}1`;
}

/** So many events with odd text and all sorts of times. */
export function oddEvents(count: number, seed: number): EventItem[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, index) => oddEvent(random, index));
}

function oddEvent(random: Random, index: number): EventItem {
  const maybe = <Value>(value: Value): Value | undefined => (random.chance(0.5) ? value : undefined);
  const words = () => ({ text: oddText(random), language: random.pick(LANGUAGES) });
  const uuid = uuidOf(index);
  const url = maybe(`https://scc.example/events/${index}?a=1&b="2"\r\nX-EVIL:1`);
  const published = Date.UTC(2024, 0, 1) + random.integer(0, 10 ** 10);
  const body = oddText(random);
  return {
    kind: 'Event',
    id: `event_${uuid}`,
    uuid,
    publishedAt: new Date(published).toISOString(),
    updatedAt: new Date(published + random.integer(0, 10 ** 10)).toISOString(),
    kindLabel: `${oddText(random)}.`,
    title: { text: oddTitle(random), language: random.pick(LANGUAGES) },
    disclaimers: random.chance(0.3) ? [words()] : [],
    lifecycle: 'SCHEDULED',
    state: random.pick(['SCHEDULED', 'ONGOING', 'COMPLETED']),
    stateLabel: oddText(random),
    isWithdrawn: false,
    schedule: oddSchedule(random),
    organisations: random.chance(0.5)
      ? [
          {
            role: 'HOST',
            label: oddText(random),
            name: words(),
            ...(random.chance(0.5) ? { url: 'https://organiser.example/?q="1"' } : {}),
          },
        ]
      : [],
    people: random.chance(0.3) ? [{ role: 'SPEAKER', label: oddText(random), name: words() }] : [],
    sponsors: random.chance(0.3) ? [{ role: 'FUNDED', label: oddText(random), name: words() }] : [],
    // ical.js takes the comma after a backslash for an escaped one, even where the backslash is escaped itself.
    categories: random.chance(0.5) ? [`${oddText(random)}.`, `${oddText(random)}.`] : [],
    spokenLanguages: random.chance(0.5) ? ['zh-Hant'] : [],
    ...(url === undefined ? {} : { url }),
    ...(random.chance(0.7) ? { summary: words() } : {}),
    ...(random.chance(0.7)
      ? { body: { text: body, html: htmlOf(body), language: random.pick(LANGUAGES) } }
      : {}),
    ...(random.chance(0.5)
      ? { attendanceMode: random.pick(['IN_PERSON', 'ONLINE', 'HYBRID'] as const) }
      : {}),
    ...(random.chance(0.5) ? { venue: { name: words(), address: words() } } : {}),
    ...(random.chance(0.3) ? { onlineUrl: 'https://meet.example/j/1,2;3' } : {}),
    ...(random.chance(0.3) ? { registration: openAt('https://register.example/?e=1') } : {}),
    ...(random.chance(0.3) ? { admission: { type: 'PAID' as const, price: '120.00', currency: 'HKD' } } : {}),
    ...(random.chance(0.3)
      ? { series: { id: `event_series_${uuidOf(random.integer(90_000, 90_005))}`, title: oddText(random) } }
      : {}),
    ...(random.chance(0.2) && index > 0 ? { parentId: `event_${uuidOf(index - 1)}` } : {}),
  };
}

/** A text in English. */
export function english(text: string): LocalizedText {
  return { text, language: 'en' };
}

/** An organiser in English. */
export function organiser(name: string, url?: string): Party {
  return { role: 'ORGANISER', label: 'Organiser', name: english(name), ...(url ? { url } : {}) };
}

/** A sponsor in English. */
export function sponsor(role: string, label: string, name: string, url?: string): Party {
  return { role, label, name: english(name), ...(url ? { url } : {}) };
}

/** Registration that is open. */
export function openAt(url: string) {
  return { state: 'OPEN', label: 'Registration open', url } as const;
}

export function uuidOf(index: number): string {
  return `0190a0b0-0000-7000-8000-${String(index).padStart(12, '0')}`;
}

function htmlOf(text: string): string {
  const safe = text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<p>${safe}</p>`;
}

/** A time, whole days, or nothing yet; the hours at which clocks change are likely. */
function oddSchedule(random: Random): EventItem['schedule'] {
  const timeZone = random.pick(ZONES);
  const precision = random.weighted(
    ['TIME', 'DATE', 'TBA'] as const,
    (each) => ({ TIME: 6, DATE: 3, TBA: 1 })[each],
  );
  const day = (offset: number) => new Date(Date.UTC(2023, 0, 1 + offset)).toISOString().slice(0, 10);
  const first = random.integer(0, 1_500);
  if (precision === 'TBA') return { precision, timeZone };
  if (precision === 'DATE') {
    const last = random.chance(0.5) ? { endDate: day(first + random.integer(0, 20)) } : {};
    return { precision, startDate: day(first), timeZone, ...last };
  }
  const changes = [Date.UTC(2024, 9, 27, 0), Date.UTC(2024, 2, 31, 0), Date.UTC(2024, 10, 3, 5)];
  const begin = random.chance(0.2)
    ? random.pick(changes) + random.integer(0, 16) * 900_000
    : Date.UTC(2023, 0, 1 + first) + random.integer(0, 95) * 900_000;
  const start = wallTime(begin, timeZone);
  const length = random.integer(0, 200) * 900_000;
  return {
    precision,
    start,
    startDate: start.slice(0, 10),
    timeZone,
    ...(random.chance(0.8) ? { end: wallTime(begin + length, timeZone) } : {}),
  };
}

const clocks = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }),
  ]),
);

/** RFC 3339 with the offset of a zone. */
function wallTime(instant: number, timeZone: string): string {
  const parts = clocks.get(timeZone)?.format(instant) ?? '';
  const offset = (Date.parse(`${parts.replace(' ', 'T')}Z`) - instant) / 60_000;
  const clock = new Date(Math.abs(offset) * 60_000).toISOString().slice(11, 16);
  return `${parts.replace(' ', 'T')}${offset < 0 ? '-' : '+'}${clock}`;
}

/** What is to be read of a text in one line: no controls, nothing that turns directions, no space around it. */
export function oneLine(text: string): string {
  let line = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const isBreak = code < 0x20 || (code > 0x7e && code < 0xa0) || code === 0x2028 || code === 0x2029;
    const isUnwanted =
      code === 0xfffe ||
      code === 0xffff ||
      [0x61c, 0x200e, 0x200f].includes(code) ||
      (code >= 0x202a && code <= 0x202e) ||
      (code >= 0x2066 && code <= 0x2069);
    if (isBreak) line = line.endsWith('\u0000') ? line : `${line}\u0000`;
    else if (!isUnwanted) line += character;
  }
  return line.replaceAll('\u0000', ' ').trim();
}

/** What is to be read where a text stands in several lines. */
export function manyLines(text: string): string {
  return text
    .split(/\r\n|[\r\n\u0085\u2028\u2029]/)
    .map((line) =>
      [...line]
        .filter((character) => character === '\t' || !/[\p{Cc}\ufffe\uffff]/u.test(character))
        .join(''),
    )
    .join('\n');
}
