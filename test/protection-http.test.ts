import 'reflect-metadata';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { waitingForLocks } from './support/lock-waits.js';

const QUERY = '{ events { totalCount } }';
const JSON_TYPE = { 'content-type': 'application/json' };

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo({ answerCacheMb: 0, databasePoolSize: 10 });
});
afterAll(() => app.close());

/** What the server answers to bytes that no client library would send, until it closes the connection. */
async function exchange(text: string): Promise<string> {
  const { port } = app.http.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  // Closing while something is on the way is an error for whoever sent it.
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

async function refusalOf(init: RequestInit, path = ''): Promise<unknown[]> {
  const response = await fetch(`${app.url}/graphql${path}`, init);
  const text = await response.text();
  expect(text).not.toMatch(/node_modules|at \w+ \(/);
  return [response.status, JSON.parse(text).errors[0].extensions.code];
}

describe('ambiguous requests', () => {
  const head = 'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
  const smuggled = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';

  test.each([
    [
      'a length and chunks',
      `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    [
      'chunks and a length',
      `${head}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    ['two lengths', `${head}Content-Length: 0\r\nContent-Length: 4\r\n\r\n${smuggled}`],
    ['a length that is no number', `${head}Content-Length: +4\r\n\r\n${smuggled}`],
    ['an encoding that is unknown', `${head}Transfer-Encoding: xchunked\r\n\r\n${smuggled}`],
    [
      'an encoding after the chunks',
      `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    ['a name with a space', `${head}Content-Length : 4\r\n\r\n${smuggled}`],
    ['a line that is folded', `${head}X: a\r\n b\r\n\r\n${smuggled}`],
    ['lines without a return', `POST /graphql HTTP/1.1\nHost: a\nContent-Length: 0\n\n${smuggled}`],
    ['a chunk of no length', `${head}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n${smuggled}`],
  ])('is refused, and what follows gets no response: %s', async (_what, text) => {
    const answer = await exchange(text);

    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });
});

describe('a body', () => {
  const small = JSON.stringify({ query: QUERY });

  test('of 10 MB is refused, with a response to clients that are still sending', async () => {
    const body = 'x'.repeat(10_000_000);
    const refusals = await Promise.all(
      Array.from({ length: 5 }, () => refusalOf({ method: 'POST', headers: JSON_TYPE, body })),
    );

    expect(refusals).toEqual(refusals.map(() => [413, 'BODY_TOO_LARGE']));
  });

  test.each<[string, number, string, BodyInit, Record<string, string>]>([
    [
      'that would inflate',
      415,
      'UNSUPPORTED_ENCODING',
      gzipSync('x'.repeat(10_000_000)),
      { 'content-encoding': 'gzip' },
    ],
    ['in an encoding nobody knows', 415, 'UNSUPPORTED_ENCODING', small, { 'content-encoding': 'frob' }],
    [
      'that is a form',
      400,
      'BAD_REQUEST',
      `query=${QUERY}`,
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
    ['that is plain text', 400, 'BAD_REQUEST', small, { 'content-type': 'text/plain' }],
    [
      'that is a form with parts',
      400,
      'BAD_REQUEST',
      `--a\r\n\r\n${small}\r\n--a--`,
      { 'content-type': 'multipart/form-data; boundary=a' },
    ],
    ['that is not UTF-8', 400, 'BAD_REQUEST', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), {}],
    ['that begins with a mark of its order of bytes', 400, 'BAD_REQUEST', `\ufeff${small}`, {}],
  ])('%s is refused', async (_what, status, code, body, headers) => {
    expect(await refusalOf({ method: 'POST', headers: { ...JSON_TYPE, ...headers }, body })).toEqual([
      status,
      code,
    ]);
  });
});

describe('a method', () => {
  test('that must not change anything does not', async () => {
    const response = await fetch(
      `${app.url}/graphql?query=${encodeURIComponent('mutation { __typename }')}`,
      {
        headers: { 'apollo-require-preflight': '1' },
      },
    );

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  test.each(['PUT', 'PATCH', 'DELETE'])('that is not there is refused: %s', async (method) => {
    const response = await fetch(`${app.url}/graphql`, { method, headers: JSON_TYPE });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, POST');
  });
});

describe('text that makes readers of text slow', () => {
  const long = 100_000;

  test.each<[string, string, object]>([
    ['a slug', 'query ($s: String) { event(slug: $s) { id } }', { s: `${'-'.repeat(long)}!` }],
    ['a cursor', 'query ($s: String) { events(after: $s) { nodes { id } } }', { s: '='.repeat(long) }],
    [
      'a cursor in a cursor',
      'query ($s: String) { events(after: $s) { nodes { id } } }',
      { s: Buffer.from('['.repeat(long / 2)).toString('base64url') },
    ],
    ['an id', 'query ($s: ID!) { node(id: $s) { id } }', { s: `event_${'-'.repeat(long)}` }],
    [
      'a language',
      'query ($s: Locale) { events(locale: $s) { totalCount } }',
      { s: `fr-x-${'aa-'.repeat(long / 3)}aa` },
    ],
    [
      'a language of Chinese',
      'query ($s: Locale) { events(locale: $s) { totalCount } }',
      { s: `zh-x-${'aa-'.repeat(long / 3)}aa` },
    ],
    [
      'an instant',
      'query ($s: DateTime) { events(filter: { from: $s }) { totalCount } }',
      { s: `2024-01-01T${'0'.repeat(long)}` },
    ],
    [
      'words to search',
      'query ($s: String!) { search(query: $s) { totalCount } }',
      { s: 'a '.repeat(long / 2) },
    ],
    [
      'words to search in Chinese',
      'query ($s: String!) { search(query: $s) { totalCount } }',
      { s: '城'.repeat(long / 3) },
    ],
  ])('gets a response like any other: %s', async (_what, query, variables) => {
    const { response } = await app.ask(query, variables);

    expect([200, 400]).toContain(response.status);
  });

  test.each<[string, string]>([
    ['accept-language', `fr-x-${'aa-'.repeat(4_500)}aa`],
    ['accept-language', `fr${' '.repeat(14_000)}x`],
    ['accept-language', 'a,'.repeat(7_000)],
    ['accept', `application/json${' '.repeat(14_000)}x`],
    ['accept', 'a/b;q=0.1,'.repeat(1_400)],
    ['accept-encoding', `gzip${' '.repeat(14_000)}x`],
    ['authorization', `Bearer ${' '.repeat(14_000)}!`],
    ['if-none-match', '"'.repeat(14_000)],
    ['x-forwarded-for', `${'1'.repeat(14_000)}:`],
  ])('gets a response like any other, also in the header %s', async (name, value) => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => app.ask(QUERY, {}, { [name]: value })),
    );

    for (const { response } of answers) expect([200, 400, 401, 406]).toContain(response.status);
  });
});

describe('a client that takes its time', () => {
  const original = () => ({
    headersTimeout: app.http.headersTimeout,
    requestTimeout: app.http.requestTimeout,
  });

  test('is given ten seconds for its headers and thirty for its body', () => {
    expect(original()).toEqual({ headersTimeout: 10_000, requestTimeout: 30_000 });
  });

  test.each([
    ['says nothing', ''],
    ['never comes to the end of its headers', 'GET /graphql HTTP/1.1\r\nHost: a\r\nX: '],
    [
      'never comes to the end of its body',
      'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    ],
  ])('and %s is sent away', async (_what, text) => {
    const usual = original();
    Object.assign(app.http, { headersTimeout: 100, requestTimeout: 100 });
    const answer = await exchange(text);
    Object.assign(app.http, usual);

    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect((await app.ask(QUERY)).errors).toBeUndefined();
  });
});

describe('what takes too long', () => {
  let client: pg.Client;
  beforeEach(async () => {
    client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
  });
  afterEach(() => client.end());

  test('is not waited for, unless it is a change', async () => {
    const admin = await app.as(Role.ADMIN);
    const { operationTime } = app.endpoint;
    Object.assign(app.endpoint, { operationTime: 1 });
    const query = await admin.ask('{ auditLog { totalCount } }');
    const mutation = await admin.ask(
      'mutation { venueCreate(input: { translations: [{ locale: "en", name: "A slow one" }] }) { userErrors { code } venue { name } } }',
    );
    Object.assign(app.endpoint, { operationTime });

    expect(operationTime).toBe(5_000);
    expect([query.response.status, query.errors?.[0]?.extensions?.code]).toEqual([503, 'TIMEOUT']);
    expect(query.response.headers.get('retry-after')).toBe('1');
    expect([mutation.errors, mutation.data]).toEqual([
      undefined,
      { venueCreate: { venue: { name: 'A slow one' }, userErrors: [] } },
    ]);
  });

  test.each([
    ['a search for personal data', '{ personalData(terms: ["Quux"]) { rows } }'],
    ['a plan', 'query Plan($ids: [ID!]!) { publishPlan(ids: $ids) { isReady } }'],
  ])('is stopped in the database, too: %s', async (_what, query) => {
    const admin = await app.as(Role.ADMIN);
    const { articles } = await admin.data('{ articles(first: 1, stage: DRAFT) { nodes { id } } }');
    const ask = () => admin.ask(query, { ids: articles.nodes.map(({ id }: { id: string }) => id) });
    const { operationTime, longOperationTime } = app.endpoint;
    await client.query('begin; lock table draft.article in access exclusive mode');
    Object.assign(app.endpoint, { operationTime: 1, longOperationTime: 1_500 });
    const asked = ask();
    const waiting: number[] = [];
    while (waiting.length === 0) {
      await client.query('select pg_stat_clear_snapshot()');
      const { rows } = await client.query(
        "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      waiting.push(...rows.map(({ pid }) => pid));
    }
    const refused = await asked;
    Object.assign(app.endpoint, { operationTime, longOperationTime });
    const count = async () => {
      await sleep(20);
      await client.query('select pg_stat_clear_snapshot()');
      return (await client.query('select from pg_stat_activity where pid = any($1)', [waiting])).rowCount;
    };
    for (let left = 100; left > 0 && (await count()) !== 0; ) left -= 1;

    expect(longOperationTime).toBe(30_000);
    expect([refused.response.status, refused.errors?.[0]?.extensions?.code]).toEqual([503, 'TIMEOUT']);
    expect(refused.errors?.[0]?.message).toMatch(/took more than 1\.5 s, and was stopped/);
    expect([await count(), await waitingForLocks(client)]).toEqual([0, 0]);
    await client.query('rollback');
    expect((await ask()).errors).toBeUndefined();
  });

  test('gets its answer if it is a change, though connections may not be idle for so long', async () => {
    const editor = await app.as(Role.EDITOR);
    await client.query('begin; lock table draft.venue in access exclusive mode');
    const { timeout } = app.http;
    app.http.timeout = 200;
    const asked = editor
      .ask(
        'mutation { venueCreate(input: { translations: [{ locale: "en", name: "Patient" }] }) { userErrors { code } } }',
      )
      .catch((error: Error) => ({ data: error.cause }));
    while ((await waitingForLocks(client)) === 0) await sleep(20);
    await sleep(1_000);
    await client.query('rollback');
    app.http.timeout = timeout;

    expect((await asked).data).toEqual({ venueCreate: { userErrors: [] } });
  });

  test('is a change that waits for another one, which can be tried again', async () => {
    const editor = await app.as(Role.EDITOR);
    await client.query('begin; lock table draft.venue in access exclusive mode');

    // Somebody who is more patient than a change, which begins anew for ten seconds, and does not get it either.
    const patient = new pg.Client({ connectionString: app.databaseUrl, options: '-c lock_timeout=20s' });
    await patient.connect();
    const stillWaiting = patient.query('begin; lock table draft.venue').catch(() => 'gave up');
    const asked = editor.ask(
      'mutation { venueDelete(input: { id: "venue_00000000-0000-7000-8000-000000000000", expectedVersion: 1 }) { userErrors { code } } }',
    );
    const first = await Promise.race([asked, stillWaiting]);
    const refused = await asked;
    await client.query('rollback');
    await patient.end();

    expect(first).toBe(refused);
    expect([refused.response.status, refused.errors?.[0]?.extensions?.code]).toEqual([503, 'UNAVAILABLE']);
    expect(refused.response.headers.get('retry-after')).toBe('1');
  });

  test('does not take everything else with it: alive, not ready, refusing, and well again at once', async () => {
    const asleep = "datname = current_database() and wait_event = 'PgSleep'";
    await client.query(`
      alter table published.event rename to event_kept;
      create view published.event as select * from published.event_kept where pg_sleep(60) is null;
      grant select on published.event to public;
    `);
    const holding = Array.from({ length: 10 }, () => app.ask(QUERY));
    for (let count = 0; count < 10; )
      count = (await client.query(`select from pg_stat_activity where ${asleep}`)).rowCount ?? 0;

    const waiting = Array.from({ length: 100 }, () => app.ask(QUERY));
    const [alive, ready] = await Promise.all([fetch(`${app.url}/healthz`), fetch(`${app.url}/readyz`)]);
    const refused = await Promise.all(waiting);
    await client.query(`select pg_cancel_backend(pid) from pg_stat_activity where ${asleep}`);
    const stopped = await Promise.all(holding);
    await client.query('drop view published.event; alter table published.event_kept rename to event');

    expect([alive.status, ready.status]).toEqual([200, 503]);
    for (const { response, errors } of [...refused, ...stopped]) {
      expect(response.status).toBe(503);
      // Stopped by the database, or by the limit on the whole operation, whichever comes first.
      expect(['UNAVAILABLE', 'TIMEOUT']).toContain(errors?.[0]?.extensions?.code);
      expect(response.headers.get('retry-after')).toBe('1');
    }
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
    expect((await app.ask(QUERY)).errors).toBeUndefined();
    const { rows } = await client.query(
      "select count(*)::int from pg_stat_activity where datname = current_database() and application_name <> 'pg-boss'",
    );
    expect(rows[0].count).toBeLessThanOrEqual(31);
  });
});
