import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { writeWhole } from '../files/write-content.js';
import { refused } from './failure.js';

/** What a file was made from: the version of its object, and what the file said then. */
export interface Origin {
  readonly version: number;
  readonly digest: string;
}

/** Beside the folders of the types; names that begin with a dot are no content. */
const NAME = '.scc-versions.json';
/** There while it is being written. */
const LOCK = '.scc-versions.lock';
const ABANDONED_MS = 10_000;

type Recorded = Record<string, Record<string, Origin>>;

/**
 * The versions that the files of a folder were made from, of one deployment: a file in the folder remembers them from
 * pull to push, for each deployment that the folder is used with.
 */
export class Origins {
  readonly #origins: Map<string, Origin>;
  /** What is not in the file yet; undefined for what is to leave it. */
  readonly #noted = new Map<string, Origin | undefined>();

  private constructor(
    readonly folder: string,
    readonly url: string,
    readonly recorded: Recorded,
  ) {
    this.#origins = new Map(Object.entries(recorded[url] ?? {}));
  }

  static async read(folder: string, url: string): Promise<Origins> {
    return new Origins(folder, url, await readRecorded(folder));
  }

  of(path: string): Origin | undefined {
    return this.#origins.get(path);
  }

  /** Whether a file that says this was written by a pull, or pushed: from or to any deployment. */
  knows(path: string, digest: string): boolean {
    const others = Object.values(this.recorded).map((origins) => origins[path]);
    return [this.of(path), ...others].some((origin) => origin?.digest === digest);
  }

  note(path: string, origin: Origin): void {
    this.#origins.set(path, origin);
    this.#noted.set(path, origin);
  }

  forget(path: string): void {
    this.#origins.delete(path);
    this.#noted.set(path, undefined);
  }

  /** Writes what was noted since the last time into what the file says now: other pushes may go on in the folder. */
  async save(): Promise<void> {
    if (this.#noted.size === 0) return;
    await oneAtATime(this.folder, async () => {
      const recorded = await readRecorded(this.folder);
      const own = Object.entries({ ...recorded[this.url], ...Object.fromEntries(this.#noted) })
        .filter(([, origin]) => origin !== undefined)
        .sort(([one], [other]) => (one < other ? -1 : 1));
      const all = Object.entries({ ...recorded, [this.url]: Object.fromEntries(own) });
      const filled = all.filter(([, origins]) => Object.keys(origins).length > 0);
      await writeWhole(this.folder, NAME, `${JSON.stringify(Object.fromEntries(filled), null, 1)}\n`);
    });
    this.#noted.clear();
  }
}

async function readRecorded(folder: string): Promise<Recorded> {
  const path = join(folder, NAME);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '{}';
    throw error;
  });
  return parse(path, text);
}

/** Does something that takes a moment while no other process does it in this folder. */
async function oneAtATime(folder: string, work: () => Promise<void>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const lock = join(folder, LOCK);
  while (!(await isTaken(lock))) {
    const found = await stat(lock).catch(() => undefined);
    // Whoever left it was killed in that moment.
    if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(lock, { force: true });
    else await setTimeout(20);
  }
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/** Whether the lock is ours now. */
async function isTaken(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Tells whether a file says the same as before; remarks and line ends do not count. */
export function digestOf(document: unknown): string {
  return createHash('sha256').update(JSON.stringify(document)).digest('base64url');
}

function parse(path: string, text: string): Recorded {
  try {
    const value = JSON.parse(text) as Recorded;
    const isRecord = (each: unknown) => typeof each === 'object' && each !== null && !Array.isArray(each);
    const origins = isRecord(value) ? Object.values(value).flatMap((each) => Object.values(each)) : [null];
    if (origins.every((each) => isRecord(each) && Number.isInteger(each?.version))) return value;
  } catch {
    // Said below.
  }
  throw refused(`${path} is not what scc has written there; remove it, and pull again.`);
}
