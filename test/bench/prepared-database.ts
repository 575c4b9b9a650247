import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** The folder of the built program: this file is built, too. */
export const DIST = fileURLToPath(new URL('../../', import.meta.url));

/** Where the prepared databases of this checkout are kept from one run to the next. */
export const DATA_FOLDER = join(tmpdir(), `scc-bench-${hashOf(DIST)}`);

/**
 * The seeded database of a scale, made when it is not there or was made from other sources.
 * @param adminUrl of the server, as a superuser
 */
export async function preparedDatabase(
  adminUrl: string,
  scale: number,
  say: (line: string) => void,
): Promise<string> {
  // A fifth of the events are to come when the data is from now; made anew every month, it stays so.
  const now = new Date().toISOString().replace(/-\d\dT.*/, '-01');
  const prefix = `scale_${String(scale).replace('.', '_')}_`;
  const name = prefix + hashOf(now + sourcesOfSeed());
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    const { rows } = await admin.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [prefix],
    );
    if (rows.some(({ datname }) => datname === name)) return urlOf(adminUrl, name);
    for (const { datname } of rows) await admin.query(`drop database "${datname}" with (force)`);
    say(`Seeding at scale ${scale}; the next run finds the data in ${DATA_FOLDER}.`);
    // Under another name until it is complete, so that a run which breaks off leaves nothing half done behind.
    const unfinished = `${prefix}unfinished`;
    await admin.query(`create database ${unfinished} template template0 encoding 'UTF8' locale 'C'`);
    const words = [join(DIST, 'src/seed/main.js'), '--scale', String(scale), '--now', now];
    await runProgram(words, { DATABASE_URL: urlOf(adminUrl, unfinished) }, { shows: true });
    await admin.query(`alter database ${unfinished} rename to ${name}`);
    return urlOf(adminUrl, name);
  } finally {
    await admin.end();
  }
}

/** A database of its own with the same content, for what changes it. */
export async function copyOf(adminUrl: string, url: string): Promise<string> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query('drop database if exists changing with (force)');
    await admin.query(`create database changing template "${new URL(url).pathname.slice(1)}"`);
    return urlOf(adminUrl, 'changing');
  } finally {
    await admin.end();
  }
}

/** Runs a command of the program to its end. @returns what it wrote to standard output */
export async function runProgram(
  words: readonly string[],
  settings: Record<string, string>,
  { shows = false } = {},
): Promise<string> {
  const { PATH = '' } = process.env;
  const program = spawn(process.execPath, words, {
    env: { PATH, LOG_LEVEL: 'warn', ...settings },
    stdio: ['ignore', 'pipe', shows ? 'inherit' : 'pipe'],
  });
  let [output, said] = ['', ''];
  program.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  program.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(program, 'close');
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}.\n${output}${said}`);
  return output;
}

/** What the seeded rows depend on: other sources make other rows, or other tables. */
function sourcesOfSeed(): string {
  const folders = [
    'migrations',
    'src/seed',
    'src/content/search',
    'src/content/language',
    'src/content/storage',
  ];
  const files = folders.flatMap((folder) =>
    readdirSync(join(DIST, folder))
      .filter((file) => file.endsWith('.js'))
      .sort()
      .map((file) => readFileSync(join(DIST, folder, file), 'utf8')),
  );
  return files.join('\n');
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
