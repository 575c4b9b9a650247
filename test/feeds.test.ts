import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { startDemo, type TestApplication } from './support/application.js';
import {
  anArticle,
  anEvent,
  anIssue,
  anOrganisation,
  aProgramme,
  aSponsorship,
  changed,
  Desk,
  type Piece,
} from './support/builders.js';
import { feedOf, icalOf } from './support/feeds.js';
import { idOf } from './support/mutations.js';

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startDemo();
  desk = await Desk.open(app);
});
afterAll(() => app.close());

const EVENT_FEEDS = [
  ['ics', 'text/calendar; charset=utf-8'],
  ['rss', 'application/rss+xml; charset=utf-8'],
  ['atom', 'application/atom+xml; charset=utf-8'],
  ['json', 'application/feed+json; charset=utf-8'],
  ['jsonld', 'application/ld+json; charset=utf-8'],
];

/** The `Last-Modified` of a feed, which it has from the next second on. */
async function dated(ask: () => Promise<Response>): Promise<string> {
  for (;;) {
    const date = (await ask()).headers.get('last-modified');
    if (date) return date;
    await sleep(50);
  }
}

describe('a feed that is asked for by date', () => {
  const path = '/feeds/events.json?kind=VISIT';
  const ask = (headers: Record<string, string> = {}) => fetch(`${app.url}${path}`, { headers });
  const visit = (ref: string) => anEvent({ ref, kind: 'VISIT' });

  test.each<[string, (event: Piece) => Promise<unknown>]>([
    ['is withdrawn', (event) => desk.unpublish(event)],
    ['is of another kind', (event) => desk.release(changed(event, { kind: 'TALK' }))],
    ['is published beside it', () => desk.release(visit('visit-beside'))],
  ])('is sent when an event of it %s', async (what, change) => {
    const event = visit(`visit-that-${what.replaceAll(' ', '-')}`);
    await desk.release(event);
    const date = await dated(ask);
    const before = await ask({ 'if-modified-since': date });
    await change(event);

    expect([before.status, (await ask({ 'if-modified-since': date })).status]).toEqual([304, 200]);
  });
});

describe.each(EVENT_FEEDS)('/feeds/events.%s', (extension, mediaType) => {
  const ask = (headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${app.url}/feeds/events.${extension}?locale=zh-HK`, { headers, method });

  test('is served with its type, its language, validators, and to any site', async () => {
    const { status, headers } = await ask();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(mediaType);
    expect(headers.get('content-language')).toBe('zh-Hant');
    expect(headers.get('etag')).toMatch(/^"[\w-]+"$/);
    expect(Date.parse(await dated(ask))).toBeLessThan(Date.now());
    expect(headers.get('cache-control')).toMatch(/^public, max-age=\d+/);
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  test('is not sent again to who has it', async () => {
    const first = await ask();
    const again = await ask({ 'if-none-match': `"other", ${first.headers.get('etag')}` });
    // As a proxy sends it back that has compressed the body.
    const weak = await ask({ 'if-none-match': `W/${first.headers.get('etag')}` });
    const since = await ask({ 'if-modified-since': await dated(ask) });
    const older = await ask({ 'if-modified-since': 'Mon, 01 Jan 2024 00:00:00 GMT' });
    expect([again, weak, since, older].map(({ status }) => status)).toEqual([304, 304, 304, 200]);
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(await again.text()).toBe('');
  });

  test('responds to HEAD as to GET, without the body', async () => {
    await dated(ask);
    const [get, head] = [await ask(), await ask({}, 'HEAD')];
    expect(head.status).toBe(200);
    for (const name of ['content-type', 'etag', 'last-modified', 'content-length'])
      expect([name, head.headers.get(name)]).toEqual([name, get.headers.get(name)]);
    expect(await head.text()).toBe('');
  });

  test('is compressed for who takes that, and has another ETag then', async () => {
    const plain = await ask({ 'accept-encoding': 'identity' });
    const zipped = await ask({ 'accept-encoding': 'gzip' });
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    expect(zipped.headers.get('vary')).toContain('Accept-Encoding');
    expect(zipped.headers.get('etag')).not.toBe(plain.headers.get('etag'));
    expect(await zipped.text()).toBe(await plain.text());
  });
});

test('a feed is really compressed on the way', async () => {
  const { request } = await import('node:http');
  const body = await new Promise<Buffer>((resolve, reject) => {
    request(`${app.url}/feeds/events.json`, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks)));
    })
      .on('error', reject)
      .end();
  });
  expect(JSON.parse(gunzipSync(body).toString('utf8')).items.length).toBeGreaterThan(10);
});

describe('the parameters of a feed mean what the filter of the API means', () => {
  test.each([
    ['', ''],
    ['time=UPCOMING', 'time: UPCOMING'],
    ['time=PAST&kind=SEMINAR,FORUM', 'time: PAST, kind: [SEMINAR, FORUM]'],
    ['kind=SEMINAR&kind=FORUM', 'kind: [SEMINAR, FORUM]'],
    [
      'from=2024-05-01T00:00:00Z&to=2024-06-01T00:00:00Z',
      'from: "2024-05-01T00:00:00Z", to: "2024-06-01T00:00:00Z"',
    ],
    ['organisation={scc}', 'organisation: "{scc}"'],
    [
      'organisation={scc}&role=SUPPORTING,CO_ORGANISER',
      'organisation: "{scc}", role: [SUPPORTING, CO_ORGANISER]',
    ],
    ['hasLocale=zh-Hant', 'hasLocale: "zh-Hant"'],
  ])('?%s', async (query, filter) => {
    const scc = await idOf(app, 'organisation', 'smart-city-consortium');
    const { items } = await feedOf(app, `events.json?${query.replaceAll('{scc}', scc)}`);
    const { events } = await app.data(
      `{ events(first: 100, filter: { ${filter.replaceAll('{scc}', scc)} }) { nodes { id } } }`,
    );
    const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id).sort();
    expect(ids(items)).toEqual(ids(events.nodes));
  });

  test('what is to come begins with the next, everything else with the latest', async () => {
    const starts = async (query: string) => {
      const { items } = await feedOf(app, `events.json?${query}`);
      return items.flatMap((item) => item._scc.schedule.startDate ?? []);
    };
    const [ahead, past] = [await starts('time=UPCOMING'), await starts('time=PAST')];
    expect(ahead).toEqual([...ahead].sort());
    expect(past).toEqual([...past].sort().reverse());
    expect(Math.min(ahead.length, past.length)).toBeGreaterThan(1);
  });

  test('applies a limit, also across pages', async () => {
    expect((await feedOf(app, 'events.json?limit=3')).items).toHaveLength(3);
  });
});

test.each([
  ['events.ics?organization=x', 400, 'Unknown parameter "organization". Supported: locale, limit, time'],
  ['events.ics?kind=PARTY', 400, 'Invalid "kind": Value "PARTY" does not exist in "EventKind" enum.'],
  ['events.ics?locale=fr', 400, 'fr'],
  ['events.ics?from=yesterday', 400, 'Invalid "from"'],
  ['events.ics?limit=0', 400, '"limit" must be a number from 1 to 10000.'],
  ['events.ics?limit=1e3', 400, '"limit" must be'],
  ['events.ics?time=PAST&time=UPCOMING', 400, '"time" is repeated.'],
  ['events.ics?role=HOST', 400, '"role" needs "organisation".'],
  ['events.ics?organisation=abc', 400, 'organisation'],
  [
    'events.ics?organisation=organisation_0190a0a0-0000-7000-8000-000000000000',
    400,
    'There is no organisation with the id',
  ],
  ['events.pdf', 404, 'Unknown feed format. Supported: .ics, .rss, .atom, .json, .jsonld.'],
  ['parties.ics', 404, 'Unknown feed "parties"'],
  ['articles.ics', 404, 'Articles are not available as .ics. Supported: .rss, .atom, .json.'],
  ['events/event_0190a0a0-0000-7000-8000-000000000000.ics', 404, 'There is no such event'],
  ['issues/never.rss', 404, 'There is no such issue.'],
  ['events/%ff.ics', 404, 'Malformed request URL.'],
])('%s is refused with %d and a sentence', async (path, status, sentence) => {
  const response = await fetch(`${app.url}/feeds/${path}`);
  expect(response.status).toBe(status);
  expect(await response.text()).toContain(sentence);
});

test('a feed cannot be written to', async () => {
  const response = await fetch(`${app.url}/feeds/events.ics`, { method: 'POST' });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
});

test('there are feeds of articles, of one issue with all that is in it, and of one event', async () => {
  const articles = await feedOf(app, 'articles.json?locale=en&kind=EVENT_REPORT');
  expect(articles.items.length).toBeGreaterThan(1);
  const issue = await feedOf(app, 'issues/2024-q2.json?locale=en');
  const { issue: read } = await app.data(
    '{ issue(slug: "2024-q2", locale: "en") { articles(first: 100) { nodes { id } } events(first: 100) { nodes { id } } } }',
  );
  const expected = [...read.articles.nodes, ...read.events.nodes].map(({ id }: { id: string }) => id);
  expect(issue.items.map(({ id }) => id).sort()).toEqual(expected.sort());
  const [id = ''] = issue.items.filter((item) => item.id.startsWith('event_')).map((item) => item.id);
  expect((await feedOf(app, `events/${id}.json`)).items.map((item) => item.id)).toEqual([id]);
});

test('without a language in the address it is that of the reader', async () => {
  const response = await fetch(`${app.url}/feeds/events.json`, {
    headers: { 'accept-language': 'zh-TW, en;q=0.5' },
  });
  expect(response.headers.get('content-language')).toBe('zh-Hant');
  expect(response.headers.get('vary')).toContain('Accept-Language');
});

test('fallbacks have their language', async () => {
  const [id] = await desk.release(anEvent({ text: { en: { title: 'English only' } } }));
  const { items } = await feedOf(app, 'events.json?locale=zh-Hant');
  expect(items.find((item) => item.id === id)).toMatchObject({
    title: 'English only',
    _scc: { titleLanguage: 'en' },
  });
});

test('a funded event bears its disclaimer in every format that describes it', async () => {
  for (const [extension] of EVENT_FEEDS) {
    const body = await (await fetch(`${app.url}/feeds/events.${extension}?locale=zh_yue_HK`)).text();
    expect([
      extension,
      body.replaceAll('\r\n ', '').includes('do not reflect the views of the Government'),
    ]).toEqual([extension, true]);
  }
});

test('a report about a funded event bears its disclaimer, and an issue its own, in every format', async () => {
  const wording = (text: string) => ({
    disclaimers: [{ version: 1, locale: 'en', text, effectiveFrom: '2024-01-01' }],
  });
  const [ofEvent, ofIssue] = [
    aProgramme(wording('Not of the fund.')),
    aProgramme(wording('Not of the board.')),
  ];
  const funder = anOrganisation();
  const event = anEvent();
  const report = anArticle({ aboutEvents: [event.ref], text: { en: { title: 'Report' } } });
  const issue = anIssue({ sections: [{ kind: 'REVIEW', items: [{ article: report.ref }] }] });
  await desk.release(funder);
  await desk.write(ofEvent, ofIssue, event, report, issue);
  const paying = (programme: Piece, subject: object) =>
    aSponsorship({ type: 'FUNDED', organisation: funder.ref, programme: programme.ref, ...subject });
  await desk.write(paying(ofEvent, { event: event.ref }), paying(ofIssue, { issue: issue.ref }));
  await desk.publish([event, report, issue], { locales: ['en'] });
  for (const extension of ['rss', 'atom', 'json'] as const) {
    for (const list of ['articles', `issues/${desk.id(issue)}`]) {
      const response = await fetch(`${app.url}/feeds/${list}.${extension}?locale=zh-Hant`);
      const body = await response.text();
      expect([list, extension, body.includes('Not of the fund.')]).toEqual([list, extension, true]);
      expect(body.includes('Not of the board.')).toBe(list !== 'articles');
    }
  }
});

test('who backs an event, and organises it, is named as printed, funders and supporters apart', async () => {
  const [fund, club] = [
    anOrganisation({ text: { en: { name: 'Fund' } } }),
    anOrganisation({ text: { en: { name: 'Club' } } }),
  ];
  await desk.release(fund, club);
  const event = anEvent({ participations: [{ organisation: club.ref, role: 'ORGANISER' }] });
  const [id = ''] = await desk.write(event);
  const backing = { event: event.ref };
  await desk.write(
    aSponsorship({ type: 'SUPPORTED', organisation: club.ref, ...backing }),
    aSponsorship({ type: 'FUNDED', organisation: fund.ref, position: 1, ...backing }),
  );
  await desk.publish(event);
  await desk.release(changed(fund, { text: { en: { name: 'Renamed' } } }));
  await desk.unpublish(club);

  const { items } = await feedOf(app, `events/${id}.json?locale=en`);
  expect(items[0]).toMatchObject({
    content_text: expect.stringContaining('Funded by: Fund\nSupported by: Club'),
    _scc: {
      organisers: [{ name: 'Club' }],
      sponsors: [
        { name: 'Fund', type: 'FUNDED', label: 'Funded by' },
        { name: 'Club', type: 'SUPPORTED', label: 'Supported by' },
      ],
    },
  });
  const chinese = await (await fetch(`${app.url}/feeds/events/${id}.rss?locale=zh-Hant`)).text();
  expect(chinese).toContain('資助');
  expect(chinese).not.toContain('贊助');
});

describe('a subscribed calendar', () => {
  const NOON = { precision: 'TIME', start: '2024-09-01T12:00:00+08:00', end: '2024-09-01T13:00:00+08:00' };

  test('is notified that an event has moved, is cancelled, is withdrawn, and is back', async () => {
    const event = anEvent({ schedule: NOON, text: { en: { title: 'Movable' } } });
    const [id = ''] = await desk.release(event);
    const read = async () => (await icalOf(app, 'events.ics?locale=en')).get(id.slice('event_'.length));
    const first = await read();
    expect(first).toMatchObject({ SUMMARY: 'Movable', STATUS: 'CONFIRMED' });

    app.setNow('2024-06-10T13:00:00+08:00');
    await desk.release(changed(event, { schedule: { ...NOON, end: '2024-09-01T14:00:00+08:00' } }));
    const moved = await read();
    expect(moved?.DTEND).not.toBe(first?.DTEND);

    app.setNow('2024-06-10T14:00:00+08:00');
    await desk.release(changed(event, { lifecycle: 'CANCELLED' }));
    const cancelled = await read();
    expect(cancelled?.STATUS).toBe('CANCELLED');

    app.setNow('2024-06-10T15:00:00+08:00');
    await desk.unpublish(event);
    const gone = await read();
    expect(gone).toMatchObject({ SUMMARY: 'Movable', STATUS: 'CANCELLED', UID: first?.UID });

    app.setNow('2024-06-10T16:00:00+08:00');
    await desk.release(event);
    const back = await read();
    expect(back).toMatchObject({ STATUS: 'CONFIRMED', UID: first?.UID });

    const versions = [first, moved, cancelled, gone, back];
    const sequences = versions.map((version) => Number(version?.SEQUENCE));
    expect(sequences).toEqual([...new Set(sequences)].sort((one, other) => one - other));
    const changes = versions.map((version) => version?.['LAST-MODIFIED']);
    expect(changes).toEqual([...new Set(changes)].sort());
  });

  test('of one organisation has only its own events, also when they are withdrawn', async () => {
    const [organisation] = await desk.release(anOrganisation({ ref: 'theirs' }));
    const their = anEvent({ schedule: NOON, participations: [{ organisation: 'theirs', role: 'HOST' }] });
    const other = anEvent({ schedule: NOON });
    const [id = ''] = await desk.release(their, other);
    await desk.unpublish(their);
    await desk.unpublish(other);
    const calendar = await icalOf(app, `events.ics?organisation=${organisation}`);
    expect([...calendar.keys()]).toEqual([id.slice('event_'.length)]);
  });

  test('reads what has changed since the last request', async () => {
    app.setNow('2024-06-12T12:00:00+08:00');
    const event = anEvent({ schedule: NOON });
    const gone = anEvent({ schedule: NOON });
    const ids = await desk.release(event, gone);
    await desk.unpublish(gone);
    const calendar = await icalOf(app, 'events.ics?changedSince=2024-06-12T03:00:00Z');
    expect([...calendar.keys()].sort()).toEqual(ids.map((id) => id.slice('event_'.length)).sort());
    app.setNow('2024-06-10T12:00:00+08:00');
  });
});
