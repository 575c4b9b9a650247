import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../files/write-content.js';
import { refused } from './failure.js';

/** What a file was made from: the version of its object, and what the file said then. */
export interface Origin {
  readonly version: number;
  readonly digest: string;
}

/** Beside the folders of the types; names that begin with a dot are no content. */
const NAME = '.scc-versions.json';

type Recorded = Record<string, Record<string, Origin>>;

/**
 * The versions that the files of a folder were made from, of one deployment: a file in the folder remembers them from
 * pull to push, for each deployment that the folder is used with.
 */
export class Origins {
  readonly #origins: Map<string, Origin>;

  private constructor(
    readonly folder: string,
    readonly url: string,
    readonly recorded: Recorded,
  ) {
    this.#origins = new Map(Object.entries(recorded[url] ?? {}));
  }

  static async read(folder: string, url: string): Promise<Origins> {
    const path = join(folder, NAME);
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '{}';
      throw error;
    });
    return new Origins(folder, url, parse(path, text));
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
  }

  forget(path: string): void {
    this.#origins.delete(path);
  }

  async save(): Promise<void> {
    const own = [...this.#origins].sort(([one], [other]) => (one < other ? -1 : 1));
    const all = Object.entries({ ...this.recorded, [this.url]: Object.fromEntries(own) });
    const filled = all.filter(([, origins]) => Object.keys(origins).length > 0);
    if (filled.length === 0) return;
    await writeWhole(this.folder, NAME, `${JSON.stringify(Object.fromEntries(filled), null, 1)}\n`);
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
