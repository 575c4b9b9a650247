import { join } from 'node:path';
import type { ContentFile, ContentPath } from '../files/content-file.js';
import { listContentFolder, readContentFile } from '../files/content-folder.js';
import { groupBy } from '../foundation/collections.js';
import type { UserError } from './api.js';
import { type PushSettings, serverLimits } from './content-push.js';
import { refused } from './failure.js';
import { type Kind, wordFor } from './kinds.js';
import type { ConflictFragment, ContentKind, ContentPushEntry } from './operations.generated.js';
import { digestOf, type Origins } from './origins.js';
import type { Selection } from './selection.js';

/** A file to push. */
export interface PushFile extends ContentPath {
  readonly kind: ContentKind;
}

/** A pushed file with the content that was pushed; it may have been edited since. */
export interface PushedFile {
  readonly file: PushFile;
  readonly digest: string;
  /** Whether nothing had to be written. */
  readonly isUnchanged: boolean;
}

/** An error with its place in a file. */
export interface FileError {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly message: string;
  /** The conflicting changes. */
  readonly conflict?: ConflictFragment;
}

/** A parsed file. */
export interface LoadedFile {
  readonly file: PushFile;
  readonly entry: ContentPushEntry;
  /** Its size in the body of a request. */
  readonly bytes: number;
  readonly digest: string;
  /** Whether it is unchanged since the pull: then there is nothing to push. */
  readonly isAsPulled: boolean;
  /** Warnings. */
  readonly remarks: readonly FileError[];
  lineOf(path: readonly string[]): number;
}

/** A file that cannot be pushed. */
export interface UnreadableFile {
  readonly fileErrors: readonly FileError[];
  /** What is left of it without the lines at fault. */
  readonly rest?: LoadedFile;
}

/** The files of a folder. Only names are stored: the contents may not fit into memory. */
export class PushSet {
  readonly #byReference: Map<string, PushFile[]>;

  private constructor(
    readonly folder: string,
    /** In the order of dependencies between kinds. */
    readonly files: readonly PushFile[],
    /** Files that cannot be content. */
    readonly fileErrors: readonly FileError[],
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
    const fileErrors = problems
      .filter(({ path }) => isChosen(path))
      .map(({ path, line, message }) => fileErrorAt(join(folder, path), line, message));
    return new PushSet(folder, files, fileErrors, origins, settings);
  }

  /** The files with this name, one for each kind. */
  named(externalRef: string): readonly PushFile[] {
    return this.#byReference.get(externalRef) ?? [];
  }

  placeOf({ path }: PushFile): string {
    return join(this.folder, path);
  }

  /** Locates an error of the server in a file. */
  fileErrorIn({ file, lineOf }: LoadedFile, error: UserError, path: readonly string[]): FileError {
    const { code, conflict } = error;
    const message = `${error.message}${remedyFor(error, file, this.settings)}`;
    return { file: this.placeOf(file), line: lineOf(path), code, message, ...(conflict ? { conflict } : {}) };
  }

  async load(file: PushFile): Promise<LoadedFile | UnreadableFile> {
    const read = await readContentFile(this.folder, file);
    if ('document' in read) return this.#loaded(file, read);
    const rest = read.rest && this.#loaded(file, read.rest);
    const fileErrors = read.problems.map(({ line, message }) =>
      fileErrorAt(this.placeOf(file), line, message),
    );
    return { fileErrors, ...(rest && 'entry' in rest ? { rest } : {}) };
  }

  #loaded(file: PushFile, read: ContentFile): LoadedFile | UnreadableFile {
    const { kind, externalRef } = file;
    const { isOverwriting } = this.settings;
    const origin = this.origins.of(file.path);
    const expected = origin ? { expectedVersion: origin.version } : {};
    const entry = { kind, externalRef, document: read.document, ...expected };
    const digest = digestOf(read.document);
    const bytes = Buffer.byteLength(JSON.stringify(entry));
    if (bytes > serverLimits.bytes) {
      const message = 'The file exceeds the size of a request when its aliases are expanded.';
      return { fileErrors: [fileErrorAt(this.placeOf(file), 1, message)] };
    }
    return {
      file,
      entry,
      digest,
      isAsPulled: digest === origin?.digest && !isOverwriting,
      bytes,
      remarks: read.remarks.map(({ line, message }) => fileErrorAt(this.placeOf(file), line, message)),
      lineOf: read.lineOf,
    };
  }

  /** The files that an object may refer to. Texts contain no references. */
  referencesIn({ file, entry }: LoadedFile): readonly PushFile[] {
    const { text: _, ...fields } = entry.document;
    const names = new Set<string>();
    collectStrings(fields, names);
    return [...names].flatMap((name) => this.named(name)).filter((each) => each.path !== file.path);
  }
}

/** How to resolve an error with scc. */
function remedyFor({ code, path, conflict }: UserError, file: PushFile, { isForced }: PushSettings): string {
  if (code !== 'CONFLICT') return '';
  if (path?.[3] !== 'expectedVersion') {
    const restored = conflict ? `restore it with scc restore ${wordFor(file)} ${file.externalRef}, or ` : '';
    return ` With scc: ${restored || 'take what there is with scc pull, or '}push with --recreate for a new one.`;
  }
  if (conflict?.changes.some(({ isErasure }) => isErasure))
    return ' With scc: take theirs with scc pull --theirs FILE, and repeat the change without that person.';
  const override = isForced
    ? 'overwrite theirs with scc push --overwrite'
    : 'use yours with scc push --force';
  return ` With scc: see both with scc plan FILE; take theirs with scc pull --theirs FILE and repeat the change, or ${override} FILE.`;
}

/** Errors found by scc have no code of the server. */
export function fileErrorAt(file: string, line: number, message: string): FileError {
  return { file, line, code: 'INVALID_FILE', message };
}

function collectStrings(value: unknown, found: Set<string>): void {
  if (typeof value === 'string') found.add(value);
  else if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(value)) collectStrings(inner, found);
}
