import { join } from 'node:path';
import type { ContentPath } from '../files/content-file.js';
import { listContentFolder, readContentFile } from '../files/content-folder.js';
import { groupBy } from '../foundation/collections.js';
import type { UserError } from './api.js';
import { type PushSettings, serverLimits } from './content-push.js';
import { refused } from './failure.js';
import { type Kind, wordFor } from './kinds.js';
import type { ConflictFragment, ContentKind, ContentPushEntry } from './operations.generated.js';
import { digestOf, type Origins } from './origins.js';
import type { Selection } from './selection.js';

/** A file that is to be pushed. */
export interface PushFile extends ContentPath {
  readonly kind: ContentKind;
}

/** A file that was pushed, and what it said then: since then it may have been changed. */
export interface PushedFile {
  readonly file: PushFile;
  readonly digest: string;
  /** Whether nothing had to be written for it. */
  readonly isUnchanged: boolean;
}

/** Something that is wrong, where an editor finds it. */
export interface FileMistake {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly message: string;
  /** What others have changed meanwhile. */
  readonly conflict?: ConflictFragment;
}

/** A file, read. */
export interface LoadedFile {
  readonly file: PushFile;
  readonly entry: ContentPushEntry;
  /** In the body of a request. */
  readonly bytes: number;
  readonly digest: string;
  /** Whether it says what was pulled: then there is nothing to push. */
  readonly isAsPulled: boolean;
  /** What somebody should look at. */
  readonly remarks: readonly FileMistake[];
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
    readonly origins: Origins,
    readonly settings: PushSettings,
  ) {
    this.#byReference = groupBy(files, ({ externalRef }) => externalRef);
  }

  static async open(
    { folder, kinds, only }: Selection,
    all: readonly Kind[],
    origins: Origins,
    settings: PushSettings,
  ): Promise<PushSet> {
    const folders = all.map((kind) => kind.folder);
    const chosen = new Set(kinds.map((kind) => kind.folder));
    const isChosen = (path: string) =>
      only ? only.has(path) : kinds === all || chosen.has(path.split('/')[0] ?? '');
    const { paths, problems } = await listContentFolder(folder, folders).catch(
      (error: NodeJS.ErrnoException) => {
        throw refused(`The folder ${folder} cannot be read: ${error.code}.`);
      },
    );
    const files = kinds.flatMap(({ kind, folder: own }) =>
      paths.filter((each) => each.folder === own && isChosen(each.path)).map((each) => ({ ...each, kind })),
    );
    const missing = [...(only ?? [])].filter((path) => !files.some((file) => file.path === path));
    if (missing.length > 0)
      throw refused(`There is no file ${missing.map((path) => join(folder, path)).join(', ')}.`);
    const mistakes = problems
      .filter(({ path }) => isChosen(path))
      .map(({ path, line, message }) => mistakeAt(join(folder, path), line, message));
    return new PushSet(folder, files, mistakes, origins, settings);
  }

  /** The files with this name, one for each kind. */
  named(externalRef: string): readonly PushFile[] {
    return this.#byReference.get(externalRef) ?? [];
  }

  placeOf({ path }: PushFile): string {
    return join(this.folder, path);
  }

  /** What the server says is wrong with a file. */
  mistakeIn({ file, lineOf }: LoadedFile, error: UserError, path: readonly string[]): FileMistake {
    const { code, conflict } = error;
    const message = `${error.message}${remedyFor(error, file, this.settings)}`;
    return { file: this.placeOf(file), line: lineOf(path), code, message, ...(conflict ? { conflict } : {}) };
  }

  async load(file: PushFile): Promise<LoadedFile | { readonly mistakes: readonly FileMistake[] }> {
    const read = await readContentFile(this.folder, file);
    if (!('document' in read)) {
      return {
        mistakes: read.problems.map(({ line, message }) => mistakeAt(this.placeOf(file), line, message)),
      };
    }
    const { kind, externalRef } = file;
    const { isOverwriting } = this.settings;
    const origin = this.origins.of(file.path);
    const expected = origin && !isOverwriting ? { expectedVersion: origin.version } : {};
    const entry = { kind, externalRef, document: read.document, ...expected };
    const digest = digestOf(read.document);
    const bytes = Buffer.byteLength(JSON.stringify(entry));
    if (bytes > serverLimits.bytes) {
      const message = 'The file says more than a request can hold, with its aliases written out.';
      return { mistakes: [mistakeAt(this.placeOf(file), 1, message)] };
    }
    return {
      file,
      entry,
      digest,
      isAsPulled: digest === origin?.digest && !isOverwriting,
      bytes,
      remarks: read.remarks.map(({ line, message }) => mistakeAt(this.placeOf(file), line, message)),
      lineOf: read.lineOf,
    };
  }

  /** The files that an object may refer to, by what stands in it: no words are references. */
  referencesIn({ file, entry }: LoadedFile): readonly PushFile[] {
    const { text: _, ...fields } = entry.document;
    const names = new Set<string>();
    collectStrings(fields, names);
    return [...names].flatMap((name) => this.named(name)).filter((each) => each.path !== file.path);
  }
}

/** What scc can do about what the server refuses. */
function remedyFor({ code, path, conflict }: UserError, file: PushFile, { isForced }: PushSettings): string {
  if (code !== 'CONFLICT') return '';
  if (path?.[3] !== 'expectedVersion') {
    const restored = conflict ? `restore it with scc restore ${wordFor(file)} ${file.externalRef}, or ` : '';
    return ` With scc: ${restored || 'take what there is with scc pull, or '}push with --recreate for a new one.`;
  }
  const keeping = isForced
    ? 'overwrite theirs with scc push --overwrite'
    : 'keep yours with scc push --force';
  return ` With scc: see both with scc plan FILE; take theirs with scc pull --theirs FILE and repeat the change, or ${keeping} FILE.`;
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
