import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from './root.js';

/** The built program, as `npx scc` runs it. */
const SCC = fileURLToPath(new URL('dist/src/cli/main.js', ROOT));

export interface Ended {
  readonly code: number | string;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Place {
  readonly folder: string;
  readonly home?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts `scc` with nothing but the environment that is given. */
export function startScc(
  words: readonly string[],
  { folder, home = folder, environment = {} }: Place,
): Running {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [SCC, ...words], {
    cwd: folder,
    env: { PATH, HOME: home, USERPROFILE: home, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({
    code: (code ?? signal) as number | string,
    stdout,
    stderr,
  }));
  return { process: child, ended };
}

/** Every file below a folder, by its path, but for those that begin with a dot. */
export async function filesIn(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ parentPath, name }) => join(parentPath, name));
  const files = paths
    .sort()
    .map(async (path) => [path.slice(folder.length + 1), await readFile(path, 'utf8')] as const);
  return new Map(await Promise.all(files));
}
