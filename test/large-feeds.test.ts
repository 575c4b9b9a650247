import { createHash } from 'node:crypto';
import { readdirSync, readlinkSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { parseJsonFeed, parseRssFeed } from 'feedsmith';
import ICAL from 'ical.js';
import { ELAPSED } from '../src/foundation/reading-client.js';
import { Spool } from '../src/http/spool.js';
import {
  startBeside,
  startEmbedded,
  startEmpty,
  startOn,
  type TestApplication,
} from './support/application.js';
import { anEvent, changed, Desk } from './support/builders.js';
import { feedOf } from './support/feeds.js';
import { publishCopies } from './support/many-events.js';

/** More than the first page of a feed; the JSON of all has about four megabytes. */
const COPIES = 1_600;

const NOON = { precision: 'TIME', start: '2024-09-01T12:00:00+08:00', timeZone: 'Asia/Hong_Kong' };
const LONG = 'A sentence about a city that changes with its people. '.repeat(10);
/** The last event of the feed, whose page is read last. */
const last = anEvent({
  schedule: { ...NOON, start: '2001-01-01T12:00:00+08:00' },
  text: { en: { title: 'The last one' } },
});
const copied = anEvent({ schedule: NOON, text: { en: { title: 'Copied', description: LONG } } });

async function fill(app: TestApplication): Promise<Desk> {
  const desk = await Desk.open(app);
  await desk.release(last);
  const [id = ''] = await desk.release(copied);
  await publishCopies(app, id, COPIES);
  return desk;
}

let app: TestApplication;
let desk: Desk;
beforeAll(async () => {
  app = await startEmpty();
  desk = await fill(app);
});
afterAll(() => app.close());

let addresses = 0;
/** A path that nobody has asked for: it has all events, and is in no cache. */
function fresh(extension: string): string {
  addresses += 1;
  return `events.${extension}?locale=en&limit=${10_000 - addresses}`;
}

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${app.url}/feeds/${path}`, { method, headers: { 'x-server-timing': '1', ...headers } });
const statementsOf = ({ headers }: Response) =>
  Number(/(\d+) statements?"/.exec(headers.get('server-timing') ?? '')?.[1]);
const titlesOf = (feed: { readonly items: readonly { readonly title: string }[] }) =>
  feed.items.map(({ title }) => title);

/** Of the files that are deleted as soon as they are open. */
function openSpools(): number {
  return readdirSync('/proc/self/fd').filter((name) => {
    try {
      return /\/scc-[\w-]+ \(deleted\)$/.test(readlinkSync(`/proc/self/fd/${name}`));
    } catch {
      return false;
    }
  }).length;
}

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let left = 600; left > 0; left -= 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('It did not come true.');
}

/** Asks for a feed and reads nothing but its header, until it is told to go on. */
function waiting(path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    httpRequest(`${app.url}/feeds/${path}`, resolve).on('error', reject).end();
  });
}

describe('a large feed', () => {
  test.each(['ics', 'rss', 'atom', 'json', 'jsonld'])(
    'as .%s has the same bytes as one that is made in memory',
    async (extension) => {
      const path = fresh(extension);
      const streamed = await get(path);
      expect(streamed.headers.get('transfer-encoding')).toBe('chunked');
      const text = await streamed.text();

      app.endpoint.cache.invalidateAll();
      const { TMPDIR } = process.env;
      process.env.TMPDIR = '/proc/no-such-folder';
      const whole = await get(path, { 'accept-encoding': 'identity' });
      if (TMPDIR === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = TMPDIR;

      expect(whole.headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
      expect(await whole.text()).toBe(text);
      app.endpoint.cache.invalidateAll();
    },
  );

  test('is read by parsers, with every event once and in order', async () => {
    const { events } = await app.data('{ events(first: 1) { totalCount } }');
    const [ics, rss, json] = await Promise.all(
      ['ics', 'rss', 'json'].map(async (extension) => (await get(fresh(extension))).text()),
    );
    const calendar = new ICAL.Component(ICAL.parse(ics ?? ''));
    const summaries = calendar
      .getAllSubcomponents('vevent')
      .map((event) => String(event.getFirstPropertyValue('summary')));
    const titles = parseJsonFeed(json ?? '').items?.map(({ title }) => title);

    expect(summaries).toHaveLength(events.totalCount);
    expect(new Set(summaries).size).toBe(summaries.length);
    expect(summaries.at(-1)).toBe('The last one');
    expect(titles).toEqual(summaries);
    // News come in the order of their publication.
    const news = parseRssFeed(rss ?? '').items?.map(({ title }) => title);
    expect(news?.toSorted()).toEqual(summaries.toSorted());
  });

  test.each(['gzip', 'br'])('is compressed as %s on the way, and from the cache', async (encoding) => {
    const path = fresh('json');
    const plain = await get(path, { 'accept-encoding': 'identity' });
    const first = await get(path, { 'accept-encoding': encoding });
    const again = await get(path, { 'accept-encoding': encoding });

    expect(first.headers.get('content-encoding')).toBe(encoding);
    const etags = [plain, first, again].map(({ headers }) => headers.get('etag'));
    expect(etags[1]).toBe(etags[2]);
    expect(etags[0]).not.toBe(etags[1]);
    const text = await plain.text();
    expect(await first.text()).toBe(text);
    expect(await again.text()).toBe(text);
    await until(async () => (await get(path, { 'accept-encoding': encoding })).headers.has('content-length'));
  });

  test('is compressed once for all who ask at the same time', async () => {
    const path = fresh('json');
    const { encoded } = Spool.prototype;
    let times = 0;
    Spool.prototype.encoded = function (this: Spool, encoding, encode) {
      return encoded.call(this, encoding, (parts) => {
        times += 1;
        return encode(parts);
      });
    };
    const answers = await Promise.all([get(path), get(path), get(path)]);
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    Spool.prototype.encoded = encoded;

    expect([times, new Set(texts).size]).toEqual([1, 1]);
  });

  test('is charged for what the database worked, and not for what the program did meanwhile', async () => {
    const snapshot = await app.database.openSnapshot();
    // Time in the transaction before a statement is none of it either.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { statements } = app.database;
    const note = statements.note.bind(statements);
    let worked = Number.NaN;
    statements.note = (done) => {
      worked = done.worked;
      note(done);
    };
    const reading = snapshot.read('published', { text: `select '1', ${ELAPSED}` }, []);
    await new Promise((resolve) => setImmediate(resolve));
    for (const until = performance.now() + 300; performance.now() < until; );
    await reading;
    statements.note = note;
    await snapshot.close();

    expect(worked).toBeLessThan(150);
  });

  test('is made once for all who ask at the same time', async () => {
    const path = fresh('json');
    const answers = await Promise.all([get(path), get(path), get(path)]);
    const texts = await Promise.all(answers.map((answer) => answer.text()));

    expect(new Set(texts).size).toBe(1);
    expect(answers.filter((answer) => statementsOf(answer) > 0)).toHaveLength(1);
    const later = await get(path);
    expect([statementsOf(later), await later.text()]).toEqual([0, texts[0]]);
  });

  test('shows one state, whatever is published while it is read', async () => {
    const { database } = app;
    const open = database.openSnapshot;
    let reads = 0;
    database.openSnapshot = async (record) => {
      const snapshot = await open(record);
      const read: typeof snapshot.read = async (...asked) => {
        reads += 1;
        // Its page is the last one, and others follow this statement.
        if (reads === 4) await desk.release(changed(last, { text: { en: { title: 'Renamed meanwhile' } } }));
        return snapshot.read(...asked);
      };
      return { ...snapshot, read };
    };
    const path = fresh('json');
    const before = await get(path);
    const titles = titlesOf((await before.json()) as never);
    database.openSnapshot = open;
    const after = await get(path);

    expect(reads).toBeGreaterThan(4);
    expect(titles.at(-1)).toBe('The last one');
    expect(titlesOf((await after.json()) as never).at(-1)).toBe('Renamed meanwhile');
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    await desk.release(last);
  });
});

test('a large feed is charged what it cost in the end, and not only until it began', async () => {
  const limited = await startOn(app.databaseUrl, { rateLimit: true, trustedProxies: 1 });
  try {
    const ask = (path: string) =>
      fetch(limited.url + path, {
        headers: { 'x-forwarded-for': '192.0.2.1', 'accept-encoding': 'identity' },
      });
    const left = ({ headers }: Response) => Number(/r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
    const feed = await ask(`/feeds/${fresh('json')}`);
    await feed.text();
    // Costs a tenth of a point itself.
    const later = await ask('/feeds/nothing.json');
    expect(left(later)).toBeLessThan(left(feed) - 1);
    expect(later.headers.get('x-ratelimit-cost')).toBe('0.1');
  } finally {
    await limited.close();
  }
});

describe('the validators of a large feed', () => {
  test('answer without a statement, and for a tenth of a point', async () => {
    const path = fresh('ics');
    const whole = await get(path);
    await whole.text();
    // By date from the next second on.
    await until(async () => (await get(path, {}, 'HEAD')).headers.has('last-modified'));
    const { headers } = await get(path, {}, 'HEAD');
    for (const [condition, validator] of [
      ['if-none-match', whole.headers.get('etag')],
      ['if-modified-since', headers.get('last-modified')],
    ] as const) {
      const unchanged = await get(path, { [condition]: validator ?? '' });
      expect([unchanged.status, statementsOf(unchanged)]).toEqual([304, 0]);
    }
  });

  test('are there before the body, and stay after it', async () => {
    const path = fresh('json');
    const head = await get(path, {}, 'HEAD');
    const etag = head.headers.get('etag') ?? '';
    expect([head.status, head.headers.get('content-length')]).toEqual([200, null]);
    const unchanged = await get(path, { 'if-none-match': etag });
    const again = await get(path, {}, 'HEAD');
    const whole = await get(path);

    expect([unchanged.status, statementsOf(unchanged), statementsOf(again)]).toEqual([304, 0, 0]);
    expect([whole.headers.get('etag'), statementsOf(whole) > 0]).toEqual([etag, true]);
    expect(titlesOf((await whole.json()) as never)).toContain('Copy 1');
  });

  test('take a few statements to find out after a publication that changes nothing of it', async () => {
    const path = fresh('json');
    const whole = await get(path);
    await whole.text();
    await desk.release(anEvent({ ref: 'other', schedule: NOON }));
    await desk.unpublish(anEvent({ ref: 'other' }));
    const unchanged = await get(`${path}&to=2024-08-01T00:00:00Z`);
    const etag = unchanged.headers.get('etag') ?? '';
    await unchanged.text();

    app.endpoint.cache.invalidateAll();
    const later = await get(`${path}&to=2024-08-01T00:00:00Z`, { 'if-none-match': etag });
    expect(later.status).toBe(304);
  });

  test('are the same from every process, and follow the last of its events', async () => {
    const beside = await startBeside(app);
    try {
      const path = fresh('json');
      const etags = async () =>
        Promise.all(
          [app, beside].map(async ({ url }) => {
            const answer = await fetch(`${url}/feeds/${path}`);
            await answer.text();
            return answer.headers.get('etag');
          }),
        );
      const before = await etags();
      await desk.release(changed(last, { text: { en: { title: 'The last one', summary: 'New' } } }));
      await until(async () => (await etags())[1] !== before[1]);
      const after = await etags();

      expect(before[0]).toBe(before[1]);
      expect(after[0]).toBe(after[1]);
      expect(after[0]).not.toBe(before[0]);
    } finally {
      await beside.close();
    }
  });
});

describe('a client that does not read', () => {
  test('holds no connection to the database, and gets everything in the end', async () => {
    const { published } = app.database.pools;
    const paths = Array.from({ length: 1 + (published?.options.max ?? 0) }, () => fresh('json'));
    const held: IncomingMessage[] = [];
    for (const path of paths) {
      held.push(await waiting(path));
      await until(() => published !== undefined && published.idleCount === published.totalCount);
    }
    const { events } = await app.data('{ events(first: 1) { nodes { title } } }');
    expect(events.nodes).toHaveLength(1);

    for (const [index, response] of held.entries()) {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const items = JSON.parse(Buffer.concat(chunks).toString()).items;
      expect(items).toEqual((await feedOf(app, paths[index] ?? '')).items);
    }
  });

  test('and goes away leaves nothing behind', async () => {
    app.endpoint.cache.invalidateAll();
    await until(() => openSpools() === 0);
    const { published } = app.database.pools;
    const path = fresh('json');
    const { port } = new URL(app.url);
    for (const encoding of ['identity', 'gzip']) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.write(`GET /feeds/${path} HTTP/1.1\r\nHost: a\r\nAccept-Encoding: ${encoding}\r\n\r\n`);
      await new Promise((resolve) => socket.once('data', resolve));
      socket.destroy();
      await until(() => published !== undefined && published.idleCount === published.totalCount);
    }
    const whole = await get(path, { 'accept-encoding': 'identity' });
    expect(titlesOf((await whole.json()) as never)).toContain('Copy 1');
    // It fits into the cache in memory.
    await until(() => openSpools() === 0);
  });

  test('gets a feed from its file while that does not fit into the cache, and the file goes with it', async () => {
    const small = await startOn(app.databaseUrl, { answerCacheMb: 1 });
    try {
      const ask = () =>
        fetch(`${small.url}/feeds/events.json?locale=en`, {
          headers: { 'accept-encoding': 'identity', 'x-server-timing': '1' },
        });
      await until(async () => {
        await (await ask()).text();
        return openSpools() === 1;
      });
      const again = await ask();
      expect([statementsOf(again), titlesOf((await again.json()) as never).at(-1)]).toEqual([
        0,
        'The last one',
      ]);
      small.endpoint.cache.invalidateAll();
      await until(() => openSpools() === 0);
    } finally {
      await small.close();
    }
  });
});

test('a long list of slugs has every object once, and the hash of its bytes as its ETag', async () => {
  const answers = [await get('../slugs.ndjson?type=event'), await get('../slugs.ndjson?type=event')];
  const [text = '', again] = await Promise.all(answers.map((answer) => answer.text()));
  const ids = text.split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line).id as string)));
  const { events } = await app.data('{ events(first: 1) { totalCount } }');

  expect(text.length).toBeGreaterThan(300_000);
  expect(ids).toEqual([...new Set(ids)].sort());
  expect(ids).toHaveLength(events.totalCount);
  expect(again).toBe(text);
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, 27);
  expect(answers.map(({ headers }) => headers.get('etag'))).toEqual([`"${digest}-gzip"`, `"${digest}-gzip"`]);
});

test('a large feed of the embedded database keeps no writer waiting for its client', async () => {
  const embedded = await startEmbedded();
  try {
    const own = await fill(embedded);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      httpRequest(`${embedded.url}/feeds/events.json?locale=en`, resolve).on('error', reject).end();
    });
    await own.release(changed(last, { text: { en: { title: 'Written meanwhile' } } }));
    expect(titlesOf(await feedOf(embedded, 'events.json?locale=en'))).toContain('Written meanwhile');
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    expect(titlesOf(JSON.parse(Buffer.concat(chunks).toString()))).toContain('The last one');
  } finally {
    await embedded.close();
  }
});
