import 'reflect-metadata';
import { request } from 'node:http';
import { getIntrospectionQuery } from 'graphql';
import pg from 'pg';
import { Role } from '../src/content/contract/access.js';
import { keyedLimits, limits, MAX_COERCION_ERRORS } from '../src/graphql/limits.js';
import { startDemo, type TestApplication } from './support/application.js';

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo({ answerCacheMb: 0 });
});
afterAll(() => app.close());

/** The status and the code of the first error. */
async function refusalOf(query: string, variables: object = {}): Promise<{ status: number; code: unknown }> {
  const { response, errors } = await app.ask(query, variables);
  expect(JSON.stringify(errors)).not.toMatch(/node_modules|src\/|select |published\.|at \w+ \(/i);
  return { status: response.status, code: errors?.[0]?.extensions?.code };
}

describe('bad input', () => {
  const forge = (keys: unknown) => Buffer.from(JSON.stringify(keys)).toString('base64url');
  const uuid = '00000000-0000-7000-8000-000000000000';

  test.each<[string, string, object, string]>([
    ['a locale nobody configured', '{ events(locale: "fr") { totalCount } }', {}, 'INVALID_LOCALE'],
    [
      'a locale nobody configured, for one field',
      '{ events { nodes { title(locale: "fr") } } }',
      {},
      'INVALID_LOCALE',
    ],
    [
      'a locale nobody configured, in a filter',
      '{ events(filter: { hasLocale: "fr" }) { totalCount } }',
      {},
      'INVALID_LOCALE',
    ],
    ['an id of nothing', '{ event(id: "nothing") { id } }', {}, 'INVALID_ID'],
    [
      'an id of another type',
      '{ event(id: "issue_00000000-0000-7000-8000-000000000000") { id } }',
      {},
      'INVALID_ID',
    ],
    ['an id of nothing, for node', '{ node(id: "event_1 or 1=1") { id } }', {}, 'INVALID_ID'],
    ['neither id nor slug', '{ event { id } }', {}, 'INVALID_INPUT'],
    ['a cursor that is none', '{ events(after: "%%%") { totalCount nodes { id } } }', {}, 'INVALID_CURSOR'],
    ...[
      ['Event.asc.beginsAt', '2024-01-01', 'x'],
      ['Event.asc.beginsAt', '2024-02-31', uuid],
      ['Event.asc.beginsAt', '2024-01-01T25:00:00+00:00', uuid],
      ['Event.asc.beginsAt', '0000-01-01', uuid],
      ['Event.asc.beginsAt', uuid],
      ['Event.desc.beginsAt', '2024-01-01', uuid],
      'Event.asc.beginsAt',
    ].map(
      (keys) =>
        [
          'a forged cursor',
          'query ($after: String) { events(after: $after) { nodes { id } } }',
          { after: forge(keys) },
          'INVALID_CURSOR',
        ] satisfies [string, string, object, string],
    ),
    ['a page of 0', '{ events(first: 0) { nodes { id } } }', {}, 'INVALID_INPUT'],
    ['a page of 101', '{ events(first: 101) { nodes { id } } }', {}, 'INVALID_INPUT'],
    [
      'a page of 2^31-1, in a variable',
      'query ($n: Int) { events(first: $n) { totalCount } }',
      { n: 2147483647 },
      'INVALID_INPUT',
    ],
    [
      'a nested page of -1',
      '{ issues { nodes { articles(first: -1) { totalCount } } } }',
      {},
      'INVALID_INPUT',
    ],
    ['U+0000', 'query ($s: String) { event(slug: $s) { id } }', { s: 'a\u0000b' }, 'INVALID_TEXT'],
    [
      'half a surrogate pair',
      'query ($s: String) { event(slug: $s) { id } }',
      { s: '\ud800' },
      'INVALID_TEXT',
    ],
    ['drafts without a key', '{ events(stage: DRAFT) { totalCount } }', {}, 'UNAUTHENTICATED'],
  ])('%s is refused with a code', async (_what, query, variables, code) => {
    const refusal = await refusalOf(query, variables);

    expect(refusal.code).toBe(code);
    expect(refusal.status).toBe(code === 'UNAUTHENTICATED' ? 401 : 400);
  });

  test.each([
    ['a malformed locale', '{ events(locale: "zh_") { totalCount } }', {}],
    ['a year that does not exist', '{ events(filter: { from: "0000-01-01T00:00:00Z" }) { totalCount } }', {}],
    ['a day that does not exist', '{ person(slug: "x") { offices(at: "2024-02-30") { kind } } }', {}],
    [
      'an instant without an offset',
      '{ events(filter: { from: "2024-02-01T00:00:00" }) { totalCount } }',
      {},
    ],
    ['a variable of another type', 'query ($n: Int) { events(first: $n) { totalCount } }', { n: 'many' }],
    ['an order that is SQL', '{ events(orderBy: "title; drop table event") { totalCount } }', {}],
    ['a document that is none', '{ events', {}],
  ])('%s is refused by GraphQL', async (_what, query, variables) => {
    expect((await refusalOf(query, variables)).status).toBe(400);
  });

  test.each(["' or 1=1 --", '%', '_', '\\', "'; drop schema published cascade; --", '$1'])(
    'SQL in a slug is only a slug: %s',
    async (slug) => {
      const query = `query ($slug: String) { ${['issue', 'article', 'event', 'organisation', 'person']
        .map((field) => `${field}(slug: $slug) { id }`)
        .join(' ')} }`;

      expect(Object.values(await app.data(query, { slug }))).toEqual([null, null, null, null, null]);
    },
  );
});

describe('too much at once', () => {
  const bomb = Array.from(
    { length: 30 },
    (_, i) => `fragment f${i} on Event { ...f${i + 1} ...f${i + 1} }`,
  ).join(' ');
  const nested = (depth: number) =>
    `{ events { nodes { ${'parent { '.repeat(depth)} id ${'}'.repeat(depth)} } } }`;
  const aliases = (count: number, field: string) =>
    Array.from({ length: count }, (_, i) => `a${i}: ${field}`).join(' ');
  const names = (count: number, each: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => each(i)).join(' ');
  const twice = (depth: number, field: string): string => {
    const inner = depth === 0 ? 'id' : twice(depth - 1, field);
    return depth === 0 ? inner : `${field} { ${inner} } ${field} { ${inner} }`;
  };
  const inVariable = 'query ($filter: EventFilter) { events(filter: $filter) { totalCount } }';
  const nest = (depth: number): object => (depth === 0 ? {} : { from: nest(depth - 1) });

  test.each<[string, string, object?]>([
    ['depth', nested(limits.depth)],
    ['aliases', `{ ${aliases(limits.aliases + 1, '__typename')} }`],
    ['root fields', `{ ${'latestIssue { id } '.repeat(limits.rootFields + 1)} }`],
    ['directives', `{ latestIssue { ${'id @include(if: true) '.repeat(limits.directives + 1)} } }`],
    ['aliases of introspection', `{ __schema { types { ${aliases(limits.aliases + 1, 'name')} } } }`],
    ['objects', '{ issues(first: 100) { nodes { articles(first: 100) { nodes { id } } } } }'],
    [
      'objects, counted in variables',
      'query ($n: Int = 100) { issues(first: $n) { edges { node { articles(first: $n) { edges { node { id } } } } } } }',
    ],
    [
      'objects that are skipped',
      '{ issues(first: 100) @skip(if: true) { nodes { articles(first: 100) { nodes { id } } } } }',
    ],
    ['exponential fragments', `{ events { nodes { ...f0 } } } ${bomb} fragment f30 on Event { id }`],
    [
      'entries in a list',
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: Array.from({ length: 201 }, () => 'x') },
    ],
    ['entries in a list of the document', `{ nodes(ids: [${'"x" '.repeat(201)}]) { id } }`],
    [
      'fields of an object',
      inVariable,
      { filter: Object.fromEntries(Array.from({ length: 15_000 }, (_, i) => [`a${i}`, 1])) },
    ],
    ['nesting of variables', inVariable, { filter: nest(1_000) }],
    ['characters', `{ latestIssue { id } } #${' '.repeat(limits.source)}`],
    ['tokens', `{ latestIssue { ${'id '.repeat(limits.tokens)} } }`],
    ['aliases, thousands of them', `{ ${aliases(1_500, 'id')} }`],
    ['nesting of 1,000', `${'{ events '.repeat(1_000)}${'}'.repeat(1_000)}`],
    ['nesting of 10,000', '{a'.repeat(9_999)],
    ['lists of 3,000', `{ nodes(ids: ${'['.repeat(3_000)}${']'.repeat(3_000)}) { id } }`],
    ['lists that are short as text', '['.repeat(limits.tokens)],
    ['a field again and again', `{ latestIssue { ${'id '.repeat(200)} } }`],
    ['fields to compare', `{ ${'latestIssue { id } '.repeat(390)} }`],
    ['fields to compare, in fields to compare', `{ events { nodes { ${twice(8, 'parent')} } } }`],
    [
      'fields to compare, in fragments',
      `{ latestIssue { ${names(20, (i) => `...f${i}`)} } } ${names(20, (i) => `fragment f${i} on Issue { ${'title '.repeat(30)} }`)}`,
    ],
    [
      'fields to compare, in fragments that nothing uses',
      `{ latestIssue { id } } fragment f on Issue { ${'title '.repeat(300)} }`,
    ],
    ['names that differ, for one', `{ latestIssue { ${'x: id x: title '.repeat(200)} } }`],
    ['1,000 directives', `{ latestIssue { id ${'@include(if: true) '.repeat(1_000)} } }`],
    [
      'introspection of everything in everything',
      `{ __schema { types { fields { args { type { name } } type { name description ofType { fields { name description args { name description type { name kind } }
        type { name kind ofType { name kind } } } name description } fields { name description args { name description } type { name ofType { name } } } } } } } }`,
    ],
  ])('%s: refused before anything runs, with the numbers', async (_what, query, ...variables) => {
    const { response, errors } = await app.ask(query, variables[0]);

    expect(response.status).toBe(400);
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'QUERY_TOO_COMPLEX',
      limit: { limit: expect.any(Number) },
    });
  });

  test.each([
    [
      'a fragment that contains itself',
      '{ events { nodes { ...f } } } fragment f on Event { parent { ...f } }',
    ],
    [
      '40 fragments of 40 fields',
      `{ latestIssue { ${'...f '.repeat(40)} } } fragment f on Issue { ${Array.from({ length: 40 }, () => `... on Issue { ${'title '.repeat(40)} }`).join(' ')} }`,
    ],
    [
      'introspection in circles',
      `{ __schema { types { ${'fields { type { '.repeat(5)} name ${'} }'.repeat(5)} } } }`,
    ],
    ['several operations and no name', 'query A { latestIssue { id } } query B { latestIssue { id } }'],
  ])('%s: refused while it is read', async (_what, query) => {
    expect((await refusalOf(query)).status).toBe(400);
  });

  test('a variable with many errors is an error of the client, also in an operation that was asked before', async () => {
    const query =
      'query ($ids: [ID!]!, $filter: EventFilter) { nodes(ids: $ids) { id } events(filter: $filter) { totalCount } }';
    const unknown = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`a${i}`, 'x'.repeat(1_000)]));
    for (const before of [
      { ids: [], filter: unknown },
      { ids: [], filter: {} },
    ]) {
      await app.ask(query, before);
      const { response, errors = [] } = await app.ask(query, { ids: [], filter: unknown });

      expect(response.status).toBe(400);
      expect(new Set(errors.map(({ extensions }) => extensions?.code))).toEqual(new Set(['BAD_USER_INPUT']));
      expect(errors[0]?.message).toMatch(/Field "a0" is not defined/);
      expect(errors.length).toBeLessThanOrEqual(MAX_COERCION_ERRORS + 1);
      for (const { message } of errors) expect(message.length).toBeLessThan(1_200);
    }
  });

  test('the cost is that of the page, whether its size is in the document, in a variable, or the default', async () => {
    const costs = await Promise.all(
      [
        app.ask('{ events(first: 20) { nodes { id } } }'),
        app.ask('query ($n: Int) { events(first: $n) { nodes { id } } }', { n: 20 }),
        app.ask('query ($n: Int = 20) { events(first: $n) { nodes { id } } }'),
        app.ask('{ events { nodes { id } } }'),
        app.ask('{ events { nodes @include(if: false) { id } } }'),
      ].map(async (asked) => (await asked).extensions),
    );

    expect(costs).toEqual(costs.map(() => ({ cost: { requested: 21, limit: limits.cost } })));
  });

  test.each([
    ['text that is long', '{ events(first: 10) { nodes { description } } }', 11 + 10 * 5],
    ['cursors', '{ events(first: 10) { edges { cursor } } }', 11 + 10 * 2],
    ['to count a whole table', '{ events { totalCount } }', 1 + 30],
    [
      'to count what belongs to an object',
      '{ issues(first: 10) { nodes { events { totalCount } } } }',
      21 + 10 * 10,
    ],
    ['to search', '{ search(query: "a", first: 10) { nodes { title } } }', 11 + 20],
    ['to count hits', '{ search(query: "a") { totalCount } }', 1 + 20 + 100],
    ['statements', '{ latestIssue { id } b: latestIssue { id } c: latestIssue { id } }', 3 + 2 * 10],
    ['introspection alone', '{ __schema { queryType { name } } }', 1],
  ])('what takes the database longer costs more: %s', async (_what, query, cost) => {
    expect((await app.ask(query)).extensions).toEqual({ cost: { requested: cost, limit: limits.cost } });
  });

  test.each<[string, string]>([
    ['tokens', `{ latestIssue { ${`${'... { '.repeat(6)} id ${'} '.repeat(6)}`.repeat(130)} } }`],
    ['characters', `{ latestIssue { id } } #${' '.repeat(limits.source)}`],
    ['objects', '{ issues(first: 60) { nodes { articles(first: 100) { nodes { id } } } } }'],
  ])(
    'with a key there can be more %s, and without one there cannot, also of the same',
    async (_what, query) => {
      const partner = await app.as(Role.PARTNER);

      expect((await partner.ask(query)).errors).toBeUndefined();
      expect(await refusalOf(query)).toEqual({ status: 400, code: 'QUERY_TOO_COMPLEX' });
    },
  );

  test('with a key there is an end, too', async () => {
    const partner = await app.as(Role.PARTNER);
    const queries = [
      `{ latestIssue { ${'id '.repeat(keyedLimits.tokens)} } }`,
      `{ latestIssue { id } } #${' '.repeat(keyedLimits.source)}`,
      '{ issues(first: 100) { nodes { articles(first: 100) { nodes { aboutEvents { id } } } } } }',
    ];

    for (const query of queries)
      expect((await partner.ask(query)).errors).toMatchObject([
        { extensions: { code: 'QUERY_TOO_COMPLEX' } },
      ]);
  });

  test('what a front end needs is not too much', async () => {
    const parts = names(
      25,
      (i) => `fragment part${i} on Issue { id __typename title articles(first: 2) { nodes { id title } } }`,
    );
    const composed = `{ latestIssue { ${names(25, (i) => `...part${i}`)} } } ${parts}`;
    expect((await app.ask(composed)).errors).toBeUndefined();
    const page = `{ latestIssue { sections { items { content { ... on Article { title body aboutEvents { organisers { name } } }
      ... on Event { title organisers { name } venue { name } sponsorships { organisation { name } } } } } }
      articles(first: 30) { nodes { title credits { person { name } } } } } }`;

    expect((await app.ask(page)).errors).toBeUndefined();
    expect((await app.ask(getIntrospectionQuery())).errors).toBeUndefined();
  });
});

describe('HTTP', () => {
  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) =>
    fetch(`${app.url}/graphql`, { method: 'POST', body, headers });

  test.each([
    ['a body larger than 256 kB', 413, 'x'.repeat(300_000), { 'content-type': 'application/json' }],
    ['a body that is not JSON', 400, '{', { 'content-type': 'application/json' }],
    [
      'a batch',
      400,
      '[{"query":"{ __typename }"},{"query":"{ __typename }"}]',
      { 'content-type': 'application/json' },
    ],
    ['an empty batch', 400, '[]', { 'content-type': 'application/json' }],
    ['a form', 415, 'query={__typename}', { 'content-type': 'application/x-www-form-urlencoded' }],
    [
      'plain text, which any page can send',
      415,
      '{"query":"{ __typename }"}',
      { 'content-type': 'text/plain' },
    ],
    ['a compressed body', 415, 'x', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
  ])('%s is refused', async (_what, status, body, headers) => {
    const response = await post(body, headers as Record<string, string>);

    expect([status, status === 415 ? 400 : status]).toContain(response.status);
    expect(await response.text()).not.toMatch(/node_modules|at \w+ \(/);
  });

  test('GET responds to queries, and only with a header that a foreign page cannot send', async () => {
    const url = `${app.url}/graphql?query=${encodeURIComponent('{ latestIssue { slug } }')}`;

    expect((await fetch(url)).status).toBe(400);
    const response = await fetch(url, { headers: { 'apollo-require-preflight': 'true' } });
    expect(await response.json()).toMatchObject({ data: { latestIssue: { slug: '2024-q2' } } });
  });

  test('any site may read, without credentials', async () => {
    const preflight = await fetch(`${app.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'https://partner.example', 'access-control-request-headers': 'content-type' },
    });

    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('reports that it is alive and ready', async () => {
    expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
    expect((await fetch(`${app.url}/nothing-here`)).status).toBe(404);
  });

  test('responds with 431 to headers larger than Node reads', async () => {
    const status = await new Promise((resolve, reject) => {
      request(`${app.url}/graphql`, { headers: { 'x-long': 'a'.repeat(17_000) } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .once('error', reject)
        .end();
    });

    expect(status).toBe(431);
  });
});

describe('an outage of the database', () => {
  test('is a refusal that passes: try again', async () => {
    const client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    await client.query('begin; lock table published.event in access exclusive mode');

    const { errors, response } = await app.ask('{ events { nodes { id } } }');
    await client.query('rollback');

    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(errors?.[0]?.extensions?.code).toBe('UNAVAILABLE');
    expect((await app.ask('{ events { nodes { id } } }')).errors).toBeUndefined();
    await client.end();
  });

  test('is connected to again when its connections were lost', async () => {
    await Promise.all(Array.from({ length: 4 }, () => app.ask('{ events { totalCount } }')));
    const client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    );
    await client.end();

    // A connection may be given out before its loss is noticed; that answer is a refusal, and the next one is not.
    const answers: unknown[] = [];
    for (let i = 0; i < 8; i += 1)
      answers.push((await app.ask('{ events { totalCount } }')).errors?.[0]?.extensions?.code);

    expect(answers.filter((code) => code !== undefined && code !== 'UNAVAILABLE')).toEqual([]);
    expect(answers.at(-1)).toBeUndefined();
  });
});

describe('an internal error', () => {
  test('is reported without internals', async () => {
    const broken = await startDemo({ answerCacheMb: 0 });
    await broken.database.pool.query('alter table published.event rename to gone');

    const { errors, response } = await broken.ask('{ events { nodes { id } } }');

    expect(response.status).toBeGreaterThanOrEqual(200);
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'Something went wrong on the server; it has been logged.',
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      }),
    ]);
    await broken.close();
  });
});
