import 'reflect-metadata';
import pg from 'pg';
import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { drain, fresh, from, told, toldBy, untilKept } from './support/charges.js';

/** Events with long texts and much about them. */
const LARGE =
  '{ events(first: 100) { nodes { description(format: HTML) organisers { id name } sponsorships { id } credits { role } } } }';

let app: TestApplication;
beforeAll(async () => {
  app = await startDemo({ rateLimit: true, trustedProxies: 1 });
  await untilKept(app);
});
afterAll(() => app.close());

const feed = (headers: Record<string, string>, more = '') =>
  fetch(`${app.url}/feeds/events.json?locale=en${more}`, { headers });

describe('a response reports its charge', () => {
  test('the policy, what was charged, what is left, and beside that the estimate', async () => {
    const { response, extensions } = await app.ask(LARGE, {}, from(fresh()));
    const { cost, left } = toldBy(response);

    expect(response.headers.get('ratelimit-policy')).toBe('"address";q=2000;w=100;scc-unit=points');
    expect(cost).toBeGreaterThan(0.1);
    expect(left).toBe(Math.floor(2_000 - cost));
    expect(extensions).toEqual({ cost: { requested: expect.any(Number), limit: 5_000 } });
    expect(response.headers.get('access-control-expose-headers')).toMatch(/\bX-RateLimit-Cost\b/);
  });

  test('of a cached response, a tenth of a point, and so of a 304', async () => {
    const query = '{ latestIssue { slug title year } }';
    const first = await app.ask(query, {}, from(fresh()));
    const again = await app.ask(query, {}, from(fresh()));
    const known = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      body: JSON.stringify({ query, variables: {} }),
      headers: {
        'content-type': 'application/json',
        'if-none-match': String(first.response.headers.get('etag')),
        ...from(fresh()),
      },
    });

    expect(toldBy(first.response).cost).toBeGreaterThan(0.1);
    expect(toldBy(again.response).cost).toBe(0.1);
    expect([known.status, toldBy(known).cost]).toEqual([304, 0.1]);
    const { response: _first, ...body } = first;
    const { response: _again, ...bodyAgain } = again;
    expect(bodyAgain).toEqual(body);
  });

  test('what was taken and not what might have been: where nothing is found, nearly nothing', async () => {
    const page = `query ($first: Int, $filter: EventFilter) {
      people(first: $first) { totalCount }
      events(first: 100, filter: $filter) { nodes { description(format: HTML) organisers { name } credits { role } } }
    }`;
    const all = { from: '1990-01-01T00:00:00Z' };
    const none = { from: '2190-01-01T00:00:00Z' };
    const ask = (filter: object, first: number) => app.ask(page, { first, filter }, from(fresh()));
    const { extensions: estimated, errors } = await ask(all, 1);
    await ask(none, 1);
    expect(errors).toBe(undefined);
    const costs = { all: [] as number[], none: [] as number[] };
    // Side by side and more than once: what a busy machine does beside it is charged, too.
    for (const first of [2, 3, 4, 5, 6, 7]) {
      costs.all.push(toldBy((await ask(all, first)).response).cost);
      const { response, extensions } = await ask(none, first);
      costs.none.push(toldBy(response).cost);
      expect(extensions).toEqual(estimated);
    }

    expect(Math.min(...costs.none)).toBeLessThan(Math.min(...costs.all));
  });

  test('with a key, the larger allowance', async () => {
    const partner = await app.as(Role.PARTNER);
    const { response } = await partner.ask(LARGE);

    expect(response.headers.get('ratelimit-policy')).toBe('"key";q=10000;w=50;scc-unit=points');
    expect(toldBy(response).left).toBeGreaterThan(9_000);
  });

  test('of a change, a draft and a preview, what they took', async () => {
    const editor = await app.as(Role.EDITOR, Role.READER);
    const { response, data } = await editor.ask(
      'mutation { venueCreate(input: { translations: [{ locale: "en", name: "A hall" }] }) { venue { id } userErrors { code } } }',
    );
    const draft = await told(editor, {}, '{ events(stage: DRAFT, first: 50) { nodes { title } } }');

    expect(data).toMatchObject({ venueCreate: { userErrors: [] } });
    expect(toldBy(response).cost).toBeGreaterThan(1);
    expect(draft.cost).toBeGreaterThan(0.1);
  });

  test('of feeds and what is embedded, too: what making took, and a tenth of a point afterwards', async () => {
    const made = [
      await feed(from(fresh()), '&limit=7'),
      await fetch(`${app.url}/embed/feed/events`, { headers: from(fresh()) }),
    ];
    const again = await feed(from(fresh()), '&limit=7');

    for (const response of made)
      expect(toldBy(response)).toMatchObject({ status: 200, left: expect.any(Number) });
    for (const response of made) expect(toldBy(response).cost).toBeGreaterThan(0.1);
    expect(toldBy(again)).toMatchObject({ status: 200, cost: 0.1 });
  });

  test.each([
    '/feeds/events.json',
    '/feeds/events.ics',
    '/feeds/nothing.ics',
    '/embed/feed/events',
    '/embed/',
    '/oembed?url=nothing',
    '/slugs.ndjson',
  ])('of a key what it has, also where none is needed: %s', async (path) => {
    const [partner, frontEnd] = [await app.as(Role.PARTNER), await app.as(Role.FRONT_END)];
    const address = from(fresh());
    const policyOf = async (secret?: string) => {
      const authorization: Record<string, string> = secret ? { authorization: `Bearer ${secret}` } : {};
      const response = await fetch(`${app.url}${path}`, { headers: { ...address, ...authorization } });
      return { status: response.status, policy: response.headers.get('ratelimit')?.split(';')[0] };
    };
    const { status } = await policyOf();

    expect(await policyOf(partner.secret)).toEqual({ status, policy: '"key"' });
    expect(await policyOf(frontEnd.secret)).toEqual({ status, policy: '"front-end"' });
    await drain(app, address);
    expect(await policyOf()).toEqual({ status: 429, policy: '"address"' });
    expect(await policyOf(partner.secret)).toEqual({ status, policy: '"key"' });
  });

  test('of a key that is not good, its price, though feeds are read without one', async () => {
    const headers = { ...from(fresh()), authorization: 'Bearer scc_wrong' };
    const paths = ['/feeds/events.json?limit=3', '/embed/feed/events'];
    const answers = await Promise.all(paths.map((path) => fetch(`${app.url}${path}`, { headers })));

    for (const response of answers) {
      expect(response.headers.get('ratelimit')).toMatch(/^"address"/);
      expect(toldBy(response)).toMatchObject({ status: 200 });
      expect(toldBy(response).cost).toBeGreaterThanOrEqual(10);
    }
    await drain(app, headers);
    expect((await fetch(`${app.url}/feeds/events.json?limit=3`, { headers })).status).toBe(429);
  });

  test.each([
    ['a document that is none', '{ latestIssue', 400],
    ['a document that does not fit', '{ nothing }', 400],
    ['too much at once', '{ issues(first: 100) { nodes { articles(first: 100) { nodes { id } } } } }', 400],
    ['drafts', '{ events(stage: DRAFT) { totalCount } }', 401],
  ])('also where it is refused: %s', async (_what, query, status) => {
    const answer = await told(app, from(fresh()), query);

    expect(answer).toMatchObject({ status, left: expect.any(Number) });
    expect(answer.cost).toBeGreaterThan(0.1);
  });

  test('also where the body is not read', async () => {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      body: 'x'.repeat(300_000),
      headers: { 'content-type': 'application/json', ...from(fresh()) },
    });

    expect(toldBy(response)).toMatchObject({ status: 413, cost: 0.1, left: 1_999 });
  });
});

describe('failures of the server are not charged:', () => {
  const cost = async (change: string, restore: string) => {
    const address = fresh();
    await app.database.pool.query(change);
    const answers = [
      (await app.ask('{ events(first: 3) { nodes { kindLabel } } }', {}, from(address))).response,
      await feed(from(address), '&limit=8'),
      await fetch(`${app.url}/embed/feed/events?limit=8`, { headers: from(address) }),
    ];
    await app.database.pool.query(restore);
    return answers.map((answer) => ({ status: answer.status, cost: toldBy(answer).cost }));
  };

  test('while the database does not let anybody read', async () => {
    const client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    await client.query('begin; lock table published.event in access exclusive mode');
    const address = fresh();
    const answers = await Promise.all([
      app
        .ask('{ events(first: 3) { nodes { kindLabel } } }', {}, from(address))
        .then(({ response }) => response),
      feed(from(address), '&limit=8'),
    ]);
    await client.query('rollback');
    await client.end();

    for (const answer of answers)
      expect(toldBy(answer)).toMatchObject({ status: 503, cost: 0, retryAfter: 1 });
    expect((await told(app, from(address))).left).toBeGreaterThan(1_900);
  });

  test('where something is wrong in the server', async () => {
    const [, ofFeed] = await cost(
      'alter table published.event rename to gone',
      'alter table published.gone rename to event',
    );

    expect(ofFeed).toEqual({ status: 500, cost: 0 });
  });
});
