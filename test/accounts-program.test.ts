import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { createDatabase } from './support/postgres.js';
import { copyDataFolder } from './support/prepared.js';
import { ROOT } from './support/root.js';

/** The built program, as `npm start` runs it. */
const MAIN = fileURLToPath(new URL('dist/src/main.js', ROOT));
const KEY = /scc_[0-9A-Za-z]{49}/g;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scc-accounts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(settings: Record<string, string>, ...words: string[]) {
  const { PATH = '' } = process.env;
  const env = { PATH, HOST: '127.0.0.1', DATA_DIR: join(folder, 'data'), ...settings };
  const program = spawn(process.execPath, [MAIN, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { out: '', err: '' };
  program.stdout.on('data', (chunk) => {
    output.out += chunk;
  });
  program.stderr.on('data', (chunk) => {
    output.err += chunk;
  });
  const ended = once(program, 'close').then(([code]) => Number(code));
  return { program, output, ended };
}

/** Runs the program until it answers, and stops it when the work is done. */
async function serving(work: (url: string, output: string) => Promise<void>): Promise<void> {
  const { server, port } = await takenPort();
  server.close();
  const { program, output, ended } = run({ PORT: String(port) });
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  while (!output.out.includes('ready in') && !hasEnded)
    await new Promise((resolve) => setTimeout(resolve, 25));
  try {
    await work(`http://127.0.0.1:${port}/graphql`, output.out + output.err);
  } finally {
    program.kill('SIGTERM');
    await ended;
  }
}

async function takenPort(): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

const ask = async (url: string, key: string) => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const body = JSON.stringify({ query: '{ viewer { name roles } }' });
  return ((await (await fetch(url, { method: 'POST', headers, body })).json()) as { data: unknown }).data;
};

describe('the embedded database', () => {
  test('gets an administrator at its first start, whose key is shown that once', async () => {
    let key = '';
    await copyDataFolder(join(folder, 'data'));
    await serving(async (url, output) => {
      expect(output).toMatch(/key with the role ADMIN.*not shown again/);
      const shown = output.match(KEY) ?? [];
      expect(shown).toHaveLength(1);
      [key = ''] = shown;
      expect(await ask(url, key)).toEqual({ viewer: { name: 'administrator', roles: ['ADMIN'] } });
    });

    await serving(async (url, output) => {
      expect(output).not.toMatch(KEY);
      expect(output).not.toContain('not shown again');
      expect(await ask(url, key)).toEqual({ viewer: { name: 'administrator', roles: ['ADMIN'] } });
    });
  }, 60_000);

  test('shows the key also when the port is taken: the next start would not', async () => {
    const { server, port } = await takenPort();
    const DATA_DIR = join(folder, 'taken');
    await copyDataFolder(DATA_DIR);
    const { output, ended } = run({ PORT: String(port), DATA_DIR });

    expect(await ended).toBe(1);
    expect(output.err).toMatch(/Port \d+ is in use/);
    expect(output.out.match(KEY)).toHaveLength(1);
    server.close();
  }, 60_000);
});

describe('create-key', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  beforeAll(async () => {
    database = await createDatabase(process.env.SCC_TEST_POSTGRES ?? '');
  });
  afterAll(() => database.drop());

  const create = async (...words: string[]) => {
    const { output, ended } = run({ DATABASE_URL: database.url }, 'create-key', ...words);
    return { code: await ended, ...output };
  };

  test('prints a key for the database that DATABASE_URL names, and nothing else on standard output', async () => {
    const first = await create('Anna', 'editor,PUBLISHER');
    const second = await create('Anna', 'READER');
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(
      'select a.name, roles from system.api_key k join system.account a on a.id = account_id order by k.id',
    );
    const accounts = await client.query('select name from system.account');
    const audit = await client.query('select viewer, operation, outcome from system.audit_entry');
    await client.end();

    expect([first, second].map(({ code, out }) => [code, out.replace(KEY, 'KEY')])).toEqual([
      [0, 'KEY\n'],
      [0, 'KEY\n'],
    ]);
    expect(first.err).toMatch(/not shown again/);
    expect(rows).toEqual([
      { name: 'Anna', roles: ['EDITOR', 'PUBLISHER'] },
      { name: 'Anna', roles: ['READER'] },
    ]);
    expect(accounts.rows).toEqual([{ name: 'Anna' }]);
    expect(audit.rows[0]).toEqual({ viewer: 'command line', operation: 'apiKeyCreate', outcome: 'DONE' });
  }, 60_000);

  test.each([
    ['no role', ['Anna'], /Usage: create-key NAME ROLE/],
    ['a role that there is not', ['Anna', 'EDITOR,KING'], /no role "KING"; use one of: READER, EDITOR/],
    ['more than that', ['Anna', 'Smith', 'EDITOR'], /Usage: create-key NAME ROLE/],
  ])('with %s reports the error in a sentence', async (_what, words, sentence) => {
    const { code, out, err } = await create(...words);

    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/at \w+ \(/);
  });
});
