import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { Role } from '../src/content/contract/access.js';
import { createLogger } from '../src/foundation/logger.js';
import { startDemo, startOn, type TestApplication } from './support/application.js';
import { blocksOf } from './support/documents.js';
import { waitingForLocks } from './support/lock-waits.js';
import { translating } from './support/translated-server.js';

interface Entry {
  readonly msg: string;
  readonly requestId?: string;
  readonly statement?: string;
  readonly pool: string;
  readonly sql: string;
  readonly durationMs: number;
  readonly plan?: readonly string[];
}

/** So slow that it is the database's own doing, and not that of a busy machine. */
const SLOW_FROM = 1_000;
const lines: string[] = [];
let app: TestApplication;
let admin: pg.Client;
beforeAll(async () => {
  const logger = createLogger('info', { write: (line) => void lines.push(line) });
  app = await startDemo({ slowQueryMs: SLOW_FROM, jobs: false, answerCacheMb: 0 }, logger);
  admin = new pg.Client({ connectionString: app.databaseUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await app.close();
});

const slow = (): Entry[] =>
  lines.map((line) => JSON.parse(line) as Entry).filter(({ msg }) => msg === 'A statement was slow.');

/** Whatever reads or writes events waits meanwhile; returns when all that is slow has been written down. */
async function whileEventsAreLocked<Result>(work: () => Promise<Result>, entries: number): Promise<Result> {
  await admin.query('begin');
  await admin.query('lock table draft.event, published.event, published.event_text in access exclusive mode');
  const before = slow().length;
  const working = work();
  while ((await waitingForLocks(admin)) < entries) await new Promise((resolve) => setTimeout(resolve, 20));
  await new Promise((resolve) => setTimeout(resolve, SLOW_FROM + 200));
  await admin.query('commit');
  const result = await working;
  while (slow().length < before + entries) await new Promise((resolve) => setTimeout(resolve, 20));
  return result;
}

test('a statement that takes long is written down with its plan and its request, and without its values', async () => {
  const query = 'query ($slug: String!) { event(slug: $slug, locale: "zh-HK") { title } }';
  const headers = { 'x-request-id': 'the-slow-one' };
  const { errors } = await whileEventsAreLocked(
    () => app.ask(query, { slug: 'it-is-private-whose-page-is-read' }, headers),
    1,
  );

  expect(errors).toBeUndefined();
  const [entry] = slow();
  expect(entry).toMatchObject({ requestId: 'the-slow-one', pool: 'published' });
  expect(entry?.durationMs).toBeGreaterThanOrEqual(SLOW_FROM);
  expect(entry?.sql).toMatch(/^select .*published\.event/);
  expect(entry?.plan?.join('\n')).toMatch(/(Index|Seq|Bitmap) .*event.*\(cost [\d.]+ rows \d+\)/);
  expect(lines.join('')).not.toContain('it-is-private');
  expect(lines.join('')).not.toContain('zh-Hant');
});

test('the plan of a statement is requested once a minute', async () => {
  const before = slow().length;
  const query = 'query ($slug: String!) { event(slug: $slug, locale: "zh-HK") { title } }';
  await whileEventsAreLocked(() => Promise.all(['a', 'b'].map((slug) => app.ask(query, { slug }))), 2);

  const again = slow().slice(before);
  expect(again).toHaveLength(2);
  expect(again.filter(({ plan }) => plan !== undefined)).toEqual([]);
});

test('what a mutation does is written down, too, with the request that it belongs to', async () => {
  const before = slow().length;
  const editor = await app.as(Role.EDITOR);
  const mutation =
    'mutation { eventCreate(input: { kind: TALK, schedule: { precision: TBA }, translations: [{ locale: "en", title: "Hidden words" }] }) { userErrors { message } } }';
  const { data } = await whileEventsAreLocked(
    () => editor.ask(mutation, {}, { 'x-request-id': 'the-slow-change' }),
    1,
  );

  expect(data).toEqual({ eventCreate: { userErrors: [] } });
  const [entry] = slow().slice(before);
  expect(entry).toMatchObject({ requestId: 'the-slow-change', pool: 'all' });
  expect(lines.join('')).not.toContain('Hidden words');
});

test.each([
  ['', async (url: string) => ({ url, close: () => undefined })],
  [', whatever language its server speaks', translating],
])('statements are prepared again when a migration has changed their columns%s', async (_where, leadTo) => {
  const { url, close } = await leadTo(app.databaseUrl);
  const program = await startOn(url, { jobs: false });
  const editor = await program.as(Role.EDITOR);
  const create = async () => {
    const mutation =
      'mutation { venueCreate(input: { translations: [{ locale: "en", name: "A hall" }] }) { userErrors { code } } }';
    const { data, errors } = await editor.ask(mutation);
    return errors ?? data;
  };
  for (let count = 0; count < 12; count += 1) await create();
  await admin.query('alter table draft.venue alter column version type bigint');
  await admin.query('alter table system.revision alter column version type bigint');
  try {
    for (let count = 0; count < 12; count += 1)
      expect(await create()).toEqual({ venueCreate: { userErrors: [] } });
  } finally {
    await admin.query('alter table draft.venue alter column version type integer');
    await admin.query('alter table system.revision alter column version type integer');
    await program.close();
    close();
  }
});

test('statements are not compiled where the server would', async () => {
  const { pathname } = new URL(app.databaseUrl);
  await admin.query(`alter database ${pathname.slice(1)} set jit = on`);
  const program = await startOn(app.databaseUrl, { jobs: false });
  try {
    const text = "select current_setting('jit')";
    const { rows } = await program.database.pool.query(text);
    const readers = [
      program.database.read('published', { text }, []),
      program.database.read('draft', { text }, []),
    ];

    expect([...rows, ...(await Promise.all(readers)).map(String)]).toEqual([
      { current_setting: 'off' },
      'off',
      'off',
    ]);
  } finally {
    await program.close();
  }
});

test('connections of the public have settings of their own, which the guide names, or the program does not start', async () => {
  const role = `scc_public_${randomBytes(4).toString('hex')}`;
  const { href: databasePublicUrl } = Object.assign(new URL(app.databaseUrl), { username: role });
  const statements = blocksOf('docs/guides/operations.md', 'sql pgbouncer').replaceAll('scc_public', role);
  await (await startOn(app.databaseUrl, { publicRole: role })).close();
  await admin.query(statements.replace(/^.* jit = .*$/m, ''));
  try {
    const start = () => startOn(app.databaseUrl, { publicRole: role, databasePublicUrl, jobs: false });
    await expect(start()).rejects.toThrow(`Run ALTER ROLE ${role} SET jit = 'off'; and restart`);
    await admin.query(statements);
    await (await start()).close();
  } finally {
    await admin.query(`drop owned by ${role}; drop role ${role}`);
  }
});

test('metrics count the slow statements', async () => {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  expect(text).toContain(`scc_sql_slow_statements_total ${slow().length}\n`);
});
