import { join } from 'node:path';
import type { ContentPath } from '../files/content-file.js';
import { listContentFolder, readContentFile } from '../files/content-folder.js';
import { groupBy } from '../foundation/collections.js';
import { refused } from './failure.js';
import type { Kind } from './kinds.js';

/** A file that is to be pushed. */
export interface PushFile extends ContentPath {
  readonly kind: string;
}

/** An object as `contentPush` takes it. */
export interface Entry {
  readonly kind: string;
  readonly externalRef: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/** Something that is wrong, where an editor finds it. */
export interface FileMistake {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

/** A file, read. */
export interface LoadedFile {
  readonly file: PushFile;
  readonly entry: Entry;
  /** In the body of a request. */
  readonly bytes: number;
  lineOf(path: readonly string[]): number;
}

/** The files of a folder. Only their names are kept: there may be more than fit into memory. */
export class PushSet {
  readonly #byReference: Map<string, PushFile[]>;

  private constructor(
    readonly folder: string,
    /** What is referred to comes before what refers to it, as far as the kinds tell. */
    readonly files: readonly PushFile[],
    /** Files that cannot be content. */
    readonly mistakes: readonly FileMistake[],
  ) {
    this.#byReference = groupBy(files, ({ externalRef }) => externalRef);
  }

  static async open(folder: string, kinds: readonly Kind[]): Promise<PushSet> {
    const folders = kinds.map((kind) => kind.folder);
    const { paths, problems } = await listContentFolder(folder, folders).catch(
      (error: NodeJS.ErrnoException) => {
        throw refused(`The folder ${folder} cannot be read: ${error.code}.`);
      },
    );
    const files = kinds.flatMap(({ kind, folder: own }) =>
      paths.filter((each) => each.folder === own).map((each) => ({ ...each, kind })),
    );
    const mistakes = problems.map(({ path, line, message }) => mistakeAt(join(folder, path), line, message));
    return new PushSet(folder, files, mistakes);
  }

  /** The files with this name, one for each kind. */
  named(externalRef: string): readonly PushFile[] {
    return this.#byReference.get(externalRef) ?? [];
  }

  placeOf({ path }: PushFile): string {
    return join(this.folder, path);
  }

  /** What the server says is wrong with a file. */
  mistakeIn(
    { file, lineOf }: LoadedFile,
    { code, message }: Pick<FileMistake, 'code' | 'message'>,
    path: readonly string[],
  ): FileMistake {
    return { file: this.placeOf(file), line: lineOf(path), code, message };
  }

  async load(file: PushFile): Promise<LoadedFile | { readonly mistakes: readonly FileMistake[] }> {
    const read = await readContentFile(this.folder, file);
    if (!('document' in read)) {
      return {
        mistakes: read.problems.map(({ line, message }) => mistakeAt(this.placeOf(file), line, message)),
      };
    }
    const { kind, externalRef } = file;
    const entry = { kind, externalRef, document: read.document };
    return { file, entry, bytes: Buffer.byteLength(JSON.stringify(entry)), lineOf: read.lineOf };
  }

  /** The files that an object may refer to, by what stands in it: no words are references. */
  referencesIn({ file, entry }: LoadedFile): readonly PushFile[] {
    const { text: _, ...fields } = entry.document;
    const names = new Set<string>();
    collectStrings(fields, names);
    return [...names].flatMap((name) => this.named(name)).filter((each) => each.path !== file.path);
  }
}

/** Mistakes that only the file shows have no code of the server. */
export function mistakeAt(file: string, line: number, message: string): FileMistake {
  return { file, line, code: 'INVALID_FILE', message };
}

function collectStrings(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') found.add(value);
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) collectStrings(inner, found);
}
