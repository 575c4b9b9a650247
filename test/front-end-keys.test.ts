import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { Role } from '../src/content/contract/access.js';
import { type Asking, type GraphQLAnswer, startDemo, type TestApplication } from './support/application.js';
import { drain, fresh, from, told, toldBy, untilKept } from './support/charges.js';

let app: TestApplication;
let frontEnd: Asking & { readonly secret: string };
beforeAll(async () => {
  app = await startDemo({ rateLimit: true, trustedProxies: 1 });
  await untilKept(app);
  frontEnd = await app.as(Role.FRONT_END);
});
afterAll(() => app.close());

let lists = 0;
/** A query that nobody has asked so far. */
const fresher = () => {
  lists += 1;
  return `{ events(first: ${lists}) { nodes { id slug title } } }`;
};

/** Everything that a client gets, but what is about this request alone. */
async function wholeOf(asking: Asking, query: string, headers: Record<string, string> = {}) {
  const { response, ...body } = await asking.ask(query, {}, headers);
  const own = ['x-request-id', 'date', 'ratelimit', 'ratelimit-policy', 'x-ratelimit-cost'];
  return { body, headers: [...response.headers].filter(([name]) => !own.includes(name)) };
}

describe('a key for front ends', () => {
  test('gets public responses, computed once, and everybody gets those that it requested', async () => {
    const [first, second] = [fresher(), fresher()];
    const publicly = await wholeOf(app, first, from(fresh()));
    const ofFrontEnd = await frontEnd.ask(first);
    const made = await wholeOf(frontEnd, second);
    const afterwards = await app.ask(second, {}, from(fresh()));

    expect(toldBy(ofFrontEnd.response).cost).toBe(0.1);
    expect(await wholeOf(frontEnd, first)).toEqual(publicly);
    expect(toldBy(afterwards.response).cost).toBe(0.1);
    expect(await wholeOf(app, second, from(fresh()))).toEqual(made);
  });

  test('lets caches store its responses, and revalidate them', async () => {
    const query = fresher();
    const { response } = await frontEnd.ask(query);
    const again = await fetch(`${app.url}/graphql?query=${encodeURIComponent(query)}`, {
      headers: {
        authorization: `Bearer ${frontEnd.secret}`,
        'apollo-require-preflight': '1',
        'if-none-match': String(response.headers.get('etag')),
      },
    });

    expect(response.headers.get('cache-control')).toMatch(/^public, .*s-maxage=10/);
    expect(again.status).toBe(304);
    expect(again.headers.get('cache-control')).toMatch(/^public, /);
  });

  test('may send longer documents, whose responses nobody gets without a key', async () => {
    lists += 1;
    const long = `{ events(first: ${lists}) { nodes { id } } } # ${'-'.repeat(21_000)}`;
    const kinds = Array.from({ length: 180 }, () => 'TALK').join(' ');
    const ofMany = `{ ${Array.from({ length: 12 }, (_none, index) => `e${index}: events(first: ${lists}, filter: { kind: [${kinds}] }) { totalCount }`).join(' ')} }`;
    for (const query of [long, ofMany]) {
      const allowed = await frontEnd.ask(query);
      const refused = await app.ask(query, {}, from(fresh()));

      expect(allowed.errors).toBe(undefined);
      expect(allowed.response.headers.get('cache-control')).toBe('private, no-store');
      expect(refused.response.status).toBe(400);
      expect(refused.data).toBe(undefined);
    }
  });

  test('has no longer document served by its hash to anybody without a key', async () => {
    lists += 1;
    const query = `{ events(first: ${lists}) { nodes { id } } } # ${'-'.repeat(21_000)}`;
    const sha256Hash = createHash('sha256').update(query).digest('hex');
    const byHash = async (headers: Record<string, string>) => {
      const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash } });
      const response = await fetch(`${app.url}/graphql?extensions=${encodeURIComponent(extensions)}`, {
        headers: { 'apollo-require-preflight': '1', ...headers },
      });
      const { data, errors } = (await response.json()) as GraphQLAnswer;
      return { status: response.status, cached: response.headers.get('cache-control'), data, errors };
    };
    await frontEnd.ask(query);
    const before = await byHash(from(fresh()));
    const allowed = await byHash({ authorization: `Bearer ${frontEnd.secret}` });

    expect(allowed).toMatchObject({ status: 200, cached: 'private, no-store' });
    for (const refused of [before, await byHash(from(fresh()))])
      expect(refused).toMatchObject({
        status: 400,
        cached: 'no-store',
        errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX', limit: { what: 'characters', limit: 20_000 } } }],
      });
  });

  test('has as much as the machine can do, wherever it is used and whoever else uses that address', async () => {
    const address = fresh();
    await drain(app, from(address));
    const { response } = await frontEnd.ask(fresher(), {}, from(address));

    expect(response.status).toBe(200);
    expect(response.headers.get('ratelimit-policy')).toMatch(/^"front-end";q=\d+;w=60;scc-unit=points$/);
    expect((await told(app, from(address))).status).toBe(429);
  });

  test('sees nothing that the public does not see', async () => {
    const query = '{ events(stage: DRAFT) { totalCount } }';

    expect((await frontEnd.ask(query)).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect(
      (await frontEnd.ask('{ partnerFeeds(first: 1) { totalCount } }')).errors?.[0]?.extensions?.code,
    ).toBe('FORBIDDEN');
  });

  test('that also edits is one of an editor', async () => {
    const editor = await app.as(Role.FRONT_END, Role.EDITOR);
    const { response } = await editor.ask(fresher());

    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(response.headers.get('ratelimit-policy')).toMatch(/^"staff";/);
  });
});

describe('of other keys', () => {
  test('that of a partner gets public responses, too, and its own data privately', async () => {
    const partner = await app.as(Role.PARTNER);
    const query = fresher();
    await app.ask(query, {}, from(fresh()));
    const shared = await partner.ask(query);
    const viewer = await partner.ask('{ viewer { name } }');

    expect(toldBy(shared.response).cost).toBe(0.1);
    expect(viewer.response.headers.get('cache-control')).toBe('private, no-store');
    expect(viewer.data).not.toEqual((await app.ask('{ viewer { name } }', {}, from(fresh()))).data);
  });

  test('those of editors get private responses', async () => {
    const editor = await app.as(Role.EDITOR);
    const query = fresher();
    await app.ask(query, {}, from(fresh()));
    const { response } = await editor.ask(query);

    expect(response.headers.get('cache-control')).toBe('private, no-store');
    expect(toldBy(response).cost).toBeGreaterThan(0.1);
  });

  test('operations beyond the public limit are not cached for those without a key', async () => {
    const query = '{ issues(first: 60) { nodes { articles(first: 100) { nodes { id } } } } }';
    const answers = [await frontEnd.ask(query), await frontEnd.ask(query)];
    const withoutKey = await app.ask(query, {}, from(fresh()));

    for (const { response, extensions } of answers) {
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('private, no-store');
      expect(extensions).toMatchObject({ cost: { limit: 20_000 } });
    }
    expect(withoutKey.errors?.[0]?.extensions?.code).toBe('QUERY_TOO_COMPLEX');
  });
});
