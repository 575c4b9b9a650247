import 'reflect-metadata';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Config } from '../src/config.js';
import { startOn, type TestApplication } from './support/application.js';
import { anEvent, changed, Desk } from './support/builders.js';
import { blocksOf } from './support/documents.js';
import { freePort } from './support/free-port.js';
import { createDatabase } from './support/postgres.js';

const GUIDE = 'docs/guides/operations.md';
/** Another one may be named; that of Debian 12 is 1.18. */
const PROGRAM = process.env.PGBOUNCER_PATH ?? 'pgbouncer';
const [, major = 0, minor = 0] =
  /PgBouncer (\d+)\.(\d+)/.exec(spawnSync(PROGRAM, ['--version'], { encoding: 'utf8' }).stdout ?? '') ?? [];
const isThere = Number(major) > 0;
const keepsStatements = Number(major) > 1 || Number(minor) >= 21;
/** Far fewer connections than the program opens. */
const CONNECTIONS = 2;

const described = isThere ? describe : describe.skip;
if (!isThere)
  test.skip('PgBouncer is not installed, so it is not known whether the program works with it', () =>
    undefined);

/** Roles belong to the whole server, which other tests use, too. */
const role = `scc_public_${randomBytes(4).toString('hex')}`;
let folder: string;
let database: Awaited<ReturnType<typeof createDatabase>>;
let bouncer: ChildProcess | undefined;
let port: number;
let app: TestApplication;
let other: TestApplication;
let desk: Desk;

const through = (name: string) => `postgres://${role}:a-third-password@127.0.0.1:${port}/${name}`;
const ofGuide = (info: string) => blocksOf(GUIDE, info).replaceAll('scc_public', role);
const settings = (): Partial<Config> => ({
  publicRole: role,
  databasePublicUrl: through('scc'),
  databasePrepare: keepsStatements,
  databasePoolSize: 10,
});

async function run(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** As the guide has it, where this test needs no other addresses. */
async function startBouncer(): Promise<void> {
  const { hostname, port: serverPort, pathname } = new URL(database.url);
  const server = `host=${hostname} port=${serverPort || 5432} dbname=${pathname.slice(1)}`;
  const ini = ofGuide('ini pgbouncer')
    .replace('host=127.0.0.1 port=5432 dbname=scc', server)
    // What an operator could get wrong: everything as the owner, and settings that are let be forgotten.
    .replace('[pgbouncer]', `owner = ${server} user=${new URL(database.url).username}\n[pgbouncer]`)
    .concat('ignore_startup_parameters = options\n')
    .replace('= 6432', `= ${port}`)
    .replace('/etc/pgbouncer', folder)
    .replace('default_pool_size = 20', `default_pool_size = ${CONNECTIONS}`)
    .replace(/^max_prepared_statements.*$/m, (line) => (keepsStatements ? line : ''));
  await writeFile(join(folder, 'pgbouncer.ini'), ini);
  await writeFile(join(folder, 'userlist.txt'), ofGuide('text pgbouncer'));
  const asNobody = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  bouncer = spawn(PROGRAM, [...asNobody, join(folder, 'pgbouncer.ini')], { stdio: 'ignore' });
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isOpen) return;
    if (bouncer.exitCode !== null) throw new Error(`PgBouncer ended with ${bouncer.exitCode}.\n${ini}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function stopBouncer(): Promise<void> {
  if (!bouncer || bouncer.exitCode !== null) return;
  const ended = once(bouncer, 'exit');
  bouncer.kill('SIGKILL');
  await ended;
}

described('through PgBouncer in transaction mode', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scc-pgbouncer-'));
    await chmod(folder, 0o755);
    database = await createDatabase(process.env.SCC_TEST_POSTGRES ?? '');
    port = await freePort();
    // The first start, which makes the role.
    await (await startOn(database.url, { publicRole: role })).close();
    await run(ofGuide('sql pgbouncer').split('\n')[0] ?? '');
    await startBouncer();
  });
  afterAll(async () => {
    await other?.close();
    await app?.close();
    await stopBouncer();
    await run(`drop owned by ${role}`, `drop role ${role}`);
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  describe('the program refuses to start', () => {
    test.each([
      ['where its settings were not given to the role', {}, /ALTER ROLE \w+ SET statement_timeout = '4s';/],
      [
        'where the public would work as the owner',
        { databasePublicUrl: () => through('owner') },
        /can also read: draft, pgboss, system/,
      ],
      [
        'with all of it behind the pooler',
        { databaseUrl: () => through('owner') },
        /DATABASE_URL leads to a connection that loses its settings/,
      ],
      [
        'with a password that is wrong',
        { databasePublicUrl: () => through('scc').replace('third', 'fourth') },
        /authentication failed/,
      ],
    ])('%s', async (_what, given, sentence) => {
      const made = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value()]));
      await expect(startOn(database.url, { ...settings(), ...made })).rejects.toThrow(sentence);
    });
  });

  describe('once the role has its settings', () => {
    beforeAll(async () => {
      await run(ofGuide('sql pgbouncer'));
      await stopBouncer();
      await startBouncer();
      app = await startOn(database.url, { ...settings(), answerCacheMb: 0 });
      other = await startOn(database.url, settings());
      desk = await Desk.open(app);
      await desk.release(
        ...Array.from({ length: 20 }, (_each, number) =>
          anEvent({ text: { en: { title: `event ${number}` } } }),
        ),
      );
    });

    test('many send different queries at once, over few connections', async () => {
      const asked = Array.from({ length: 200 }, (_each, index) => ({
        first: 1 + (index % 20),
        field: index % 3,
      }));
      const fields = ['title', 'slug title', 'title kind'];
      const answers = await Promise.all(
        asked.map(({ first, field }) =>
          app.data(
            `query ($first: Int) { events(first: $first, locale: "en") { nodes { ${fields[field]} } } }`,
            { first },
          ),
        ),
      );
      expect(answers.map(({ events }) => events.nodes.length)).toEqual(asked.map(({ first }) => first));
      const client = new pg.Client({ connectionString: database.url });
      await client.connect();
      const { rows } = await client.query(
        'select count(*)::int as open from pg_stat_activity where usename = $1',
        [role],
      );
      await client.end();
      expect(rows[0].open).toBeLessThanOrEqual(CONNECTIONS);
    });

    test('changes are heard of', async () => {
      const event = anEvent();
      const title = async () =>
        (await other.data('{ events(first: 100, locale: "en") { nodes { title } } }')).events.nodes.map(
          (node: { title: string }) => node.title,
        );
      for (const words of ['first', 'second', 'third']) {
        await desk.release(changed(event, { text: { en: { title: words } } }));
        while (!(await title()).includes(words)) await new Promise((resolve) => setTimeout(resolve, 25));
      }
      expect(other.endpoint.cache.statistics.entries).toBe(1);
    });

    test('prepared statements work where PgBouncer supports them, and are refused where it does not', async () => {
      const starting = startOn(database.url, { ...settings(), databasePrepare: true });
      if (keepsStatements) return (await starting).close();
      await expect(starting).rejects.toThrow('set DATABASE_PREPARE=false');
    });
  });
});
