import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import jsonld from 'jsonld';
import type { EventItem, Item } from '../src/feeds/feed-item.js';
import { writeJsonFeed } from '../src/feeds/formats/json-feed.js';
import { writeJsonLd } from '../src/feeds/formats/json-ld.js';
import {
  aHead,
  anArticle,
  anEvent,
  english,
  manyLines,
  oddEvents,
  oneLine,
  openAt,
  organiser,
  sponsor,
  uuidOf,
  written,
} from './support/feed-items.js';
import { ROOT } from './support/root.js';

/** JSON Feed 1.1. The package has no types. */
const SCHEMA = new URL('node_modules/jsonfeed-schema/schema-v1.1.json', ROOT);

const events = oddEvents(1_000, 4);

const full = anEvent({
  lifecycle: 'RESCHEDULED',
  state: 'RESCHEDULED',
  stateLabel: 'Rescheduled',
  previous: { start: '2024-05-24T16:00:00+08:00', startDate: '2024-05-24' },
  summary: { text: 'A day about mobility.', language: 'en' },
  body: { html: '<p>來</p>', text: '來', language: 'zh-Hant' },
  disclaimers: [{ text: 'Any opinions are theirs.', language: 'en' }],
  attendanceMode: 'HYBRID',
  venue: {
    name: english('Hall 5'),
    room: english('Room A'),
    address: english('1 Expo Drive'),
    mapUrl: 'https://maps.example/',
  },
  onlineUrl: 'https://meet.example/1',
  organisations: [
    organiser('SCC', 'https://scc.example/'),
    { role: 'SUPPORTING', label: 'Supporting organisation', name: english('HKCS') },
  ],
  people: [{ role: 'SPEAKER', label: 'Speaker', name: english('Dr Chan') }],
  sponsors: [
    sponsor('FUNDED', 'Funded by', 'ITF'),
    sponsor('SPONSORED', 'Sponsored by', 'Acme', 'https://acme.example/'),
    sponsor('SUPPORTED', 'Supported by', 'HKPC'),
  ],
  admission: { type: 'FREE' },
  registration: { ...openAt('https://register.example/'), deadline: '2024-05-30T23:59:00+08:00' },
  categories: ['Mobility'],
  spokenLanguages: ['yue', 'en'],
  series: { id: `event_series_${uuidOf(9)}`, title: 'Talks', session: 2 },
  parentId: `event_${uuidOf(8)}`,
});

describe('JSON Feed', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const isJsonFeed = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));
  const feedOf = async (...items: Item[]) => JSON.parse(await written(writeJsonFeed, items));

  test('of a thousand odd events follows the schema, and has their texts as they were', async () => {
    const feed = JSON.parse(await written(writeJsonFeed, events));

    isJsonFeed(feed);
    expect(isJsonFeed.errors).toBeNull();
    expect(feed.items.map(({ id }: { id: string }) => id)).toEqual(events.map(({ id }) => id));
    for (const [index, event] of events.entries()) {
      const { title, content_text, _scc } = feed.items[index];
      expect(title).toBe(oneLine(event.title.text));
      expect(content_text).toContain(manyLines(event.body?.text ?? '').trim());
      expect(_scc.disclaimers).toEqual(
        event.disclaimers.map(({ text, language }) => ({ text: manyLines(text), language })),
      );
    }
  });

  test('without items follows the schema, too', async () => {
    const feed = await feedOf();

    expect(isJsonFeed(feed)).toBe(true);
    expect(feed).toEqual({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'SCC events',
      home_page_url: 'https://scc.example/',
      feed_url: 'https://scc.example/feeds/events.ics?locale=en',
      description: 'What is on.',
      language: 'en',
      items: [],
      _scc: { about: 'https://scc.example/' },
    });
  });

  test('has an event as data in its extension', async () => {
    const [item] = (await feedOf(full)).items;

    expect(item).toMatchObject({
      id: full.id,
      url: 'https://scc.example/events/smart-city-forum',
      title: 'Rescheduled: Smart City Forum',
      language: 'en',
      summary: 'A day about mobility.',
      date_published: '2024-05-01T02:03:04.000Z',
      date_modified: '2024-05-02T03:04:05.678Z',
      authors: [{ name: 'SCC', url: 'https://scc.example/' }],
      tags: ['Forum', 'Mobility'],
    });
    expect(item.content_html).toContain('<div lang="zh-Hant">\n<p>來</p>\n</div>\n<p lang="en">Any opinions');
    expect(item.content_text).toMatch(
      /^A day about mobility\.\n\n來\n\nStatus: Rescheduled\nTime: .*\n\nAny opinions are theirs\.$/s,
    );
    expect(item._scc).toEqual({
      about: 'https://scc.example/',
      kind: 'Event',
      kindLabel: 'Forum',
      title: 'Smart City Forum',
      lifecycle: 'RESCHEDULED',
      state: 'RESCHEDULED',
      stateLabel: 'Rescheduled',
      isWithdrawn: false,
      schedule: full.schedule,
      previous: full.previous,
      attendanceMode: 'HYBRID',
      venue: {
        name: 'Hall 5',
        room: 'Room A',
        address: '1 Expo Drive',
        language: 'en',
        mapUrl: 'https://maps.example/',
      },
      onlineUrl: 'https://meet.example/1',
      organisations: [
        { role: 'ORGANISER', label: 'Organiser', name: 'SCC', language: 'en', url: 'https://scc.example/' },
        { role: 'SUPPORTING', label: 'Supporting organisation', name: 'HKCS', language: 'en' },
      ],
      people: [{ role: 'SPEAKER', label: 'Speaker', name: 'Dr Chan', language: 'en' }],
      organisers: [{ name: 'SCC', url: 'https://scc.example/' }],
      performers: [{ name: 'Dr Chan' }],
      sponsors: [
        { role: 'FUNDED', type: 'FUNDED', label: 'Funded by', name: 'ITF', language: 'en' },
        {
          role: 'SPONSORED',
          type: 'SPONSORED',
          label: 'Sponsored by',
          name: 'Acme',
          language: 'en',
          url: 'https://acme.example/',
        },
        { role: 'SUPPORTED', type: 'SUPPORTED', label: 'Supported by', name: 'HKPC', language: 'en' },
      ],
      admission: { type: 'FREE' },
      registration: full.registration,
      registrationUrl: 'https://register.example/',
      categories: ['Mobility'],
      spokenLanguages: ['yue', 'en'],
      series: full.series,
      parentId: full.parentId,
      facts: [
        { subject: 'status', label: 'Status', values: [{ text: 'Rescheduled' }] },
        {
          subject: 'time',
          label: 'Time',
          values: [{ text: 'Friday, 31 May 2024, 4:00–6:00 pm' }],
        },
        {
          subject: 'previous',
          label: 'Originally',
          values: [{ text: 'Friday, 24 May 2024, 4:00 pm' }],
        },
        {
          subject: 'deadline',
          label: 'Register by',
          values: [{ text: 'Thursday, 30 May 2024, 11:59 pm' }],
        },
        {
          subject: 'place',
          label: 'Venue',
          values: [{ text: 'Hall 5, Room A, 1 Expo Drive', language: 'en', url: 'https://maps.example/' }],
        },
        {
          subject: 'online',
          label: 'Online',
          values: [{ text: 'https://meet.example/1', url: 'https://meet.example/1' }],
        },
        {
          subject: 'organisations',
          label: 'Organiser',
          values: [{ text: 'SCC', language: 'en', url: 'https://scc.example/' }],
        },
        {
          subject: 'organisations',
          label: 'Supporting organisation',
          values: [{ text: 'HKCS', language: 'en' }],
        },
        { subject: 'people', label: 'Speaker', values: [{ text: 'Dr Chan', language: 'en' }] },
        { subject: 'sponsors', label: 'Funded by', values: [{ text: 'ITF', language: 'en' }] },
        {
          subject: 'sponsors',
          label: 'Sponsored by',
          values: [{ text: 'Acme', language: 'en', url: 'https://acme.example/' }],
        },
        { subject: 'sponsors', label: 'Supported by', values: [{ text: 'HKPC', language: 'en' }] },
        { subject: 'admission', label: 'Admission', values: [{ text: 'Free' }] },
        { subject: 'spoken', label: 'Language', values: [{ text: 'Cantonese' }, { text: 'English' }] },
        {
          subject: 'registration',
          label: 'Registration',
          values: [{ text: 'https://register.example/', url: 'https://register.example/' }],
        },
      ],
      disclaimers: full.disclaimers,
      titleLanguage: 'en',
      summaryLanguage: 'en',
      bodyLanguage: 'zh-Hant',
    });
  });

  test('lists withdrawn events beside the items, wherever they came', async () => {
    const gone = (index: number) => anEvent({ id: `event_${uuidOf(index)}`, isWithdrawn: true });

    const feed = await feedOf(gone(1), anEvent(), gone(2));

    expect(isJsonFeed(feed)).toBe(true);
    expect(feed.items).toHaveLength(1);
    expect(feed._scc.withdrawn).toEqual(
      [1, 2].map((index) => ({
        id: `event_${uuidOf(index)}`,
        title: 'Smart City Forum',
        updatedAt: '2024-05-02T03:04:05.678Z',
      })),
    );
  });

  test('has articles with their authors', async () => {
    const feed = await feedOf(anArticle());

    expect(isJsonFeed(feed)).toBe(true);
    expect(feed.items[0]).toMatchObject({ authors: [{ name: 'Chan Tai Man' }], _scc: { kind: 'Article' } });
  });
});

/** A node as JSON-LD means it, with words in full and values in lists. */
interface Expanded {
  readonly '@id': string;
  readonly '@type': readonly string[];
  readonly [property: `https:${string}`]: readonly {
    readonly '@value': string;
    readonly '@language'?: string;
  }[];
}

describe('JSON-LD', () => {
  /** The context of schema.org, as far as it is needed. Nothing is fetched. */
  const context = {
    '@vocab': 'https://schema.org/',
    url: { '@type': '@id' },
    hasMap: { '@type': '@id' },
    eventStatus: { '@type': '@id' },
    eventAttendanceMode: { '@type': '@id' },
  };
  const expanded = async (text: string): Promise<Expanded[]> => {
    const documentLoader = async (url: string) => {
      if (url !== 'https://schema.org') throw new Error(`${url} is not to be fetched.`);
      return { contextUrl: undefined, documentUrl: url, document: { '@context': context } };
    };
    return JSON.parse(JSON.stringify(await jsonld.expand(JSON.parse(text), { documentLoader })));
  };
  const eventOf = async (changes: Partial<EventItem>) =>
    JSON.parse(await written(writeJsonLd, [anEvent(changes)]))['@graph'][1];

  test('of a thousand odd events is a graph in which each has its language', async () => {
    const [feed, ...nodes] = await expanded(await written(writeJsonLd, events));

    expect(feed?.['@type']).toEqual(['https://schema.org/DataFeed']);
    expect(nodes.map((node) => node['@id'])).toEqual(events.map(({ uuid }) => `urn:uuid:${uuid}`));
    expect(nodes.map((node) => node['https://schema.org/name'])).toEqual(
      events.map(({ title }) => [
        { '@value': oneLine(title.text), '@language': title.language.toLowerCase() },
      ]),
    );
    for (const [index, { body, summary }] of events.entries()) {
      const text = body ? manyLines(body.text).trim() : oneLine(summary?.text ?? '');
      if (text === '') continue;
      const [description] = nodes[index]?.['https://schema.org/description'] ?? [];
      expect(description?.['@language']).toBe((body ?? summary)?.language.toLowerCase());
      expect(description?.['@value']).toContain(text);
    }
  });

  test('can stand in a page: it never leaves the script element, and JavaScript can read it', async () => {
    const text = await written(writeJsonLd, events);

    expect(text).not.toMatch(/[<>&\u2028\u2029]/);
    expect(text).toContain('\\u003c/script\\u003e');
  });

  test('describes an event in the vocabulary of schema.org', async () => {
    const [, event] = JSON.parse(await written(writeJsonLd, [full]))['@graph'];

    expect(event).toEqual({
      '@context': { '@language': 'en' },
      '@type': 'Event',
      '@id': `urn:uuid:${full.uuid}`,
      identifier: full.id,
      url: 'https://scc.example/events/smart-city-forum',
      name: 'Smart City Forum',
      description: { '@value': '來\n\nAny opinions are theirs.', '@language': 'zh-Hant' },
      startDate: '2024-05-31T16:00:00+08:00',
      endDate: '2024-05-31T18:00:00+08:00',
      eventStatus: 'https://schema.org/EventRescheduled',
      eventAttendanceMode: 'https://schema.org/MixedEventAttendanceMode',
      location: [
        {
          '@type': 'Place',
          name: 'Hall 5, Room A',
          address: '1 Expo Drive',
          hasMap: 'https://maps.example/',
        },
        { '@type': 'VirtualLocation', url: 'https://meet.example/1' },
      ],
      organizer: [{ '@type': 'Organization', name: 'SCC', url: 'https://scc.example/' }],
      performer: [{ '@type': 'Person', name: 'Dr Chan' }],
      funder: [{ '@type': 'Organization', name: 'ITF' }],
      sponsor: [{ '@type': 'Organization', name: 'Acme', url: 'https://acme.example/' }],
      contributor: [
        { '@type': 'Organization', name: 'HKCS' },
        { '@type': 'Organization', name: 'HKPC' },
      ],
      previousStartDate: '2024-05-24T16:00:00+08:00',
      offers: {
        '@type': 'Offer',
        price: '0',
        availability: 'https://schema.org/InStock',
        validThrough: '2024-05-30T23:59:00+08:00',
        url: 'https://register.example/',
      },
      isAccessibleForFree: true,
      inLanguage: ['yue', 'en'],
      keywords: ['Mobility'],
      superEvent: [
        { '@id': `urn:uuid:${uuidOf(8)}` },
        { '@type': 'EventSeries', '@id': `urn:uuid:${uuidOf(9)}`, name: 'Talks' },
      ],
    });
  });

  test.each([
    ['SCHEDULED', 'EventScheduled'],
    ['COMPLETED', 'EventScheduled'],
    ['POSTPONED', 'EventPostponed'],
    ['RESCHEDULED', 'EventRescheduled'],
    ['CANCELLED', 'EventCancelled'],
  ] as const)('has the status: %s is %s', async (state, status) => {
    expect((await eventOf({ state })).eventStatus).toBe(`https://schema.org/${status}`);
  });

  test('has days where only days are known, and nothing where nothing is', async () => {
    const days = await eventOf({
      schedule: { precision: 'DATE', startDate: '2024-05-31', timeZone: 'Asia/Hong_Kong' },
    });
    const none = await eventOf({ schedule: { precision: 'TBA', timeZone: 'Asia/Hong_Kong' } });

    expect(days).toMatchObject({ startDate: '2024-05-31', endDate: '2024-05-31' });
    expect(none).not.toHaveProperty('startDate');
  });

  test('has the price if it is known', async () => {
    const paid = await eventOf({ admission: { type: 'PAID', price: '120.00', currency: 'HKD' } });
    const members = await eventOf({ admission: { type: 'MEMBERS' } });

    expect(paid.offers).toMatchObject({ price: '120.00', priceCurrency: 'HKD' });
    expect(paid.isAccessibleForFree).toBe(false);
    expect(members).not.toHaveProperty('offers');
    expect(members).not.toHaveProperty('isAccessibleForFree');
  });

  test('of an event online has no place but that', async () => {
    const event = await eventOf({ attendanceMode: 'ONLINE', venue: { name: english('Studio') } });

    expect(event.location).toEqual([
      { '@type': 'VirtualLocation', url: 'https://scc.example/events/smart-city-forum' },
    ]);
  });

  test('has neither withdrawn events nor articles', async () => {
    const text = await written(writeJsonLd, [anEvent({ isWithdrawn: true }), anArticle()], aHead());

    expect(JSON.parse(text)['@graph']).toHaveLength(1);
  });
});
