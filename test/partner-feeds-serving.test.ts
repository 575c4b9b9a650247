import 'reflect-metadata';
import { openApplication } from '../src/app/application.js';
import { readConfig } from '../src/config.js';
import { Role } from '../src/content/contract/access.js';
import { createLogger } from '../src/foundation/logger.js';
import type { PartnerFeeds, SavedFeed } from '../src/partners/partner-feeds.js';
import { startDemo, type TestApplication } from './support/application.js';
import { counting } from './support/counting.js';
import { idOf, Mutations } from './support/mutations.js';
import { TEST_NOW } from './support/prepared.js';

const NOBODY = '00000000-0000-7000-8000-000000000000';
const FETCHES = `query ($id: ID!, $first: Int! = 100) { partnerFeed(id: $id) {
  fetchCount lastFetchedAt lastError { at message }
  fetches(first: $first) { at format status locale userAgent origin error }
} }`;

let app: TestApplication;
let admin: Mutations;
let feeds: PartnerFeeds;
let geolab: string;
const logged: string[] = [];
beforeAll(async () => {
  app = await startDemo({}, createLogger('warn', { write: (line) => logged.push(line) }));
  admin = new Mutations(app, await app.as(Role.ADMIN));
  feeds = app.endpoint.partners.feeds;
  geolab = await idOf(app, 'organisation', 'geolab');
});
beforeEach(() => app.setNow(TEST_NOW));
afterAll(() => app.close());

/** Seconds after the instant that tests happen at. */
const at = (seconds: number) => new Date(Date.parse(TEST_NOW) + seconds * 1_000).toISOString();

async function aFeed(input: object = {}): Promise<string> {
  const given = { name: 'Events', organisation: geolab, ...input };
  return (await admin.done('partnerFeedCreate', given, 'partnerFeed { id }')).partnerFeed.id;
}

async function served(id: string): Promise<SavedFeed> {
  const found = await feeds.find(id);
  if (found.status !== 'found') throw new Error(`The feed is ${found.status}.`);
  return found.feed;
}

async function fetchesOf(id: string, first = 100) {
  await feeds.settled();
  return (await admin.who.data(FETCHES, { id, first })).partnerFeed;
}

describe('serving feeds', () => {
  test('finds one by its id, with all that serving it takes', async () => {
    const filter = { time: 'UPCOMING', organisation: geolab, role: ['ORGANISER'] };
    const id = await aFeed({ filter, limit: 7, locales: ['zh-Hant'], theme: { layout: 'COMPACT' } });

    expect(await feeds.find(id)).toMatchObject({
      status: 'found',
      feed: {
        name: 'Events',
        filter,
        limit: 7,
        locales: ['zh-Hant'],
        defaultLocale: 'zh-Hant',
        theme: { layout: 'COMPACT', appearance: 'AUTO', accentColour: null },
        allowedOrigins: null,
      },
    });
  });

  test.each([
    '',
    'x',
    'partner_feed_x',
    `partner_feed_${NOBODY}`,
    NOBODY,
    `event_${NOBODY}`,
    "partner_feed_' or 1=1",
  ])('finds nothing under "%s"', async (id) => {
    expect(await feeds.find(id)).toEqual({ status: 'missing' });
  });

  test('sees a change and a deletion at once', async () => {
    const id = await aFeed();
    await served(id);

    await admin.done('partnerFeedUpdate', { id, limit: 3, filter: { kind: ['TALK'] } });
    expect(await served(id)).toMatchObject({ limit: 3, filter: { kind: ['TALK'] } });

    await admin.done('partnerFeedDelete', { id });
    expect(await feeds.find(id)).toMatchObject({ status: 'gone', feed: { name: 'Events' } });
  });

  test('sees a change that another instance made within five seconds', async () => {
    let now = new Date(TEST_NOW);
    const settings = { databaseUrl: app.databaseUrl, databasePoolSize: 2, demoContent: false };
    const other = await openApplication(
      { ...readConfig({}), ...settings },
      createLogger('silent'),
      () => now,
    );
    const id = await aFeed();
    const found = () => other.endpoint.partners.feeds.find(id);
    await found();

    await admin.done('partnerFeedDelete', { id });

    expect((await found()).status).toBe('found');
    now = new Date(at(5));
    expect((await found()).status).toBe('gone');
    await other.close();
  });

  test('does not believe after a change what was read before it', async () => {
    const id = await aFeed();
    const client = await app.database.pool.connect();
    await client.query('begin; lock table system.partner_feed in access exclusive mode');

    const early = feeds.find(id);
    await new Promise((resolve) => setTimeout(resolve, 50));
    feeds.forget();
    await client.query('rollback');
    client.release();
    await early;
    const { pool } = app.database;
    await pool.query('update system.partner_feed set "limit" = 9 where id = $1', [
      id.slice('partner_feed_'.length),
    ]);

    expect((await served(id)).limit).toBe(9);
  });

  test('lets pages of the allowed origins read, and what is no page', async () => {
    const open = await served(await aFeed());
    const limited = await served(
      await aFeed({ allowedOrigins: ['https://example.org', 'https://a.example:444'] }),
    );
    const may = (feed: SavedFeed, origin?: string) => feeds.mayBeReadFrom(feed, origin);

    expect([may(open), may(open, 'https://anywhere.example'), may(open, 'null')]).toEqual([true, true, true]);
    for (const origin of [undefined, 'https://example.org', 'https://a.example:444'])
      expect([origin, may(limited, origin)]).toEqual([origin, true]);
    for (const origin of [
      'null',
      'http://example.org',
      'https://www.example.org',
      'https://example.org.evil.example',
    ])
      expect([origin, may(limited, origin)]).toEqual([origin, false]);
  });

  test('knows in which language a feed is read', async () => {
    const any = await served(await aFeed({ defaultLocale: 'zh-Hant' }));
    const limited = await served(await aFeed({ locales: ['zh-Hant', 'zh-Hans'] }));

    expect([feeds.localeOf(any, undefined), feeds.localeOf(any, 'en-GB')]).toEqual(['zh-Hant', 'en']);
    expect([feeds.localeOf(limited, undefined), feeds.localeOf(limited, 'zh-SG')]).toEqual([
      'zh-Hant',
      'zh-Hans',
    ]);
    expect(() => feeds.localeOf(limited, 'en')).toThrow(
      /not available in "en"; use one of: zh-Hant, zh-Hans/,
    );
    expect(() => feeds.localeOf(any, 'fr')).toThrow(/Unknown language "fr"/);
  });

  test('gets the outage of the database, not an unknown feed', async () => {
    const { pool } = app.database;
    const original = pool.connect;
    const error = new Error('timeout exceeded when trying to connect');
    Object.assign(pool, {
      connect: (done?: (error: Error) => void) => (done ? done(error) : Promise.reject(error)),
    });
    const found = feeds.find(`partner_feed_${NOBODY}`);
    await expect(found).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    Object.assign(pool, { connect: original });
  });
});

describe('that a feed was fetched', () => {
  test('is shown to its partner: the last first, with what was wrong', async () => {
    const created = await admin.done(
      'partnerFeedCreate',
      { name: 'Fetched', organisation: geolab, accountName: 'A partner that looks', withKey: true },
      'secret partnerFeed { id }',
    );
    const { id } = created.partnerFeed;
    const feed = await served(id);

    feeds.logFetch(feed, { format: 'ics', status: 200, locale: 'en', userAgent: 'Calendar/1.0' });
    app.setNow(at(60));
    feeds.logFetch(feed, {
      format: 'json',
      status: 400,
      userAgent: 'Mozilla/5.0 of a visitor',
      origin: 'https://example.org',
      error: 'No such language.',
    });
    app.setNow(at(120));
    feeds.logFetch(feed, { format: 'ics', status: 304, locale: 'en', userAgent: 'Calendar/1.0' });
    await feeds.settled();
    const { partnerFeed } = await app.withKey(created.secret).data(FETCHES, { id });

    const calendar = { format: 'ics', locale: 'en', userAgent: 'Calendar/1.0', origin: null, error: null };
    const page = { format: 'json', locale: null, userAgent: null, origin: 'https://example.org' };
    expect(partnerFeed).toEqual({
      fetchCount: 3,
      lastFetchedAt: at(120),
      lastError: { at: at(60), message: 'No such language.' },
      fetches: [
        { ...calendar, at: at(120), status: 304 },
        { ...page, at: at(60), status: 400, error: 'No such language.' },
        { ...calendar, at: at(0), status: 200 },
      ],
    });
  });

  test('is logged in the background some seconds later', async () => {
    const id = await aFeed();
    feeds.logFetch(await served(id), { format: 'rss', status: 200 });

    const read = async () => (await admin.who.data(FETCHES, { id })).partnerFeed.fetchCount;
    for (let tries = 0; tries < 100 && (await read()) === 0; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 100));

    expect(await read()).toBe(1);
  });

  test('is always counted, and the last hundred are stored', async () => {
    const [id, other] = [await aFeed(), await aFeed()];
    const [feed, otherFeed] = [await served(id), await served(other)];
    feeds.logFetch(otherFeed, { format: 'rss', status: 200 });
    for (let count = 1; count <= 250; count += 1) {
      feeds.logFetch(feed, { format: `no. ${count}`, status: 200 });
      if (count % 60 === 0) await feeds.settled();
    }

    const { fetchCount, fetches } = await fetchesOf(id);
    const { rows } = await app.database.pool.query(
      'select count(*)::int from system.feed_fetch where feed_id = $1',
      [id.slice('partner_feed_'.length)],
    );

    expect(fetchCount).toBe(250);
    expect(rows[0].count).toBe(100);
    expect(fetches.map(({ format }: { format: string }) => format)).toEqual(
      Array.from({ length: 100 }, (_, index) => `no. ${250 - index}`),
    );
    expect((await fetchesOf(id, 3)).fetches).toHaveLength(3);
    expect((await fetchesOf(other)).fetches).toHaveLength(1);
  });

  test('is stored in a valid form, whatever was sent', async () => {
    const id = await aFeed();
    feeds.logFetch(await served(id), {
      format: 'ics',
      status: 200,
      userAgent: `a\u0000b\nc\ud800 ${'x'.repeat(1_000)}`,
    });

    const [fetch] = (await fetchesOf(id)).fetches;

    expect(fetch.userAgent).toMatch(/^a b c\ufffd x+$/);
    expect(fetch.userAgent).toHaveLength(200);
  });

  test('is written down of many feeds by two instances at once, and none is lost', async () => {
    const settings = { databaseUrl: app.databaseUrl, databasePoolSize: 2, demoContent: false };
    const clock = () => new Date(TEST_NOW);
    const other = await openApplication({ ...readConfig({}), ...settings }, createLogger('silent'), clock);
    const ids = await Promise.all(Array.from({ length: 8 }, () => aFeed()));
    const all = await Promise.all(ids.map(served));
    const note = { format: 'ics', status: 200 };

    for (let round = 0; round < 5; round += 1) {
      for (const feed of all) feeds.logFetch(feed, note);
      for (const feed of [...all].reverse()) other.endpoint.partners.feeds.logFetch(feed, note);
      await Promise.all([feeds.settled(), other.endpoint.partners.feeds.settled()]);
    }
    await other.close();

    const counts = await Promise.all(ids.map(async (id) => (await fetchesOf(id)).fetchCount));
    expect(counts).toEqual(ids.map(() => 10));
  });

  test('is written down before the program ends', async () => {
    const settings = { databaseUrl: app.databaseUrl, databasePoolSize: 2, demoContent: false };
    const clock = () => new Date(TEST_NOW);
    const other = await openApplication({ ...readConfig({}), ...settings }, createLogger('silent'), clock);
    const id = await aFeed();
    other.endpoint.partners.feeds.logFetch(await served(id), { format: 'ics', status: 200 });
    await other.close();

    expect((await fetchesOf(id)).fetchCount).toBe(1);
  });

  test('fails nobody when it cannot be written down, and is logged', async () => {
    const id = await aFeed();
    const { pool } = app.database;
    await pool.query('alter table system.feed_fetch rename to gone');

    feeds.logFetch(await served(id), {
      format: 'ics',
      status: 200,
      userAgent: 'scc_0123456789012345678901234',
    });
    await feeds.settled();
    await pool.query('alter table system.gone rename to feed_fetch');

    expect(logged.join('')).toContain('Fetches of feeds could not be logged.');
    expect(logged.join('')).not.toContain('scc_0123456789012345678901234');
    expect((await fetchesOf(id)).fetchCount).toBe(0);
  });

  test('is also logged of a deleted feed', async () => {
    const id = await aFeed();
    await admin.done('partnerFeedDelete', { id });
    const found = await feeds.find(id);
    if (found.status === 'gone') feeds.logFetch(found.feed, { format: 'ics', status: 410 });

    expect((await fetchesOf(id)).fetches).toMatchObject([{ status: 410 }]);
  });

  test('is read of all feeds of a list in one query', async () => {
    const { result, statements } = await counting(() =>
      admin.who.data('{ partnerFeeds(first: 100) { nodes { id fetches(first: 1) { format } } } }'),
    );
    const { partnerFeeds } = result;

    expect(statements).toHaveLength(2);
    expect(partnerFeeds.nodes.length).toBeGreaterThan(5);
    for (const { fetches } of partnerFeeds.nodes) expect(fetches.length).toBeLessThanOrEqual(1);
  });

  test.each([0, 101])('is not shown %i at a time', async (first) => {
    const id = await aFeed();
    const { errors } = await admin.who.ask(FETCHES, { id, first });

    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT' });
  });
});
