import { Agent, request } from 'node:http';
import { Role } from '../src/content/contract/access.js';
import { createLogger } from '../src/foundation/logger.js';
import { startDemo, type TestApplication } from './support/application.js';
import { type Samples, samplesIn, sumOf } from './support/metrics.js';
import { createDemo } from './support/prepared.js';
import { Programs } from './support/program.js';

let app: TestApplication;
const lines: string[] = [];
beforeAll(async () => {
  const logger = createLogger('debug', { write: (line) => void lines.push(line) });
  app = await startDemo({ jobs: false, slowQueryMs: 0 }, logger);
});
afterAll(() => app.close());

const metricsOf = async (url = app.url, headers: Record<string, string> = {}): Promise<Samples> => {
  const response = await fetch(`${url}/metrics`, { headers });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  return samplesIn(await response.text());
};

describe('what is counted', () => {
  test('of requests have the route and the result', async () => {
    const before = await metricsOf();
    await app.data('{ events { nodes { id } } }');
    await app.ask('{ there is no such field }');
    await (await fetch(`${app.url}/feeds/events.json`)).text();
    await (await fetch(`${app.url}/made/up/path`)).text();
    const after = await metricsOf();

    const more = (labels: Record<string, string>) =>
      sumOf(after, 'scc_http_request_duration_seconds_count', labels) -
      sumOf(before, 'scc_http_request_duration_seconds_count', labels);
    expect(more({ route: 'graphql', status: '2xx' })).toBe(1);
    expect(more({ route: 'graphql', status: '4xx' })).toBe(1);
    expect(more({ route: 'feeds', status: '2xx' })).toBe(1);
    expect(more({ route: 'other', status: '4xx' })).toBe(1);
    expect(more({ route: 'metrics', status: '2xx' })).toBe(1);
  });

  test('of operations have their name, and whether the response was cached', async () => {
    const query = 'query FrontPage { latestIssue { title } }';
    for (let time = 0; time < 3; time += 1) await app.data(query);
    await app.ask('query Failing { event(slug: "x", stage: DRAFT) { title } }');
    await app.ask('query NotValid { nothing }');
    const samples = await metricsOf();

    const count = (operation: string, result: string) =>
      sumOf(samples, 'scc_graphql_operation_duration_seconds_count', { operation, result });
    // Whether answers are kept depends on whether this process hears already what others change.
    expect(count('FrontPage', 'executed') + count('FrontPage', 'cached')).toBe(3);
    expect(count('FrontPage', 'executed')).toBeGreaterThan(0);
    expect(count('Failing', 'failed')).toBe(1);
    expect(sumOf(samples, 'scc_graphql_operation_duration_seconds_count', { operation: 'NotValid' })).toBe(0);
  });

  test('of statements is how many a request took, by pool', async () => {
    const editor = await app.as(Role.EDITOR);
    const before = await metricsOf();
    const { extensions: _cost, ...answer } = await editor.ask(
      '{ a: event(slug: "x") { title } b: events(stage: DRAFT) { totalCount } }',
    );
    expect(answer.data).toBeDefined();
    const after = await metricsOf();

    const more = (name: string, labels: Record<string, string>) =>
      sumOf(after, name, labels) - sumOf(before, name, labels);
    expect(more('scc_sql_statement_duration_seconds_count', { pool: 'published' })).toBe(1);
    expect(more('scc_sql_statement_duration_seconds_count', { pool: 'drafts' })).toBe(1);
    expect(more('scc_http_request_statements_sum', { route: 'graphql' })).toBe(2);
    expect(sumOf(after, 'scc_sql_pool_connections', { pool: 'drafts', state: 'idle' })).toBeGreaterThan(0);
  });

  test('of a mutation are the statements of its transaction', async () => {
    const editor = await app.as(Role.EDITOR);
    const mutation =
      'mutation { eventCreate(input: { kind: TALK, schedule: { precision: TBA }, translations: [{ locale: "en", title: "Counted" }] }) { userErrors { message } } }';
    const { response, ...answer } = await editor.ask(mutation, {}, { 'x-server-timing': '1' });

    expect(answer).toMatchObject({ data: { eventCreate: { userErrors: [] } } });
    expect(
      Number(/desc="(\d+) statements"/.exec(response.headers.get('server-timing') ?? '')?.[1]),
    ).toBeGreaterThan(3);
  });

  test('are jobs, webhooks, refusals and the process itself', async () => {
    const samples = await metricsOf();
    for (const queue of ['publish-schedule', 'deliver-webhook'])
      expect(sumOf(samples, 'scc_jobs_waiting', { queue, state: 'due' })).toBe(0);
    for (const name of [
      'scc_webhook_attempts_total',
      'scc_rate_limit_refusals_total',
      'scc_answer_cache_bytes',
      'nodejs_eventloop_lag_seconds',
      'process_resident_memory_bytes',
    ])
      expect([name, samples.some((sample) => sample.name === name)]).toEqual([name, true]);
  });

  test('of the process are those since its start, not since the first scrape', async () => {
    const used = () => process.cpuUsage().user / 1e6;
    const before = used();
    const seconds = sumOf(await metricsOf(), 'process_cpu_user_seconds_total');

    expect(seconds).toBeGreaterThanOrEqual(before);
    expect(seconds).toBeLessThanOrEqual(used());
  });

  test('of prepared queries are their number and size, which grows with their statements', async () => {
    const query =
      'query Growing($with: Boolean!) { organisations(first: 3) { totalCount nodes { id name @include(if: $with) } } }';
    const sizes: number[][] = [];
    for (const variables of [undefined, { with: true }, { with: false }, { with: true }]) {
      if (variables) await app.data(query, variables);
      const samples = await metricsOf();
      sizes.push(['entries', 'bytes'].map((what) => sumOf(samples, `scc_prepared_queries_${what}`, {})));
    }
    const [before, first, second, again] = sizes as [number[], number[], number[], number[]];

    expect(first[0]).toBe(Number(before[0]) + 1);
    expect(first[1]).toBeGreaterThan(Number(before[1]) + 1_000);
    expect(second[0]).toBe(first[0]);
    expect(second[1]).toBeGreaterThan(Number(first[1]) + 1_000);
    expect(again).toEqual(second);
  });

  test('are a hundred operations by name, however many are made up', async () => {
    for (let number = 0; number < 500; number += 50) {
      const names = Array.from({ length: 50 }, (_, index) => `MadeUp${number + index}`);
      await Promise.all(names.map((name) => app.data(`query ${name} { locales { code } }`)));
    }
    const samples = await metricsOf();

    const counts = samples.filter(({ name }) => name === 'scc_graphql_operation_duration_seconds_count');
    const operations = new Set(counts.map(({ labels }) => labels.operation));
    expect(operations.size).toBeLessThanOrEqual(101);
    expect(
      sumOf(samples, 'scc_graphql_operation_duration_seconds_count', { operation: 'other' }),
    ).toBeGreaterThan(390);
  });
});

describe('metrics are read', () => {
  test.each([
    ['by a program on this machine', {}, 200],
    ['not by whom a proxy asks for', { 'x-forwarded-for': '192.0.2.1' }, 401],
    ['not with a key that is not good', { authorization: 'Bearer scc_made_up' }, 401],
  ])('%s', async (_who, headers: Record<string, string>, status) => {
    const response = await fetch(`${app.url}/metrics`, { headers });
    expect(response.status).toBe(status);
    if (status !== 200) {
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });

  test('behind proxies, also on this machine, with a key that may read drafts', async () => {
    const behind = await startDemo({ trustedProxies: 1, jobs: false });
    try {
      const [reader, partner] = [await behind.as(Role.READER), await behind.as(Role.PARTNER)];
      const statusWith = async (headers: Record<string, string>) =>
        (await fetch(`${behind.url}/metrics`, { headers })).status;
      expect(await statusWith({})).toBe(401);
      expect(await statusWith({ authorization: `Bearer ${partner.secret}` })).toBe(403);
      expect(await statusWith({ authorization: `Bearer ${reader.secret}` })).toBe(200);
    } finally {
      await behind.close();
    }
  });

  test('and not written', async () => {
    const response = await fetch(`${app.url}/metrics`, { method: 'POST', body: '' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('a request', () => {
  test('has an id, its own or the one that it came with', async () => {
    const idOf = async (headers: Record<string, string>) =>
      (await app.ask('{ __typename }', {}, headers)).response.headers.get('x-request-id');
    const [first, second] = [await idOf({}), await idOf({})];

    expect(first).toMatch(/^[\w-]{8,}$/);
    expect(second).not.toBe(first);
    expect(await idOf({ 'x-request-id': 'from-the-proxy:42' })).toBe('from-the-proxy:42');
    for (const odd of ['short', 'with spaces in it', '<script>alert(1)</script>', 'x'.repeat(101)])
      expect(await idOf({ 'x-request-id': odd })).toMatch(/^[0-9a-f]{12}-/);
  });

  test('is found in the log by its id, without the query', async () => {
    const response = await fetch(
      `${app.url}/graphql?query=${encodeURIComponent('{ event(slug: "secret") { id } }')}`,
      {
        headers: { 'x-request-id': 'found-again', 'content-type': 'application/json' },
      },
    );
    await response.text();

    const entries = lines.filter((line) => line.includes('found-again'));
    expect(entries.map((line) => JSON.parse(line))).toMatchObject([
      {
        requestId: 'found-again',
        method: 'GET',
        path: '/graphql',
        status: 200,
        msg: 'Request completed.',
      },
    ]);
    expect(entries.join('')).not.toContain('secret');
  });

  test('reports its timing on request, and to nobody else', async () => {
    const query = '{ issues { nodes { title } } }';
    const asked = await app.ask(query, {}, { 'x-server-timing': '1', origin: 'https://example.org' });
    const again = await app.ask(query);

    expect(asked.response.headers.get('server-timing')).toMatch(
      /^total;dur=[\d.]+, db;dur=[\d.]+;desc="\d statements?", cache;desc=(miss|hit)$/,
    );
    expect(asked.response.headers.get('timing-allow-origin')).toBe('*');
    expect(asked.response.headers.get('access-control-expose-headers')).toContain('Server-Timing');
    expect(again.response.headers.get('server-timing')).toBeNull();
  });
});

test('metrics of several workers are those of all of them', async () => {
  const database = await createDemo();
  const programs = new Programs({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: '2', WORKERS: '2' });
  try {
    const { url, program, ended } = await programs.start();
    const ids = new Set<string>();
    let asked = 0;
    // Each over a connection of its own, until both workers have answered some.
    while (ids.size < 2 || asked < 10) {
      ids.add((await statusAndId(`${url}/graphql?query={__typename}`)).split('-')[0] ?? '');
      asked += 1;
    }
    const samples = await metricsOf(url, { connection: 'close' });

    // Nothing starts without any garbage.
    expect(sumOf(samples, 'nodejs_gc_duration_seconds_count', { kind: 'minor' })).toBeGreaterThan(2);
    expect(sumOf(samples, 'scc_http_request_duration_seconds_count', { route: 'graphql' })).toBe(asked);
    expect(sumOf(samples, 'scc_jobs_waiting', { queue: 'publish-schedule' })).toBe(0);
    program.kill('SIGTERM');
    expect(await ended).toBe(0);
  } finally {
    programs.kill();
    await database.drop();
  }
}, 60_000);

/** The id of a request that is made over a new connection. */
function statusAndId(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, { agent: new Agent({ keepAlive: false }), headers: { 'content-type': 'application/json' } })
      .once('error', reject)
      .once('response', (response) => {
        response.resume().once('end', () => resolve(String(response.headers['x-request-id'])));
      })
      .end();
  });
}
