import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.js';
import { DIST } from './prepared-database.js';
import { markdown, median } from './table.js';
import { cpuOf, memoryOf } from './usage.js';

interface Start {
  readonly ready: number;
  readonly cpu: number | undefined;
  readonly memory: number | undefined;
}

/** The bundle, beside the same modules from the files that the compiler writes. */
const PROGRAMS = { 'each module from its file': 'src/server.js', '**the bundle**': 'src/main.js' };

/** How long a start on a migrated database takes, in turns. */
export async function starts(databaseUrl: string, rounds: number): Promise<string> {
  const done = new Map(Object.keys(PROGRAMS).map((title) => [title, [] as Start[]]));
  // One more, not counted: a first start leaves compiled code behind, where Node can keep it.
  for (let round = 0; round <= rounds; round += 1)
    for (const [title, file] of Object.entries(PROGRAMS)) {
      const start = await startOnce(join(DIST, file), databaseUrl);
      if (round > 0) done.get(title)?.push(start);
    }
  const middle = (title: string, name: keyof Start) =>
    median((done.get(title) ?? []).flatMap((each) => each[name] ?? []));
  const [[reference = ''] = []] = Object.entries(PROGRAMS);
  const rows = Object.entries(PROGRAMS).map(async ([title, file]) => [
    `Start: ${title}`,
    middle(title, 'ready').toFixed(0),
    (middle(title, 'ready') / middle(reference, 'ready')).toFixed(2),
    middle(title, 'cpu').toFixed(0),
    (middle(title, 'memory') / 2 ** 20).toFixed(0),
    String(await filesLoaded(join(DIST, file))),
  ]);
  return markdown(['What', 'ready ms', 'ratio', 'CPU ms', 'memory MB', 'files'], await Promise.all(rows));
}

async function startOnce(file: string, databaseUrl: string): Promise<Start> {
  const { PATH = '' } = process.env;
  const settings = { HOST: '127.0.0.1', PORT: String(await freePort()), DEMO_CONTENT: 'false' };
  const began = performance.now();
  const child = spawn(process.execPath, ['--max-semi-space-size=8', file], {
    env: { PATH, DATABASE_URL: databaseUrl, JOBS: 'false', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // It says so once it listens.
  await once(child.stdout, 'data');
  const ready = performance.now() - began;
  const [cpu, memory] = [await cpuOf(child.pid ?? 0), await memoryOf(child.pid ?? 0)];
  const ended = once(child, 'exit');
  // In order, so that compiled code is kept.
  child.kill('SIGINT');
  await ended;
  return { ready, cpu, memory };
}

/** Files of JavaScript that are loaded before the program does anything, by V8's own list. */
async function filesLoaded(file: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'scc-coverage-'));
  const { PATH = '' } = process.env;
  await once(spawn(process.execPath, [file, 'help'], { env: { PATH, NODE_V8_COVERAGE: folder } }), 'exit');
  const [name = ''] = await readdir(folder);
  const { result } = JSON.parse(await readFile(join(folder, name), 'utf8')) as { result: { url: string }[] };
  await rm(folder, { recursive: true });
  return result.filter(({ url }) => url.startsWith('file:')).length;
}
