import { entitiesOf } from '../src/content/editing/entities.js';
import 'reflect-metadata';
import pg from 'pg';
import { accountEntities } from '../src/accounts/account.entity.js';
import { contentTypes } from '../src/app/content-types.js';
import { publicViewer, Role } from '../src/content/contract/access.js';
import { dataSourceOver } from '../src/content/storage/store.js';
import { type Asking, startDemo, type TestApplication } from './support/application.js';
import { counting } from './support/counting.js';
import { TEST_NOW } from './support/prepared.js';

let app: TestApplication;
let admin: Asking & { readonly secret: string };
beforeAll(async () => {
  app = await startDemo();
  admin = await app.as(Role.ADMIN);
});
afterAll(() => app.close());

const userErrors = 'userErrors { code message path }';
const apiKey =
  'id name prefix account { id name } roles locales createdAt expiresAt lastUsedAt revokedAt isActive';

const mutations = {
  accountCreate: `mutation ($input: AccountCreateInput!) { done: accountCreate(input: $input) { account { id name createdAt disabledAt } ${userErrors} } }`,
  accountDisable: `mutation ($input: AccountDisableInput!) { done: accountDisable(input: $input) { account { id disabledAt } ${userErrors} } }`,
  apiKeyCreate: `mutation ($input: ApiKeyCreateInput!) { done: apiKeyCreate(input: $input) { secret apiKey { ${apiKey} } ${userErrors} } }`,
  apiKeyUpdate: `mutation ($input: ApiKeyUpdateInput!) { done: apiKeyUpdate(input: $input) { apiKey { ${apiKey} } ${userErrors} } }`,
  apiKeyRevoke: `mutation ($input: ApiKeyRevokeInput!) { done: apiKeyRevoke(input: $input) { apiKey { ${apiKey} } ${userErrors} } }`,
} as const;

async function run(field: keyof typeof mutations, input: object, as: Asking = admin) {
  return (await as.data(mutations[field], { input })).done;
}

let names = 0;
const newName = () => `account no. ${++names}`;
const newKey = (input: object = {}) =>
  run('apiKeyCreate', { accountName: newName(), name: 'a key', roles: ['READER'], ...input });

const NOBODY = '00000000-0000-7000-8000-000000000000';
const hour = (hours: number) => new Date(Date.parse(TEST_NOW) + hours * 3_600_000).toISOString();

describe('an administrator', () => {
  test('creates an account and keys for it, and sees the secret of each once', async () => {
    const { account, ...rest } = await run('accountCreate', { name: '  Newsletter desk ' });
    const created = await run('apiKeyCreate', {
      account: account.id,
      name: 'laptop',
      roles: ['PUBLISHER', 'EDITOR', 'EDITOR'],
      locales: ['zh-HK', 'zh-Hant'],
      expiresAt: '2024-07-01T00:00:00+08:00',
    });

    expect({ account, ...rest }).toEqual({
      account: {
        id: expect.stringMatching(/^account_/),
        name: 'Newsletter desk',
        createdAt: hour(0),
        disabledAt: null,
      },
      userErrors: [],
    });
    expect(created).toEqual({
      secret: expect.stringMatching(/^scc_/),
      apiKey: {
        id: expect.stringMatching(/^api_key_/),
        name: 'laptop',
        prefix: created.secret.slice(0, 12),
        account: { id: account.id, name: 'Newsletter desk' },
        roles: ['EDITOR', 'PUBLISHER'],
        locales: ['zh-Hant'],
        createdAt: hour(0),
        expiresAt: '2024-06-30T16:00:00.000Z',
        lastUsedAt: null,
        revokedAt: null,
        isActive: true,
      },
      userErrors: [],
    });
    const listed = JSON.stringify(await admin.data(`{ apiKeys(first: 100) { nodes { ${apiKey} } } }`));
    expect(listed).toContain(created.secret.slice(0, 12));
    expect(listed).not.toContain(created.secret.slice(0, 13));
  });

  test('creates a key together with its account', async () => {
    const { apiKey: key } = await newKey({ accountName: 'A partner', roles: ['PARTNER'] });

    expect(key.account.name).toBe('A partner');
  });

  test('changes what a key is called and when it expires, and only that', async () => {
    const { apiKey: key } = await newKey();

    const renamed = await run('apiKeyUpdate', { id: key.id, name: 'a new name' });
    const expiring = await run('apiKeyUpdate', { id: key.id, expiresAt: hour(1) });
    const lasting = await run('apiKeyUpdate', { id: key.id, expiresAt: null });

    expect(renamed.apiKey).toEqual({ ...key, name: 'a new name' });
    expect(expiring.apiKey).toEqual({ ...renamed.apiKey, expiresAt: hour(1) });
    expect(lasting.apiKey).toEqual(renamed.apiKey);
  });

  test('shortens the life of a key that is in use', async () => {
    const { apiKey: key, secret } = await newKey();
    const reader = app.withKey(secret);
    await reader.data('{ viewer { name } }');

    await run('apiKeyUpdate', { id: key.id, expiresAt: hour(0.001) });
    app.setNow(hour(0.001));
    const { response } = await reader.ask('{ viewer { name } }');
    app.setNow(TEST_NOW);

    expect(response.status).toBe(401);
  });

  test('revokes a key, once and for all', async () => {
    const { apiKey: key } = await newKey();

    const revoked = await run('apiKeyRevoke', { id: key.id });
    app.setNow(hour(1));
    const again = await run('apiKeyRevoke', { id: key.id });
    app.setNow(TEST_NOW);

    expect(revoked.apiKey).toEqual({ ...key, revokedAt: hour(0), isActive: false });
    expect(again).toEqual(revoked);
  });

  test('sees which keys are accepted', async () => {
    const plain = await newKey();
    const expiring = await newKey({ expiresAt: hour(1) });
    const ofDisabled = await newKey();
    await run('accountDisable', { id: ofDisabled.apiKey.account.id });
    const isActive = async () => {
      const { apiKeys } = await admin.data('{ apiKeys(first: 100) { nodes { id isActive } } }');
      return [plain, expiring, ofDisabled].map(
        ({ apiKey: { id } }) => apiKeys.nodes.find((node: { id: string }) => node.id === id).isActive,
      );
    };

    expect(await isActive()).toEqual([true, true, false]);
    app.setNow(hour(1));
    expect(await isActive()).toEqual([true, false, false]);
    app.setNow(TEST_NOW);
  });
});

describe('what cannot be done is a user error, and nothing is written:', () => {
  test.each<[string, keyof typeof mutations, object, string, string[]]>([
    ['an account without a name', 'accountCreate', { name: ' ' }, 'INVALID_INPUT', ['input', 'name']],
    [
      'a name that is too long',
      'accountCreate',
      { name: 'x'.repeat(101) },
      'INVALID_INPUT',
      ['input', 'name'],
    ],
    ['U+0000', 'accountCreate', { name: 'a\u0000' }, 'INVALID_TEXT', ['input', 'name']],
    ['an account that is there', 'accountCreate', { name: 'Twice' }, 'TAKEN', ['input', 'name']],
    [
      'an account that is not there',
      'accountDisable',
      { id: `account_${NOBODY}` },
      'NOT_FOUND',
      ['input', 'id'],
    ],
    ['an id of another type', 'accountDisable', { id: `event_${NOBODY}` }, 'INVALID_ID', ['input', 'id']],
    [
      'a key without an account',
      'apiKeyCreate',
      { name: 'k', roles: ['READER'] },
      'INVALID_INPUT',
      ['input', 'account'],
    ],
    [
      'a key with two accounts',
      'apiKeyCreate',
      { account: `account_${NOBODY}`, accountName: 'x', name: 'k', roles: ['READER'] },
      'INVALID_INPUT',
      ['input', 'account'],
    ],
    [
      'a key of an account that is not there',
      'apiKeyCreate',
      { account: `account_${NOBODY}`, name: 'k', roles: ['READER'] },
      'NOT_FOUND',
      ['input', 'account'],
    ],
    [
      'a key of a new account with the name of another',
      'apiKeyCreate',
      { accountName: 'Twice', name: 'k', roles: ['READER'] },
      'TAKEN',
      ['input', 'accountName'],
    ],
    [
      'a key without a role',
      'apiKeyCreate',
      { accountName: 'x', name: 'k', roles: [] },
      'INVALID_INPUT',
      ['input', 'roles'],
    ],
    [
      'a key that has expired already',
      'apiKeyCreate',
      { accountName: 'x', name: 'k', roles: ['READER'], expiresAt: TEST_NOW },
      'INVALID_INPUT',
      ['input', 'expiresAt'],
    ],
    [
      'a key for a language nobody configured',
      'apiKeyCreate',
      { accountName: 'x', name: 'k', roles: ['EDITOR'], locales: ['en', 'fr'] },
      'INVALID_LOCALE',
      ['input', 'locales', '1'],
    ],
    [
      'a key for no language at all',
      'apiKeyCreate',
      { accountName: 'x', name: 'k', roles: ['EDITOR'], locales: [] },
      'INVALID_INPUT',
      ['input', 'locales'],
    ],
    [
      'an administrator of some languages, who could give themselves the others',
      'apiKeyCreate',
      { accountName: 'x', name: 'k', roles: ['EDITOR', 'ADMIN'], locales: ['en'] },
      'INVALID_INPUT',
      ['input', 'locales'],
    ],
    ['a key that is not there', 'apiKeyRevoke', { id: `api_key_${NOBODY}` }, 'NOT_FOUND', ['input', 'id']],
    ['no key at all', 'apiKeyUpdate', { id: 'nothing', name: 'k' }, 'INVALID_ID', ['input', 'id']],
  ])('%s', async (_what, field, input, code, path) => {
    if (field !== 'accountDisable') await run('accountCreate', { name: 'Twice' });
    const before = await rows();

    const { userErrors: errors, ...rest } = await run(field, input);

    expect(errors).toEqual([{ code, path, message: expect.stringMatching(/\.$/) }]);
    expect(Object.values(rest).filter((value) => value !== null)).toEqual([]);
    expect(await rows()).toEqual(before);
  });

  test('a key of a disabled account', async () => {
    const { apiKey: key } = await newKey();
    await run('accountDisable', { id: key.account.id });

    const { userErrors: errors } = await run('apiKeyCreate', {
      account: key.account.id,
      name: 'k',
      roles: ['READER'],
    });

    expect(errors).toEqual([
      { code: 'INVALID_INPUT', path: ['input', 'account'], message: 'The account is disabled.' },
    ]);
  });

  async function rows(): Promise<unknown> {
    const query =
      'select (select count(*) from system.account) as accounts, count(*) as keys from system.api_key';
    return (await app.database.pool.query(query)).rows;
  }
});

describe('the last administrator', () => {
  let own: TestApplication;
  let last: Asking;
  let key: { id: string; account: { id: string } };
  beforeAll(async () => {
    own = await startDemo();
    last = await own.as(Role.ADMIN);
    await own.as(Role.EDITOR);
    key = (await last.data('{ viewer { key { id account { id } } } }')).viewer.key;
  });
  afterAll(() => own.close());

  test.each([
    ['cannot revoke the key', 'apiKeyRevoke', () => ({ id: key.id })],
    ['cannot disable the account', 'accountDisable', () => ({ id: key.account.id })],
  ] as const)('%s', async (_what, field, input) => {
    const { userErrors: errors } = await run(field, input(), last);

    expect(errors).toEqual([
      { code: 'IN_USE', path: ['input', 'id'], message: expect.stringMatching(/last key/) },
    ]);
    expect((await last.data('{ viewer { name } }')).viewer.name).toMatch(/ADMIN/);
  });

  test('is not helped by keys that are not accepted', async () => {
    const expiring = { accountName: 'b', name: 'b', roles: ['ADMIN'], expiresAt: hour(1) };
    const revoked = await run('apiKeyCreate', { accountName: 'a', name: 'a', roles: ['ADMIN'] }, last);
    await run('apiKeyRevoke', { id: revoked.apiKey.id }, last);
    await run('apiKeyCreate', expiring, last);
    own.setNow(hour(1));

    const { userErrors: errors } = await run('apiKeyRevoke', { id: key.id }, last);
    own.setNow(TEST_NOW);

    expect(errors).toMatchObject([{ code: 'IN_USE' }]);
  });

  test('of two who revoke each other at the same moment, one remains', async () => {
    const rivals = await Promise.all(
      ['one', 'other'].map(async (name) => {
        const { secret, apiKey: made } = await run(
          'apiKeyCreate',
          { accountName: name, name, roles: ['ADMIN'] },
          last,
        );
        return { id: made.id, ...own.withKey(secret) };
      }),
    );
    const [one, other] = rivals as [(typeof rivals)[0], (typeof rivals)[0]];
    await run('apiKeyRevoke', { id: key.id }, one);
    await own.database.pool.query(
      'update system.api_key set revoked_at = now() where expires_at is not null',
    );

    const release = await holdAccounts(own);
    const both = Promise.all([
      run('apiKeyRevoke', { id: other.id }, one),
      run('apiKeyRevoke', { id: one.id }, other),
    ]);
    // Long enough that both are let in and begin.
    await new Promise((resolve) => setTimeout(resolve, 500));
    await release();
    const outcomes = await both;

    const codes = outcomes.map(({ userErrors: errors }) => errors[0]?.code ?? 'DONE');
    expect(codes.sort()).toEqual(['DONE', 'IN_USE']);
  });
});

/** Lets nobody change accounts until the function that it returns is called. */
async function holdAccounts({ databaseUrl }: TestApplication): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('begin; select id from system.account for update');
  return async () => {
    await client.query('rollback');
    await client.end();
  };
}

describe('everybody else', () => {
  const fields = [
    '{ accounts { totalCount } }',
    '{ apiKeys { nodes { prefix } } }',
    'mutation { accountCreate(input: { name: "x" }) { account { id } } }',
    `mutation { accountDisable(input: { id: "account_${NOBODY}" }) { account { id } } }`,
    'mutation { apiKeyCreate(input: { accountName: "x", name: "x", roles: [ADMIN] }) { secret } }',
    `mutation { apiKeyUpdate(input: { id: "api_key_${NOBODY}", name: "x" }) { apiKey { id } } }`,
    `mutation { apiKeyRevoke(input: { id: "api_key_${NOBODY}" }) { apiKey { id } } }`,
  ];

  test.each(fields)('is refused: %s', async (field) => {
    const others = await app.as(Role.READER, Role.EDITOR, Role.PUBLISHER, Role.PARTNER);

    for (const [asking, status, code] of [
      [app, 401, 'UNAUTHENTICATED'],
      [others, 403, 'FORBIDDEN'],
    ] as const) {
      const { response, errors } = await asking.ask(field);
      expect([response.status, errors?.[0]?.extensions?.code]).toEqual([status, code]);
      expect(errors?.[0]?.message).toMatch(/Managing accounts and keys needs a key with the role ADMIN/);
    }
  });
});

describe('viewer', () => {
  const query = `{ viewer {
    name account { id name } key { id name prefix expiresAt locales } roles locales permissions { verb types }
  } }`;

  test('is null for the public', async () => {
    expect(await app.data(query)).toEqual({ viewer: null });
    expect(await app.dataAs(publicViewer, query)).toEqual({ viewer: null });
  });

  test('identifies the caller and the purpose of the key', async () => {
    const { secret, apiKey: key } = await newKey({
      accountName: 'Translators',
      name: 'tablet',
      roles: ['EDITOR'],
      locales: ['zh-Hans'],
      expiresAt: hour(24),
    });
    const { viewer } = await app.withKey(secret).data(query);

    expect(viewer).toEqual({
      name: 'Translators',
      account: key.account,
      key: { id: key.id, name: 'tablet', prefix: key.prefix, expiresAt: hour(24), locales: ['zh-Hans'] },
      roles: ['EDITOR'],
      locales: ['zh-Hans'],
      permissions: ['READ', 'READ_DRAFT', 'WRITE'].map((verb) => ({
        verb,
        types: expect.arrayContaining(['Event']),
      })),
    });
    for (const { types } of viewer.permissions)
      expect(types.sort()).toEqual(contentTypes.map(({ name }) => name).sort());
  });

  test('may do what each of the roles may', async () => {
    const both = await app.as(Role.PUBLISHER, Role.ADMIN);
    const { permissions } = (await both.data(query)).viewer;

    expect(permissions.map(({ verb }: { verb: string }) => verb)).toEqual([
      'READ',
      'READ_DRAFT',
      'WRITE',
      'PUBLISH',
      'MANAGE',
      'READ_AUDIT',
      'READ_OWN',
    ]);
    expect(permissions[4].types.sort()).toEqual([
      'Account',
      'ApiKey',
      'PartnerFeed',
      'PersonalData',
      'Webhook',
    ]);
  });
});

describe('the lists', () => {
  const page = `query ($first: Int! = 20, $after: String) { apiKeys(first: $first, after: $after) {
    totalCount edges { cursor node { id account { name } isActive } } nodes { id }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  } }`;

  test('are read whole, page by page', async () => {
    for (let count = 0; count < 5; count += 1) await newKey();
    const { apiKeys: all } = await admin.data(page, { first: 100 });
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const { apiKeys }: { apiKeys: typeof all } = await admin.data(page, { first: 3, after });
      expect(apiKeys.pageInfo.hasPreviousPage).toBe(after !== null);
      expect(apiKeys.totalCount).toBe(all.totalCount);
      expect(apiKeys.pageInfo.startCursor).toBe(apiKeys.edges[0].cursor);
      ids.push(...apiKeys.nodes.map(({ id }: { id: string }) => id));
      after = apiKeys.pageInfo.hasNextPage ? apiKeys.pageInfo.endCursor : null;
    } while (after);

    expect(ids).toEqual(all.nodes.map(({ id }: { id: string }) => id));
    expect(ids).toHaveLength(all.totalCount);
  });

  test('respond under any alias, also within fragments', async () => {
    const { one, two } = await admin.data(`{
      one: accounts(first: 1) { a: pageInfo { x: hasNextPage } b: pageInfo { x: endCursor ...f } }
      two: accounts { total: totalCount all: nodes { n: name } }
    } fragment f on PageInfo { y: hasPreviousPage __typename }`);

    expect(one).toEqual({
      a: { x: true },
      b: { x: expect.any(String), y: false, __typename: 'PageInfo' },
    });
    expect(two.all).toHaveLength(Math.min(two.total, 20));
  });

  test.each([
    ['accounts(first: 0)', 'INVALID_INPUT'],
    ['apiKeys(first: 101)', 'INVALID_INPUT'],
    ['accounts(after: "x")', 'INVALID_CURSOR'],
    [`accounts(after: "${Buffer.from(`["ApiKey","${NOBODY}"]`).toString('base64url')}")`, 'INVALID_CURSOR'],
    [`accounts(after: "${Buffer.from(`["Account","' or 1=1"]`).toString('base64url')}")`, 'INVALID_CURSOR'],
  ])('refuse %s', async (field, code) => {
    const { errors } = await admin.ask(`{ ${field} { nodes { id } } }`);

    expect(errors?.[0]?.extensions?.code).toBe(code);
  });

  test.each([1, 5, 20])('read the accounts of %i keys in one query', async (first) => {
    await admin.data('{ viewer { name } }');
    await app.endpoint.keys.settled();

    const { statements } = await counting(() =>
      admin.data(
        'query ($first: Int!) { apiKeys(first: $first) { nodes { id isActive account { name } } } }',
        {
          first,
        },
      ),
    );

    expect(statements).toHaveLength(2);
  });
});

test('who managed what is in the audit log, without the secret', async () => {
  const { secret, apiKey: key } = await newKey();
  await run('apiKeyRevoke', { id: key.id });
  const { rows } = await app.database.pool.query(
    'select *, e::text as all from system.audit_entry e where $1 = any(targets) order by id',
    [key.id],
  );

  expect(rows.map(({ operation, outcome }) => [operation, outcome])).toEqual([
    ['apiKeyCreate', 'DONE'],
    ['apiKeyRevoke', 'DONE'],
  ]);
  expect(rows[0].key_id).not.toBeNull();
  expect(JSON.stringify(rows)).not.toContain(secret.slice(12));
});

test('a key that is requested twice by one request is created once, and its secret is shown once', async () => {
  const variables = { input: { accountName: newName(), name: 'a key', roles: ['READER'] } };
  const headers = { 'idempotency-key': 'the same' };
  const first = (await admin.data(mutations.apiKeyCreate, variables, headers)).done;
  const second = (await admin.data(mutations.apiKeyCreate, variables, headers)).done;
  const { rows } = await app.database.pool.query('select r::text as record from system.idempotency_record r');

  expect(second).toEqual({ ...first, secret: null });
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(first.secret.slice(12));
});

test('the tables are those of the entities', async () => {
  const entities = [...entitiesOf(contentTypes), ...accountEntities];
  const dataSource = await dataSourceOver(app.database, 'draft', entities).initialize();
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();

  const own = upQueries.map(({ query }) => query).filter((query) => /"(account|api_key)"/.test(query));
  // Values that a column may have are checked by the database alone.
  expect(own.filter((query) => !/DROP CONSTRAINT "[a-z_]+_check\d*"/.test(query))).toEqual([]);
});

test('the role of the public sees none of it', async () => {
  const client = new pg.Client({ connectionString: app.databaseUrl, options: '-c role=scc_public' });
  await client.connect();

  for (const table of ['account', 'api_key'])
    await expect(client.query(`select * from system.${table}`)).rejects.toThrow(/permission denied/);
  await client.end();
});
