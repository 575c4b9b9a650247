import { entitiesOf } from '../src/content/editing/entities.js';
import 'reflect-metadata';
import { accountEntities } from '../src/accounts/account.entity.js';
import { contentTypes } from '../src/app/content-types.js';
import { Role } from '../src/content/contract/access.js';
import { dataSourceOver } from '../src/content/storage/store.js';
import { partnerEntities } from '../src/partners/partner-feed.entity.js';
import { type Asking, startDemo, type TestApplication } from './support/application.js';
import { counting } from './support/counting.js';
import { idOf, Mutations } from './support/mutations.js';
import { TEST_NOW } from './support/prepared.js';

const NOBODY = '00000000-0000-7000-8000-000000000000';
const FIELDS = `partnerFeed {
  id name organisationId account { id name } filter defaultLocale locales
  theme { layout appearance accentColour } allowedOrigins limit createdAt updatedAt deletedAt
  fetchCount lastFetchedAt lastError { at message } fetches { at }
}`;

let app: TestApplication;
let admin: Mutations;
let geolab: string;
beforeAll(async () => {
  app = await startDemo({ publicUrl: 'https://api.example.org' });
  admin = new Mutations(app, await app.as(Role.ADMIN));
  geolab = await idOf(app, 'organisation', 'geolab');
});
beforeEach(() => app.setNow(TEST_NOW));
afterAll(() => app.close());

const hour = (hours: number) => new Date(Date.parse(TEST_NOW) + hours * 3_600_000).toISOString();

async function aFeed(input: object = {}, selection = FIELDS) {
  return admin.done('partnerFeedCreate', { name: 'Events', organisation: geolab, ...input }, selection);
}

let accounts = 0;
/** A partner with a key, and the id of its account. */
async function aPartner(): Promise<{ readonly account: string; readonly asking: Asking }> {
  accounts += 1;
  const input = { accountName: `Partner ${accounts}`, name: 'a key', roles: ['PARTNER'] };
  const { secret, apiKey } = await admin.done('apiKeyCreate', input, 'secret apiKey { account { id } }');
  return { account: apiKey.account.id, asking: app.withKey(secret) };
}

describe('managing feeds', () => {
  test('creates one with no more than a name and an organisation', async () => {
    const { partnerFeed: feed } = await aFeed({ name: '  GeoLab events ' });

    expect(feed).toEqual({
      id: expect.stringMatching(/^partner_feed_/),
      name: 'GeoLab events',
      organisationId: geolab,
      account: null,
      filter: {},
      defaultLocale: 'en',
      locales: null,
      theme: { layout: 'LIST', appearance: 'AUTO', accentColour: null },
      allowedOrigins: null,
      limit: null,
      createdAt: hour(0),
      updatedAt: hour(0),
      deletedAt: null,
      fetchCount: 0,
      lastFetchedAt: null,
      lastError: null,
      fetches: [],
    });
  });

  test('creates one with everything, in its stored form', async () => {
    const filter = { time: 'UPCOMING', organisation: geolab, role: ['ORGANISER', 'SUPPORTING'], kind: null };
    const { account } = await aPartner();

    const { partnerFeed: feed } = await aFeed({
      filter,
      account,
      locales: ['zh-HK', 'en', 'zh-Hant'],
      theme: { layout: 'COMPACT', accentColour: ' #0B5FFF' },
      allowedOrigins: ['https://WWW.example.org/', 'https://例子.example:8443', 'https://www.example.org'],
      limit: 12,
    });

    expect(feed).toMatchObject({
      filter: { time: 'UPCOMING', organisation: geolab, role: ['ORGANISER', 'SUPPORTING'] },
      account: { id: account },
      defaultLocale: 'zh-Hant',
      locales: ['zh-Hant', 'en'],
      theme: { layout: 'COMPACT', appearance: 'AUTO', accentColour: '#0b5fff' },
      allowedOrigins: ['https://www.example.org', 'https://xn--fsqu00a.example:8443'],
      limit: 12,
    });
    expect(Object.keys(feed.filter)).not.toContain('kind');
  });

  test('gets a filter back that the list of events takes as it is', async () => {
    const { partnerFeed: feed } = await aFeed({ filter: { organisation: geolab, role: ['ORGANISER'] } });
    const query = 'query ($filter: EventFilter) { events(filter: $filter) { nodes { title } } }';

    const { events } = await app.data(query, { filter: feed.filter });

    expect(events.nodes.length).toBeGreaterThan(0);
    expect(events).toEqual(
      (await app.data(query, { filter: { organisation: geolab, role: ['ORGANISER'] } })).events,
    );
  });

  test('changes what is given and leaves the rest', async () => {
    const { partnerFeed: before } = await aFeed({ filter: { kind: ['TALK'] }, locales: ['en'], limit: 5 });
    app.setNow(hour(1));

    const { partnerFeed: after } = await admin.done(
      'partnerFeedUpdate',
      { id: before.id, name: 'Talks', theme: { appearance: 'DARK' } },
      FIELDS,
    );

    expect(after).toEqual({
      ...before,
      name: 'Talks',
      theme: { ...before.theme, appearance: 'DARK' },
      updatedAt: hour(1),
    });
  });

  test('takes away with null what can be absent', async () => {
    const { account } = await aPartner();
    const { partnerFeed: before } = await aFeed({
      account,
      filter: { kind: ['TALK'] },
      locales: ['zh-Hant'],
      theme: { layout: 'COMPACT', accentColour: '#000000' },
      allowedOrigins: ['https://example.org'],
      limit: 5,
    });
    const nothing = {
      account: null,
      filter: null,
      defaultLocale: null,
      locales: null,
      theme: null,
      allowedOrigins: null,
      limit: null,
    };

    const { partnerFeed: after } = await admin.done(
      'partnerFeedUpdate',
      { id: before.id, ...nothing },
      FIELDS,
    );

    expect(after).toMatchObject({
      account: null,
      filter: {},
      defaultLocale: 'en',
      locales: null,
      theme: { layout: 'LIST', appearance: 'AUTO', accentColour: null },
      allowedOrigins: null,
      limit: null,
    });
  });

  test('takes away a part of the theme with null, and the rest stays', async () => {
    const { partnerFeed: feed } = await aFeed({ theme: { layout: 'COMPACT', accentColour: '#123456' } });

    const { partnerFeed: after } = await admin.done(
      'partnerFeedUpdate',
      { id: feed.id, theme: { accentColour: null } },
      FIELDS,
    );

    expect(after.theme).toEqual({ layout: 'COMPACT', appearance: 'AUTO', accentColour: null });
  });

  test('deletes one, once and for all: it is remembered, and not changed any more', async () => {
    const { partnerFeed: feed } = await aFeed();

    const deleted = await admin.done('partnerFeedDelete', { id: feed.id }, FIELDS);
    app.setNow(hour(1));
    const again = await admin.done('partnerFeedDelete', { id: feed.id }, FIELDS);
    const { partnerFeed, userErrors } = await admin.ask(
      'partnerFeedUpdate',
      { id: feed.id, name: 'x' },
      FIELDS,
    );
    const read = await admin.who.data('query ($id: ID!) { partnerFeed(id: $id) { deletedAt } }', {
      id: feed.id,
    });

    expect(deleted.partnerFeed).toEqual({ ...feed, deletedAt: hour(0) });
    expect(again).toEqual(deleted);
    expect(partnerFeed).toBeNull();
    expect(userErrors).toMatchObject([{ code: 'CONFLICT', path: ['input', 'id'] }]);
    expect(read.partnerFeed.deletedAt).toBe(hour(0));
  });

  test('does not find deleted ones in the list, unless they are requested', async () => {
    const { partnerFeed: feed } = await aFeed();
    await admin.done('partnerFeedDelete', { id: feed.id });
    const listed = async (field: string) =>
      (await admin.who.data(`{ list: ${field} { nodes { id } } }`)).list.nodes.map(
        ({ id }: { id: string }) => id,
      );

    expect(await listed('partnerFeeds(first: 100)')).not.toContain(feed.id);
    expect(await listed('partnerFeeds(first: 100, includeDeleted: true)')).toContain(feed.id);
  });

  test('returns the URLs of a feed, and the snippet to paste', async () => {
    const selection = 'partnerFeed { id urls { ics webcal rss atom json jsonld embed widgetSnippet } }';
    const { partnerFeed } = await aFeed({ name: '<b>"Events"</b>', locales: ['zh-Hant'] }, selection);
    const { id, urls } = partnerFeed;

    expect(urls).toEqual({
      ics: `https://api.example.org/feeds/${id}.ics`,
      webcal: `webcal://api.example.org/feeds/${id}.ics`,
      rss: `https://api.example.org/feeds/${id}.rss`,
      atom: `https://api.example.org/feeds/${id}.atom`,
      json: `https://api.example.org/feeds/${id}.json`,
      jsonld: `https://api.example.org/feeds/${id}.jsonld`,
      embed: `https://api.example.org/embed/feed/${id}`,
      widgetSnippet: [
        '<script type="module" src="https://api.example.org/embed/v1/scc-events.js"></script>',
        `<scc-events feed="${id}" locale="zh-Hant">`,
        `  <a href="https://api.example.org/embed/feed/${id}">&lt;b&gt;&quot;Events&quot;&lt;/b&gt;</a>`,
        '</scc-events>',
      ].join('\n'),
    });
  });

  test('leaves a trace in the audit log', async () => {
    const { partnerFeed: feed } = await aFeed();
    await admin.done('partnerFeedUpdate', { id: feed.id, limit: 3 });
    await admin.done('partnerFeedDelete', { id: feed.id });
    const { rows } = await app.database.pool.query(
      'select operation, outcome from system.audit_entry where $1 = any(targets) order by id',
      [feed.id],
    );

    expect(rows.map(({ operation, outcome }) => [operation, outcome])).toEqual([
      ['partnerFeedCreate', 'DONE'],
      ['partnerFeedUpdate', 'DONE'],
      ['partnerFeedDelete', 'DONE'],
    ]);
  });
});

describe('the organisation of a feed', () => {
  test('is read in the requested language, of all feeds of a list in one statement', async () => {
    const scc = await idOf(app, 'organisation', 'smart-city-consortium');
    await Promise.all([aFeed(), aFeed({ organisation: scc }), aFeed()]);

    const { result, statements } = await counting(() =>
      admin.who.data(`{ partnerFeeds(first: 100) { nodes {
        organisationId organisation(locale: "zh-Hant") { id name } english: organisation(locale: "en") { name }
      } } }`),
    );
    const { nodes } = result.partnerFeeds;

    // Who asks is known by now: one for the feeds, and one for each of the two fields.
    expect(statements).toHaveLength(3);
    for (const { organisationId, organisation } of nodes) expect(organisation.id).toBe(organisationId);
    expect(nodes).toContainEqual({
      organisationId: geolab,
      organisation: { id: geolab, name: '地理空間實驗室' },
      english: { name: 'Geospatial Lab' },
    });
  });

  test('is null while the public does not see it, for administrators, too', async () => {
    const input = { kind: 'COMPANY', translations: [{ locale: 'en', name: 'Not yet public' }] };
    const { organisation } = await admin.done('organisationCreate', input, 'organisation { id }');

    const { partnerFeed } = await aFeed(
      { organisation: organisation.id },
      'partnerFeed { organisationId organisation { name } }',
    );

    expect(partnerFeed).toEqual({ organisationId: organisation.id, organisation: null });
  });
});

describe('an error has its path, and nothing is written', () => {
  const event = `event_${NOBODY}`;
  const organisation = `organisation_${NOBODY}`;
  test.each<[string, object, string, readonly string[]]>([
    ['an empty name', { name: ' ' }, 'INVALID_INPUT', ['name']],
    ['a name that is too long', { name: 'x'.repeat(101) }, 'INVALID_INPUT', ['name']],
    ['an organisation that is not there', { organisation }, 'NOT_FOUND', ['organisation']],
    ['an organisation that is an event', { organisation: event }, 'INVALID_ID', ['organisation']],
    [
      'a filter with a role of nobody',
      { filter: { role: ['ORGANISER'] } },
      'INVALID_INPUT',
      ['filter', 'role'],
    ],
    ['a filter with what is no id', { filter: { series: 'x' } }, 'INVALID_ID', ['filter', 'series']],
    [
      'a filter with an id of another type',
      { filter: { person: event } },
      'INVALID_ID',
      ['filter', 'person'],
    ],
    ['a filter that names nobody', { filter: { organisation } }, 'NOT_FOUND', ['filter', 'organisation']],
    ['a filter in no language', { filter: { hasLocale: 'fr' } }, 'INVALID_LOCALE', ['filter', 'hasLocale']],
    ['an unknown language', { locales: ['en', 'fr'] }, 'INVALID_LOCALE', ['locales', '1']],
    ['no language at all', { locales: [] }, 'INVALID_INPUT', ['locales']],
    ['an unknown default language', { defaultLocale: 'ja' }, 'INVALID_LOCALE', ['defaultLocale']],
    [
      'a default language that is not allowed',
      { defaultLocale: 'en', locales: ['zh-Hant'] },
      'INVALID_INPUT',
      ['defaultLocale'],
    ],
    ['a limit of nothing', { limit: 0 }, 'INVALID_INPUT', ['limit']],
    ['a limit beyond all reason', { limit: 10_001 }, 'INVALID_INPUT', ['limit']],
    ['an account that is not there', { account: `account_${NOBODY}` }, 'NOT_FOUND', ['account']],
    ...['red', '#fff', '#12345g', '#1234567', 'url(x)'].map(
      (accentColour): [string, object, string, readonly string[]] => [
        `the colour ${accentColour}`,
        { theme: { accentColour } },
        'INVALID_INPUT',
        ['theme', 'accentColour'],
      ],
    ),
    ...[
      'http://example.org',
      'example.org',
      '*',
      'https://*.example.org',
      'https://example.org/page',
      'https://example.org/?',
      'https://example.org#',
      'https://me@example.org',
      'null',
      'javascript:alert(1)',
      '',
    ].map((origin): [string, object, string, readonly string[]] => [
      `the origin "${origin}"`,
      { allowedOrigins: ['https://good.example', origin] },
      'INVALID_INPUT',
      ['allowedOrigins', '1'],
    ]),
  ])('%s', async (_what, input, code, path) => {
    const { partnerFeed: feed } = await aFeed();
    const count = async () =>
      (await admin.who.data('{ partnerFeeds { totalCount } }')).partnerFeeds.totalCount;
    const before = await count();

    const created = await admin.ask(
      'partnerFeedCreate',
      { name: 'x', organisation: geolab, ...input },
      FIELDS,
    );
    const updated = await admin.ask('partnerFeedUpdate', { id: feed.id, ...input }, FIELDS);
    const read = await admin.who.data(`query ($id: ID!) { ${FIELDS.replace('{', '(id: $id) {')} }`, {
      id: feed.id,
    });

    for (const { partnerFeed, userErrors } of [created, updated]) {
      expect(partnerFeed).toBeNull();
      expect(userErrors).toMatchObject([{ code, path: ['input', ...path] }]);
    }
    expect(read.partnerFeed).toEqual(feed);
    expect(await count()).toBe(before);
  });

  test.each(['name', 'organisation'])('taking away the %s', async (field) => {
    const { partnerFeed: feed } = await aFeed();
    const { userErrors } = await admin.ask('partnerFeedUpdate', { id: feed.id, [field]: null });

    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', field] }]);
  });

  test('leaving out the language that is the default', async () => {
    const { partnerFeed: feed } = await aFeed({ defaultLocale: 'en' });
    const { userErrors } = await admin.ask('partnerFeedUpdate', { id: feed.id, locales: ['zh-Hant'] });

    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'defaultLocale'] }]);
  });

  test('in the language of the request', async () => {
    const chinese = admin.with({ 'accept-language': 'zh-HK' });
    const input = { name: 'x', organisation: geolab, allowedOrigins: ['http://example.org'] };
    const { userErrors } = await chinese.ask('partnerFeedCreate', input);

    expect(userErrors[0].message).toMatch(/不是有效的來源/);
  });

  test('a filter is refused as GraphQL refuses it where it is not one', async () => {
    for (const filter of [{ time: 'SOON' }, { from: 'tomorrow' }, { colour: 'red' }]) {
      const { response, errors } = await admin.answer('partnerFeedCreate', {
        name: 'x',
        organisation: geolab,
        filter,
      });
      expect([response.status, errors?.[0]?.extensions?.code]).toEqual([400, 'BAD_USER_INPUT']);
    }
  });

  test.each(['partnerFeedUpdate', 'partnerFeedDelete'])('%s of a feed that is not there', async (field) => {
    const missing = await admin.ask(field, { id: `partner_feed_${NOBODY}` });
    const other = await admin.ask(field, { id: geolab });

    expect(missing.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
    expect(other.userErrors).toMatchObject([{ code: 'INVALID_ID', path: ['input', 'id'] }]);
  });
});

describe('a key that is created with a feed', () => {
  const withKey = `secret apiKey { id name roles account { id name } } ${FIELDS}`;

  test('is shown once, is of an account named after the organisation, and sees the feed', async () => {
    const created = await aFeed({ name: 'Calendar', withKey: true, defaultLocale: 'zh-Hant' }, withKey);
    const partner = app.withKey(created.secret);

    const { viewer, partnerFeeds } = await partner.data(
      '{ viewer { name roles } partnerFeeds { nodes { id name } } }',
    );
    const { rows } = await app.database.pool.query(
      'select f::text as row from system.partner_feed f union all select a::text from system.audit_entry a',
    );

    expect(created.apiKey).toMatchObject({
      name: 'Calendar',
      roles: ['PARTNER'],
      account: { id: created.partnerFeed.account.id, name: '地理空間實驗室' },
    });
    expect(viewer).toEqual({ name: '地理空間實驗室', roles: ['PARTNER'] });
    expect(partnerFeeds.nodes).toEqual([{ id: created.partnerFeed.id, name: 'Calendar' }]);
    expect(JSON.stringify(rows)).not.toContain(created.secret.slice(12));
  });

  test('is created once by a request that is sent twice, and is not shown again', async () => {
    const again = admin.with({ 'idempotency-key': 'a feed with a key' });
    const input = { name: 'Twice', organisation: geolab, accountName: 'Twice', withKey: true };

    const first = await again.done('partnerFeedCreate', input, withKey);
    const second = await again.done('partnerFeedCreate', input, withKey);
    const { rows } = await app.database.pool.query(
      'select r::text as record from system.idempotency_record r',
    );

    expect(first.secret).toMatch(/^scc_/);
    expect(second).toEqual({ ...first, secret: null });
    expect(JSON.stringify(rows)).not.toContain(first.secret.slice(12));
  });

  test('is for the account that is given, whose name may be taken', async () => {
    const { account } = await aPartner();

    const created = await aFeed({ account, withKey: true }, withKey);
    const { userErrors } = await admin.ask('partnerFeedCreate', {
      name: 'x',
      organisation: geolab,
      accountName: created.apiKey.account.name,
      withKey: true,
    });

    expect(created.apiKey.account.id).toBe(account);
    expect(userErrors).toMatchObject([{ code: 'TAKEN', path: ['input', 'accountName'] }]);
  });

  test('is not created when something is wrong with the feed', async () => {
    const input = { name: 'x', organisation: geolab, accountName: 'Nobody', withKey: true, limit: 0 };
    const { secret, apiKey } = await admin.ask('partnerFeedCreate', input, withKey);
    const { rows } = await app.database.pool.query("select 1 from system.account where name = 'Nobody'");

    expect([secret, apiKey, rows]).toEqual([null, null, []]);
  });

  test('cannot be for an account that is disabled, nor for two', async () => {
    const { account } = await aPartner();
    const two = { name: 'x', organisation: geolab, account, accountName: 'x' };
    expect((await admin.ask('partnerFeedCreate', two)).userErrors).toMatchObject([
      { path: ['input', 'account'] },
    ]);
    await admin.done('accountDisable', { id: account });

    const { userErrors } = await admin.ask('partnerFeedCreate', { name: 'x', organisation: geolab, account });

    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'account'] }]);
  });
});

describe('who may do what', () => {
  test('a publisher manages feeds, but creates no accounts and keys', async () => {
    const publisher = new Mutations(app, await app.as(Role.PUBLISHER));
    const input = { name: 'By a publisher', organisation: geolab };

    const { partnerFeed } = await publisher.done('partnerFeedCreate', input, 'partnerFeed { id }');
    await publisher.done('partnerFeedUpdate', { id: partnerFeed.id, limit: 3 });
    const withKey = await publisher.ask('partnerFeedCreate', { ...input, withKey: true });
    const withAccount = await publisher.ask('partnerFeedCreate', { ...input, accountName: 'x' });

    expect(withKey.userErrors).toMatchObject([{ code: 'FORBIDDEN', path: ['input', 'withKey'] }]);
    expect(withAccount.userErrors).toMatchObject([{ code: 'FORBIDDEN', path: ['input', 'accountName'] }]);
  });

  test('a partner sees the feeds of its account, several of them, and no others', async () => {
    const [one, other] = [await aPartner(), await aPartner()];
    const mine = [await aFeed({ account: one.account }), await aFeed({ account: one.account })];
    const foreign = await aFeed({ account: other.account });
    const nobodys = await aFeed();

    const { partnerFeeds } = await one.asking.data('{ partnerFeeds { totalCount nodes { id } } }');
    expect(partnerFeeds.totalCount).toBe(2);
    expect(partnerFeeds.nodes).toEqual(mine.map(({ partnerFeed: { id } }) => ({ id })));

    const query = `query ($id: ID!) { ${FIELDS.replace('{', '(id: $id) {')} }`;
    for (const { partnerFeed } of mine)
      expect(await one.asking.data(query, { id: partnerFeed.id })).toEqual({ partnerFeed });
    const refusals = [foreign.partnerFeed.id, nobodys.partnerFeed.id, `partner_feed_${NOBODY}`].map(
      async (id) => {
        const { response, data, errors } = await one.asking.ask(query, { id });
        return [response.status, data, errors?.[0]?.message, errors?.[0]?.extensions];
      },
    );
    const [first, ...rest] = await Promise.all(refusals);
    expect(first?.[0]).toBe(404);
    expect(first?.[3]).toMatchObject({ code: 'NOT_FOUND' });
    for (const refusal of rest) expect(refusal).toEqual(first);
  });

  test('a partner sees a feed no longer once it is given to somebody else', async () => {
    const [one, other] = [await aPartner(), await aPartner()];
    const { partnerFeed } = await aFeed({ account: one.account });

    await admin.done('partnerFeedUpdate', { id: partnerFeed.id, account: other.account });

    const count = async ({ asking }: typeof one) =>
      (await asking.data('{ partnerFeeds { totalCount } }')).partnerFeeds.totalCount;
    expect([await count(one), await count(other)]).toEqual([0, 1]);
  });

  test('a partner changes nothing, not even its own', async () => {
    const { account, asking } = await aPartner();
    const { partnerFeed } = await aFeed({ account });
    const partner = new Mutations(app, asking);

    for (const [field, input] of [
      ['partnerFeedCreate', { name: 'x', organisation: geolab }],
      ['partnerFeedUpdate', { id: partnerFeed.id, name: 'x' }],
      ['partnerFeedDelete', { id: partnerFeed.id }],
    ] as const) {
      const { response, errors } = await partner.answer(field, input);
      expect([response.status, errors?.[0]?.extensions?.code]).toEqual([403, 'FORBIDDEN']);
      expect(errors?.[0]?.message).toBe(
        'Managing the feeds of partners needs a key with the role PUBLISHER or ADMIN; this one has PARTNER.',
      );
    }
  });

  test('the public and those who only read or write are refused', async () => {
    const { partnerFeed } = await aFeed();
    for (const [asking, code] of [
      [app, 'UNAUTHENTICATED'],
      [await app.as(Role.READER, Role.EDITOR), 'FORBIDDEN'],
    ] as const) {
      for (const field of ['partnerFeeds { totalCount }', `partnerFeed(id: "${partnerFeed.id}") { name }`]) {
        const { errors } = await asking.ask(`{ ${field} }`);
        expect(errors?.[0]?.extensions?.code).toBe(code);
      }
    }
  });
});

test('the tables are those of the entities', async () => {
  const entities = [...entitiesOf(contentTypes), ...accountEntities, ...partnerEntities];
  const dataSource = await dataSourceOver(app.database, 'draft', entities).initialize();
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();

  const own = upQueries
    .map(({ query }) => query)
    .filter((query) => /"(partner_feed|feed_fetch)"/.test(query));
  // Values that a column may have are checked by the database alone.
  expect(own.filter((query) => !/DROP CONSTRAINT "[a-z_]+_check\d*"/.test(query))).toEqual([]);
});
