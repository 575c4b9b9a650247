import 'reflect-metadata';
import { createHash } from 'node:crypto';
import pg from 'pg';
import { openApplication } from '../src/app/application.js';
import { readConfig } from '../src/config.js';
import { Role } from '../src/content/contract/access.js';
import { createLogger } from '../src/foundation/logger.js';
import { startDemo, type TestApplication } from './support/application.js';
import { TEST_NOW } from './support/prepared.js';

const DRAFTS = '{ events(stage: DRAFT) { totalCount } }';
const PUBLISHED = '{ latestIssue { slug } }';
const VIEWER = '{ viewer { name key { id lastUsedAt } } }';

let app: TestApplication;
const logged: string[] = [];
beforeAll(async () => {
  app = await startDemo({}, createLogger('trace', { write: (line) => logged.push(line) }));
});
beforeEach(() => app.setNow(TEST_NOW));
afterAll(() => app.close());

/** Seconds after the instant that tests happen at. */
const at = (seconds: number) => new Date(Date.parse(TEST_NOW) + seconds * 1_000).toISOString();

async function keyWith(input: object) {
  const admin = await app.as(Role.ADMIN);
  const given = { accountName: `account ${Math.random()}`, name: 'a key', roles: ['READER'], ...input };
  const { apiKeyCreate } = await admin.data(
    `mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) {
      secret apiKey { id account { id } } userErrors { message } } }`,
    { input: given },
  );
  expect(apiKeyCreate.userErrors).toEqual([]);
  const { secret, apiKey } = apiKeyCreate;
  return { admin, secret: String(secret), id: apiKey.id, account: apiKey.account.id, ...app.withKey(secret) };
}

async function refusalOf(headers: Record<string, string>, query = PUBLISHED) {
  const { response, data, errors } = await app.ask(query, {}, headers);
  return {
    status: response.status,
    challenge: response.headers.get('www-authenticate'),
    code: errors?.[0]?.extensions?.code,
    message: String(errors?.[0]?.message),
    data,
  };
}

const sent = (secret: string) => ({ authorization: `Bearer ${secret}` });

describe('a key', () => {
  test('of a reader reads drafts, which nobody does without one', async () => {
    const reader = await app.as(Role.READER);

    expect((await reader.data(DRAFTS)).events.totalCount).toBeGreaterThan(0);
    expect(await refusalOf({}, DRAFTS)).toMatchObject({
      status: 401,
      code: 'UNAUTHENTICATED',
      challenge: 'Bearer',
      message: expect.stringMatching(/Bearer scc_/),
    });
  });

  test('without the role reports which one it needs, and that it is known', async () => {
    const partner = await app.as(Role.PARTNER);
    const { response, errors } = await partner.ask(DRAFTS);

    expect([response.status, errors?.[0]?.extensions?.code]).toEqual([403, 'FORBIDDEN']);
    expect(errors?.[0]?.message).toMatch(/READER or EDITOR.*this one has PARTNER/);
  });

  test('is letters and digits after "scc_", and no two are the same', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => app.as(Role.READER)));

    for (const { secret } of keys) expect(secret).toMatch(/^scc_[0-9A-Za-z]{49}$/);
    expect(new Set(keys.map(({ secret }) => secret)).size).toBe(20);
  });

  test('is stored as its hash, and nowhere in the database in plain text', async () => {
    const { secret } = await app.as(Role.EDITOR);
    const { rows } = await app.database.pool.query(
      'select k.*, k::text as all, a::text as account from system.api_key k join system.account a on a.id = account_id where prefix = $1',
      [secret.slice(0, 12)],
    );
    const audit = await app.database.pool.query('select e::text as entry from system.audit_entry e');

    expect(rows).toHaveLength(1);
    expect(rows[0].hash).toBe(createHash('sha256').update(secret).digest('hex'));
    expect(JSON.stringify([rows, audit.rows])).not.toContain(secret.slice(12));
  });

  test('is accepted whichever way the scheme is written', async () => {
    const { secret } = await app.as(Role.READER);

    for (const scheme of ['Bearer', 'bearer', 'BEARER'])
      expect((await app.ask(DRAFTS, {}, { authorization: `${scheme} ${secret}` })).errors).toBeUndefined();
  });
});

describe('a header that lets nobody in', () => {
  test.each([
    ['is empty', ''],
    ['is a key alone', 'scc_0123456789'],
    ['has another scheme', 'Basic YTpi'],
    ['has a scheme alone', 'Bearer'],
    ['has two tokens', 'Bearer scc_a scc_b'],
    ['has a token of another place', 'Bearer ghp_0123456789abcdef'],
    ['has a key that is too short', 'Bearer scc_0123456789'],
    ['has the beginning alone', 'Bearer scc_'],
  ])('%s: refused for everything, also for what is public', async (_what, authorization) => {
    const refusal = await refusalOf({ authorization });

    expect(refusal).toMatchObject({ status: 401, code: 'UNAUTHENTICATED', challenge: 'Bearer' });
    expect(refusal.data).toBeUndefined();
    for (const word of authorization.split(' ').filter((part) => part.length > 6))
      expect(refusal.message).not.toContain(word);
  });

  test('a mistyped key is distinguished from an unknown one, without a query', async () => {
    const { secret } = await app.as(Role.READER);
    const places = [4, 20, 40, 46, 48, 52];
    const mistyped = places.map((place) => {
      const other = secret[place] === 'a' ? 'b' : 'a';
      return secret.slice(0, place) + other + secret.slice(place + 1);
    });
    const swapped = secret.slice(0, 10) + secret[11] + secret[10] + secret.slice(12);
    const wrong = [...mistyped, ...(swapped === secret ? [] : [swapped]), secret.slice(0, -1), `${secret}0`];
    await app.database.pool.query('alter table system.api_key rename to gone');

    const refusals = await Promise.all(wrong.map((key) => refusalOf(sent(key))));
    await app.database.pool.query('alter table system.gone rename to api_key');

    expect(new Set(refusals.map(({ status, message }) => `${status} ${message}`))).toEqual(
      new Set(['401 This is not a key of this API: it may be mistyped or truncated.']),
    );
  });

  test('an unknown key, a revoked one and one of a disabled account are refused with one sentence', async () => {
    const other = await startDemo();
    const unknown = await other.as(Role.READER);
    await other.close();
    const revoked = await keyWith({});
    await revoked.admin.data(
      'mutation ($id: ID!) { apiKeyRevoke(input: { id: $id }) { userErrors { code } } }',
      {
        id: revoked.id,
      },
    );
    const disabled = await keyWith({});
    await disabled.admin.data(
      'mutation ($id: ID!) { accountDisable(input: { id: $id }) { userErrors { code } } }',
      { id: disabled.account },
    );

    const refusals = [unknown, revoked, disabled].map(({ secret }) => refusalOf(sent(secret)));

    expect(new Set((await Promise.all(refusals)).map((refusal) => JSON.stringify(refusal)))).toEqual(
      new Set([
        JSON.stringify({
          status: 401,
          challenge: 'Bearer',
          code: 'UNAUTHENTICATED',
          message: 'Unknown or revoked key.',
        }),
      ]),
    );
  });

  test('the refusal is JSON in the form of GraphQL and nothing else', async () => {
    const { response, ...answer } = await app.ask(PUBLISHED, {}, { authorization: 'Bearer x' });

    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer).toEqual({
      errors: [
        {
          message: 'The token in "Authorization" is not one of this API.',
          extensions: { code: 'UNAUTHENTICATED' },
        },
      ],
    });
  });
});

describe('when it counts', () => {
  test('a key expires at its instant, also while it is remembered', async () => {
    const { ask, secret } = await keyWith({ expiresAt: at(60) });

    app.setNow(at(59.999));
    expect((await ask(DRAFTS)).errors).toBeUndefined();
    app.setNow(at(60));
    expect(await refusalOf(sent(secret))).toMatchObject({ status: 401, message: 'This key has expired.' });
  });

  test('a key that is revoked is refused at once, however often it was used before', async () => {
    const { ask, admin, id } = await keyWith({});
    for (let count = 0; count < 5; count += 1) expect((await ask(DRAFTS)).errors).toBeUndefined();

    await admin.data('mutation ($id: ID!) { apiKeyRevoke(input: { id: $id }) { apiKey { id } } }', { id });

    expect((await ask(DRAFTS)).response.status).toBe(401);
  });

  test('all keys of an account are refused once it is disabled', async () => {
    const { ask, admin, account } = await keyWith({});
    const { apiKeyCreate } = await admin.data(
      `mutation ($account: ID!) { apiKeyCreate(input: { account: $account, name: "second", roles: [READER] }) { secret } }`,
      { account },
    );
    const second = app.withKey(apiKeyCreate.secret);
    await Promise.all([ask(DRAFTS), second.ask(DRAFTS)]);

    await admin.data('mutation ($id: ID!) { accountDisable(input: { id: $id }) { account { id } } }', {
      id: account,
    });

    expect((await ask(DRAFTS)).response.status).toBe(401);
    expect((await second.ask(DRAFTS)).response.status).toBe(401);
  });

  test('another instance believes a revoked key for five seconds at most', async () => {
    let now = new Date(TEST_NOW);
    const config = {
      ...readConfig({}),
      databaseUrl: app.databaseUrl,
      databasePoolSize: 2,
      demoContent: false,
    };
    const other = await openApplication(config, createLogger('silent'), () => now);
    const { secret, admin, id } = await keyWith({});
    const header = `Bearer ${secret}`;
    await other.endpoint.authenticate(header);

    await admin.data('mutation ($id: ID!) { apiKeyRevoke(input: { id: $id }) { apiKey { id } } }', { id });

    await expect(other.endpoint.authenticate(header)).resolves.toMatchObject({ roles: ['READER'] });
    now = new Date(at(5));
    await expect(other.endpoint.authenticate(header)).rejects.toThrow(/revoked/);
    await other.close();
  });

  test('what was read of a key before a change is not believed after it', async () => {
    const { secret } = await app.as(Role.READER);
    const client = new pg.Client({ connectionString: app.databaseUrl });
    await client.connect();
    await client.query('begin; lock table system.api_key in access exclusive mode');

    const early = app.endpoint.authenticate(`Bearer ${secret}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    app.endpoint.keys.forget();
    await client.query('rollback');
    await early;
    await client.query('update system.api_key set revoked_at = now() where prefix = $1', [
      secret.slice(0, 12),
    ]);
    await client.end();

    await expect(app.endpoint.authenticate(`Bearer ${secret}`)).rejects.toThrow(/revoked/);
  });

  test('the last use is written down, but not more often than once a minute', async () => {
    const { data, secret, id } = await keyWith({});
    const lastUse = async () => {
      await app.endpoint.keys.settled();
      const { rows } = await app.database.pool.query(
        'select last_used_at from system.api_key where prefix = $1',
        [secret.slice(0, 12)],
      );
      return rows[0].last_used_at?.toISOString() ?? null;
    };
    expect(await lastUse()).toBeNull();

    const uses: unknown[] = [];
    for (const seconds of [0, 1, 30, 59, 60, 100, 300]) {
      app.setNow(at(seconds));
      expect((await data(VIEWER)).viewer.key.id).toBe(id);
      uses.push(await lastUse());
    }

    expect(uses).toEqual([0, 0, 0, 0, 60, 60, 300].map(at));
  });

  test('nobody waits for the last use to be written down', async () => {
    const { ask } = await keyWith({});
    await app.database.pool.query(
      'alter table system.api_key add constraint never check (last_used_at is null) not valid',
    );

    const { errors } = await ask(DRAFTS);
    await app.endpoint.keys.settled();
    await app.database.pool.query('alter table system.api_key drop constraint never');

    expect(errors).toBeUndefined();
    expect(logged.join('')).toContain('The use of a key could not be recorded.');
  });
});

describe('responses', () => {
  const get = (path: string, headers: Record<string, string>) => fetch(`${app.url}${path}`, { headers });
  const query = `/graphql?query=${encodeURIComponent(PUBLISHED)}`;

  test('to a request with a key are cached by nobody, whatever they are', async () => {
    const { secret } = await app.as(Role.READER);
    const authorization = `Bearer ${secret}`;
    const responses = [
      (await app.ask(PUBLISHED, {}, { authorization })).response,
      (await app.ask('{ nonsense }', {}, { authorization })).response,
      (await app.ask(PUBLISHED, {}, { authorization: 'Bearer wrong' })).response,
      await get(query, { authorization, 'apollo-require-preflight': 'true' }),
      await fetch(`${app.url}/graphql`, {
        method: 'POST',
        body: '{',
        headers: { authorization, 'content-type': 'application/json' },
      }),
    ];

    for (const { headers } of responses) {
      expect(headers.get('cache-control')).toBe('private, no-store');
      expect(headers.get('vary')).toMatch(/\bAuthorization\b/);
    }
  });

  test('to the public vary by the key, too', async () => {
    const { response } = await app.ask(PUBLISHED);

    expect(response.headers.get('vary')).toBe('Accept, Accept-Language, Authorization, Accept-Encoding');
    expect(response.headers.get('cache-control')).toMatch(/^public, max-age=0/);
  });

  test('can be read by scripts of any site that have a key', async () => {
    const preflight = await fetch(`${app.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://partner.example',
        'access-control-request-headers': 'authorization,content-type',
      },
    });

    expect(preflight.headers.get('access-control-allow-headers')).toMatch(/authorization/);
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('what is logged', () => {
  test('contains no key, also when everything goes wrong', async () => {
    const { secret } = await app.as(Role.READER);
    const headers = { authorization: `Bearer ${secret}`, 'apollo-require-preflight': 'true' };
    const before = logged.length;
    await app.database.pool.query('alter table system.api_key rename to gone');
    const failed = await fetch(`${app.url}/graphql?query=${encodeURIComponent(`{ a(b: "${secret}") }`)}`, {
      headers,
    });
    await app.database.pool.query('alter table system.gone rename to api_key');
    const body = await failed.text();

    expect(failed.status).toBe(500);
    expect(logged.length).toBeGreaterThan(before);
    const text = logged.join('');
    expect(text).toContain('A request failed.');
    expect(body + text).not.toContain(secret.slice(12, 40));
    expect(text).not.toContain(createHash('sha256').update(secret).digest('hex'));
  });

  test.each([
    ['in a header', (secret: string) => [{ headers: { authorization: `Bearer ${secret}` } }, 'x']],
    ['in a header of a request', (secret: string) => [{ req: { headers: { authorization: secret } } }, 'x']],
    ['in a message', (secret: string) => [{}, `The key ${secret} is wrong.`]],
    ['in an error', (secret: string) => [{ err: new Error(`Bearer%20${secret}`) }, 'x']],
  ])('has a key replaced %s', (_where, entry) => {
    const lines: string[] = [];
    const secret = 'scc_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm';
    const [what, message] = entry(secret) as [object, string];

    createLogger('info', { write: (line) => lines.push(line) }).error(what, message);

    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('[Redacted]');
    expect(lines[0]).not.toContain(secret.slice(4));
    expect(() => JSON.parse(lines[0] ?? '')).not.toThrow();
  });
});

test('an outage of the database is a temporary refusal, for callers with a key, too', async () => {
  const { secret } = await app.as(Role.READER);
  const { pool } = app.database;
  const original = pool.connect;
  Object.assign(pool, {
    connect: (...given: unknown[]) => {
      const error = new Error('timeout exceeded when trying to connect');
      const done = given[0] as ((error: Error) => void) | undefined;
      return done ? done(error) : Promise.reject(error);
    },
  });
  const { response, errors } = await app.ask(PUBLISHED, {}, sent(secret));
  Object.assign(pool, { connect: original });

  expect([response.status, errors?.[0]?.extensions?.code]).toEqual([503, 'UNAVAILABLE']);
  expect(response.headers.get('retry-after')).toBe('1');
  expect(response.headers.get('www-authenticate')).toBeNull();
});
