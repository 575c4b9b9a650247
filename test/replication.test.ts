import 'reflect-metadata';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../src/app/migrate.js';
import { globalId } from '../src/content/contract/global-id.js';
import { openDatabase } from '../src/foundation/database.js';
import { createLogger } from '../src/foundation/logger.js';
import { startOn, type TestApplication } from './support/application.js';
import { anEvent, aPerson, changed, Desk, type Piece } from './support/builders.js';
import { blocksOf } from './support/documents.js';
import { feedOf } from './support/feeds.js';
import { freePort } from './support/free-port.js';
import { startPostgres, type TestServer } from './support/postgres.js';

const GUIDE = 'docs/guides/operations.md';
const PRIMARY_URL = 'https://cms.example.org';

/** A PostgreSQL server that is made as the guide says, and can be stopped and started again. */
class Server {
  #running: TestServer | undefined;

  private constructor(
    readonly folder: string,
    readonly settings: Readonly<Record<string, string | number>>,
  ) {}

  static async create(folder: string, settings: Readonly<Record<string, string>> = {}): Promise<Server> {
    const server = new Server(folder, { ...settings, port: await freePort() });
    await server.start();
    for (const statement of statementsOf('sql create')) await server.run(statement, 'postgres');
    return server;
  }

  urlFor(user: string, database = 'scc'): string {
    return `postgres://${user}@127.0.0.1:${this.settings.port}/${database}`;
  }

  async start(): Promise<void> {
    this.#running = await startPostgres({ data: this.folder, own: this.settings });
  }

  /** As if the machine had lost its power. */
  async kill(): Promise<void> {
    process.kill(this.#running?.pid ?? 0, 'SIGQUIT');
    await this.stop();
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
  }

  /** Runs a block of the guide, or a statement, as a superuser. */
  async run(text: string, database = 'scc'): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.urlFor('postgres', database) });
    await client.connect();
    try {
      return (await client.query(text)).rows ?? [];
    } finally {
      await client.end();
    }
  }
}

/** The statements of a block of the guide, one by one: some of them may not be in a transaction with others. */
function statementsOf(info: string): string[] {
  return blocksOf(GUIDE, info)
    .split(/;\s*\n/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

let folder: string;
let primaryServer: Server;
let replicaServer: Server;
let primary: TestApplication;
let replica: TestApplication;
let desk: Desk;

const talk = anEvent({ text: { en: { title: 'version 0' } } });
const titled = (title: string) => changed(talk, { text: { en: { title } } });
const fromPrimary = (text: string) =>
  text.replace('host=primary.example.org', `host=127.0.0.1 port=${primaryServer.settings.port}`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scc-replication-'));
  // PostgreSQL does not run as root.
  await chmod(folder, 0o711);
  const settings = Object.fromEntries(
    [...blocksOf(GUIDE, 'ini primary').matchAll(/^(\w+) = (.+)$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
  [primaryServer, replicaServer] = await Promise.all([
    Server.create(join(folder, 'primary'), settings),
    // The replica tries again sooner than it would by itself, so that nobody has to wait.
    Server.create(join(folder, 'replica'), { wal_retrieve_retry_interval: '200ms' }),
  ]);
  primary = await startOn(primaryServer.urlFor('scc'));
  desk = await Desk.open(primary);
  await desk.release(talk);
  for (const statement of statementsOf('sql primary create')) await primaryServer.run(statement);
  // The command `migrate`.
  const database = await openDatabase(
    { databaseUrl: replicaServer.urlFor('scc'), databasePoolSize: 2, publicRole: 'scc_public', dataDir: '' },
    createLogger('silent'),
  );
  await migrate(database, { publicRole: 'scc_public' });
  await database.close();
  await replicaServer.run(fromPrimary(blocksOf(GUIDE, 'sql replica create')));
  await until(
    async () => (await replicaServer.run(blocksOf(GUIDE, 'sql replica missing')))[0]?.count === '0',
  );
  replica = await startOn(replicaServer.urlFor('scc'), {
    readOnly: true,
    primaryUrl: PRIMARY_URL,
    demoContent: true,
    jobs: true,
  });
}, 60_000);
afterAll(async () => {
  await replica?.close();
  await primary?.close();
  await Promise.all([replicaServer?.stop(), primaryServer?.stop()]);
  await rm(folder, { recursive: true, force: true });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let left = 400; left > 0; left -= 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('It did not come true.');
}

async function titles(app: TestApplication): Promise<string[]> {
  const { events } = await app.data('{ events(first: 100, locale: "en") { nodes { title } } }');
  return events.nodes.map(({ title }: { title: string }) => title);
}

const feedTitles = async (app: TestApplication) =>
  (await feedOf(app, 'events.json?locale=en')).items.map(({ title }) => title);

async function found(app: TestApplication, words: string): Promise<string[]> {
  const { search } = await app.data(`{ search(query: "${words}", locale: "en") { nodes { title } } }`);
  return search.nodes.map(({ title }: { title: string }) => title);
}

test('a read node shows published content, and invalidates its cache at a publication', async () => {
  expect(await titles(replica)).toEqual(['version 0']);
  expect(await feedTitles(replica)).toEqual(['version 0']);
  for (let version = 1; version <= 5; version += 1) {
    await desk.release(titled(`version ${version}`));
    await until(async () => (await titles(replica))[0] === `version ${version}`);
    expect(await feedTitles(replica)).toEqual([`version ${version}`]);
    expect(replica.endpoint.cache.statistics.entries).toBeGreaterThan(0);
  }
});

test('it forgets what is unpublished, and finds what is published', async () => {
  const extra: Piece = anEvent({ text: { en: { title: 'Quantum gardening' } } });
  await desk.release(extra, aPerson());
  await until(async () => (await found(replica, 'gardening')).includes('Quantum gardening'));
  expect(await titles(replica)).toContain('Quantum gardening');
  await desk.unpublish(extra);
  await until(async () => !(await titles(replica)).includes('Quantum gardening'));
  expect(await found(replica, 'gardening')).toEqual([]);
});

test('it hears of a table that is emptied, too', async () => {
  const count = async () => (await replica.data('{ people { totalCount } }')).people.totalCount;
  expect(await count()).toBe(1);
  await primaryServer.run('truncate published.person cascade');
  await until(async () => (await count()) === 0);
});

test('what was published while its database was down is there afterwards', async () => {
  await replicaServer.kill();
  expect((await fetch(`${replica.url}/readyz`)).status).toBe(503);
  await desk.release(titled('published meanwhile'));
  expect(await titles(primary)).toEqual(['published meanwhile']);
  await replicaServer.start();
  await until(async () => {
    const { data } = await replica.ask('{ events(first: 100, locale: "en") { nodes { title } } }');
    return JSON.stringify(data ?? '').includes('published meanwhile');
  });
  expect(await feedTitles(replica)).toEqual(['published meanwhile']);
  await desk.release(titled('published again'));
  await until(async () => (await titles(replica))[0] === 'published again');
});

describe('a read node refuses', () => {
  const CHANGE = 'mutation { eventUnpublish(input: { ids: [] }) { userErrors { message } } }';

  test.each([
    ['changes, in English', {}, `Send mutations, and requests with a key, to ${PRIMARY_URL}/graphql.`],
    ['changes, in Chinese', { 'accept-language': 'zh-HK' }, `送到 ${PRIMARY_URL}/graphql。`],
    ['keys', { authorization: `Bearer scc_${'a'.repeat(40)}` }, `to ${PRIMARY_URL}/graphql.`],
  ])('%s', async (_what, headers, sentence) => {
    const query = 'authorization' in headers ? '{ viewer { name } }' : CHANGE;
    const { errors, response } = await replica.ask(query, {}, headers);
    expect(errors?.[0]?.extensions?.code).toBe('READ_ONLY');
    expect(errors?.[0]?.message).toContain(sentence);
    expect(response.status).toBe(403);
  });

  test('to write by whatever way', async () => {
    await expect(replica.database.pool.query(`insert into system.setting values ('a', 'b')`)).rejects.toThrow(
      'read-only transaction',
    );
  });

  test('to start with other languages than those of the primary', async () => {
    await expect(
      startOn(replicaServer.urlFor('scc'), { readOnly: true, locales: 'en>zh-Hant, zh-Hant>en' }),
    ).rejects.toThrow('LOCALES and PLAIN_CHINESE must be the same');
  });

  test('to start on a database that lacks a migration', async () => {
    await replicaServer.run('create database behind owner scc', 'postgres');
    await expect(startOn(replicaServer.urlFor('scc', 'behind'), { readOnly: true })).rejects.toThrow(
      'is not migrated. Run the command "migrate"',
    );
  });
});

test('the feed of a partner is served, and who fetched it is not written down', async () => {
  const id = '0190a000-0000-7000-8000-000000000001';
  await primaryServer.run(`insert into system.partner_feed
    (id, name, organisation_id, filter, filter_changed_at, default_locale, theme, created_at, created_by, updated_at)
    values ('${id}', 'Ours', '${id}', '{}', now(), 'en', '{}', now(), 'a test', now())`);
  const path = `${globalId('partner_feed', id)}.json`;
  await until(async () => (await fetch(`${replica.url}/feeds/${path}`)).status === 200);
  expect((await feedOf(replica, path)).items.map(({ title }) => title)).toEqual(['published again']);
  await replica.endpoint.partners.feeds.settled();
  expect(await replicaServer.run('select 1 from system.feed_fetch')).toEqual([]);
});

describe('an upgrade', () => {
  /** What a migration could do. */
  const column = (name: string) => `alter table published.event add ${name} text`;
  const TABLE = `create table published.novelty (id int primary key); grant select on published.novelty to scc_public`;

  test('of the replica first leaves replication running', async () => {
    await replicaServer.run(column('early'));
    await desk.release(titled('upgraded here only'));
    await until(async () => (await titles(replica))[0] === 'upgraded here only');
    await primaryServer.run(column('early'));
    await desk.release(titled('upgraded everywhere'));
    await until(async () => (await titles(replica))[0] === 'upgraded everywhere');
  });

  test('of the primary first stops it, until the replica is upgraded, too', async () => {
    const failures = async () =>
      Number((await replicaServer.run(blocksOf(GUIDE, 'sql replica lag')))[0]?.apply_error_count);
    await primaryServer.run(column('late'));
    await desk.release(titled('too early'));
    await until(async () => (await failures()) > 0);
    expect(await titles(replica)).toEqual(['upgraded everywhere']);
    await replicaServer.run(column('late'));
    await until(async () => (await titles(replica))[0] === 'too early');
  });

  test('that adds a new table needs a refresh', async () => {
    for (const server of [replicaServer, primaryServer]) await server.run(TABLE);
    await primaryServer.run('insert into published.novelty values (1)');
    await replicaServer.run(blocksOf(GUIDE, 'sql replica refresh'));
    await until(async () => (await replicaServer.run('select id from published.novelty')).length === 1);
  });
});

test('its lag can be queried, and it can be dropped', async () => {
  const [slot] = await primaryServer.run(blocksOf(GUIDE, 'sql primary lag'));
  expect(slot).toMatchObject({ slot_name: 'scc_replica_1', active: true, wal_status: 'reserved' });
  const [subscription] = await replicaServer.run(blocksOf(GUIDE, 'sql replica lag'));
  expect(subscription).toMatchObject({ subname: 'scc_replica_1', works: true, sync_error_count: '0' });
  await replicaServer.run(blocksOf(GUIDE, 'sql replica drop'));
  expect(await primaryServer.run('select 1 from pg_replication_slots')).toEqual([]);
});

test('rows of every published table have a key, without which they could not be replicated', async () => {
  const without =
    await primaryServer.run(`select relname from pg_class c where relnamespace = 'published'::regnamespace
    and relkind = 'r' and not exists (select 1 from pg_index where indrelid = c.oid and indisprimary)`);
  expect(without).toEqual([]);
});
