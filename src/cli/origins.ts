import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { writeWhole } from '../files/write-content.js';
import { refused } from './failure.js';

/** The base of a file: the version of its object, and the content of the file at that version. */
export interface Origin {
  readonly version: number;
  readonly digest: string;
}

/** Beside the folders of the types; names that begin with a dot are not read as content. */
const NAME = '.scc-versions.json';
/** Exists during writes. */
const LOCK = '.scc-versions.lock';
const ABANDONED_MS = 10_000;

type Recorded = Record<string, Record<string, Origin>>;

/**
 * The base versions of the files of a folder. Stored in a file of the folder from pull to push, for each deployment
 * separately.
 */
export class Origins {
  readonly #origins: Map<string, Origin>;
  /** Changes not yet saved; undefined for an entry to remove. */
  readonly #unsaved = new Map<string, Origin | undefined>();

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

  /** Whether a file with this content was written by a pull, or pushed: from or to any deployment. */
  knows(path: string, digest: string): boolean {
    const others = Object.values(this.recorded).map((origins) => origins[path]);
    return [this.of(path), ...others].some((origin) => origin?.digest === digest);
  }

  note(path: string, origin: Origin): void {
    this.#origins.set(path, origin);
    this.#unsaved.set(path, origin);
  }

  forget(path: string): void {
    this.#origins.delete(path);
    this.#unsaved.set(path, undefined);
  }

  /** Merges the recorded changes into the file: other pushes may run in the folder. */
  async save(): Promise<void> {
    if (this.#unsaved.size === 0) return;
    await oneAtATime(this.folder, async () => {
      const recorded = await readRecorded(this.folder);
      const own = Object.entries({ ...recorded[this.url], ...Object.fromEntries(this.#unsaved) })
        .filter(([, origin]) => origin !== undefined)
        .sort(([one], [other]) => (one < other ? -1 : 1));
      const all = Object.entries({ ...recorded, [this.url]: Object.fromEntries(own) });
      const filled = all.filter(([, origins]) => Object.keys(origins).length > 0);
      await writeWhole(this.folder, NAME, `${JSON.stringify(Object.fromEntries(filled), null, 1)}\n`);
    });
    this.#unsaved.clear();
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

/** Runs something short under a lock of this folder. */
async function oneAtATime(folder: string, work: () => Promise<void>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const lock = join(folder, LOCK);
  while (!(await isTaken(lock))) {
    const found = await stat(lock).catch(() => undefined);
    // Its process was killed.
    if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(lock, { force: true });
    else await setTimeout(20);
  }
  try {
    await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/** Whether this process got the lock. */
async function isTaken(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A digest of the content of a file; comments and line ends do not count. */
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
    // Reported below.
  }
  throw refused(`${path} was not written by scc; remove it, and pull again.`);
}
