import { constants } from 'node:fs';
import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContentPath, hasComments, parseContentFile } from '../files/content-file.js';
import { readContentFile } from '../files/content-folder.js';
import { contentPath, formatDocument, writeContentFile } from '../files/write-content.js';
import type { Api } from './api.js';
import type { Kind } from './kinds.js';
import {
  AgainDocument,
  type ContentKind,
  LocalesDocument,
  type PullableFragment,
} from './operations.generated.js';
import { digestOf, type Origins } from './origins.js';
import type { Output } from './output.js';
import { LARGEST_PAGE } from './pages.js';

/**
 * KEPT: it has local changes. CLASHING: so has the server. SKIPPED: no file can have its name. UNSAFE: it would be
 * outside the folder.
 */
export type PullOutcome = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'KEPT' | 'CLASHING' | 'SKIPPED' | 'UNSAFE';

export interface PulledFile {
  readonly path: string;
  readonly outcome: PullOutcome;
  /** The path of the copy of local changes. */
  readonly copy?: string;
}

/** Whether a file with local changes is skipped, or overwritten after a copy was made. */
export type LocalCopy = 'LEAVE' | 'COPY';

/** Paths that escape the folder or are hidden. */
const UNSAFE = /[/\\]|^\./;

/** Writes the objects of the server into the files of a folder, and records their versions. */
export class PulledFiles {
  constructor(
    readonly folder: string,
    readonly kinds: readonly Kind[],
    readonly locales: readonly string[],
    readonly origins: Origins,
  ) {}

  /** @param pushed the content just pushed, which needs no copy */
  async write(
    { kind, externalRef, version, document }: PullableFragment,
    localChanges: LocalCopy,
    pushed?: string,
  ): Promise<PulledFile> {
    const typeFolder = this.kinds.find((each) => each.kind === kind)?.folder ?? kind;
    const place = placeOf(typeFolder, externalRef);
    if (!place) {
      const outcome = [typeFolder, externalRef].some((name) => UNSAFE.test(name)) ? 'UNSAFE' : 'SKIPPED';
      return { path: `${typeFolder}: "${externalRef}"`, outcome };
    }
    const { path } = place;
    const text = formatDocument(document, externalRef, this.locales);
    const digest = digestOfFile(place, text);
    const current = await this.#digestOf(place);
    const origin = this.origins.of(path);
    const isOther = current !== undefined && current !== digest;
    if (localChanges === 'LEAVE' && origin && isOther && current !== origin.digest)
      return { path, outcome: origin.version === version ? 'KEPT' : 'CLASHING' };
    const isLocal = isOther && current !== pushed && !this.origins.knows(path, current);
    const copy = isLocal || (await this.#hasComments(place)) ? await this.#copy(place) : undefined;
    const outcome = await writeContentFile(this.folder, place, text);
    this.origins.note(path, { version, digest });
    return { path, outcome, ...(copy ? { copy } : {}) };
  }

  /** Removes a file whose object does not exist, unless it has local changes. */
  async remove(
    path: string,
    localChanges: LocalCopy,
  ): Promise<{ readonly isKept: boolean; readonly copy?: string }> {
    const [folder = '', name = ''] = path.split('/');
    const place = { path, folder, externalRef: name.replace(/\.yaml$/, '') };
    const current = await this.#digestOf(place);
    const origin = this.origins.of(path);
    if (localChanges === 'LEAVE' && origin && current !== undefined && current !== origin.digest)
      return { isKept: true };
    const isLocal = current !== undefined && !this.origins.knows(path, current);
    const copy = isLocal || (await this.#hasComments(place)) ? await this.#copy(place) : undefined;
    await rm(join(this.folder, path));
    this.origins.forget(path);
    return { isKept: false, ...(copy ? { copy } : {}) };
  }

  /** Undefined if there is no file. */
  async #digestOf(place: ContentPath): Promise<string | undefined> {
    const found = await readFile(join(this.folder, place.path)).catch(() => undefined);
    if (found === undefined) return undefined;
    const read = await readContentFile(this.folder, place);
    return 'document' in read ? digestOf(read.document) : '';
  }

  async #hasComments({ path }: ContentPath): Promise<boolean> {
    return hasComments(await readFile(join(this.folder, path), 'utf8').catch(() => ''));
  }

  /**
   * Beside the file, with a name that begins with a dot, which is not read as content. Existing copies are never
   * overwritten.
   */
  async #copy({ path, folder, externalRef }: ContentPath): Promise<string> {
    for (let count = 1; ; count += 1) {
      const copy = `${folder}/.${externalRef}.mine${count > 1 ? `-${count}` : ''}.yaml`;
      try {
        await copyFile(join(this.folder, path), join(this.folder, copy), constants.COPYFILE_EXCL);
        return copy;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  }
}

/** Reports where local changes were copied to. */
export function noteCopy(output: Output, folder: string, path: string, copy: string): void {
  output.note(`${join(folder, path)}: your changes are now in ${join(folder, copy)}`);
}

/** The objects with these names, at most one page. */
export async function readObjects(
  api: Api,
  kinds: readonly ContentKind[],
  externalRefs: readonly string[],
): Promise<readonly PullableFragment[]> {
  const variables = { kinds, externalRefs, first: LARGEST_PAGE };
  const { contentDocuments } = await api.query(AgainDocument, variables);
  return contentDocuments.nodes;
}

export async function readLocales(api: Api): Promise<readonly string[]> {
  const { locales } = await api.query(LocalesDocument);
  return locales.map(({ code }) => code);
}

/** Undefined for a name that no file may have: it comes from a server, and must not escape the folder. */
function placeOf(folder: string, externalRef: string) {
  try {
    return contentPath(folder, externalRef);
  } catch {
    return undefined;
  }
}

/** Normalised as by a later read. */
function digestOfFile(place: { path: string; folder: string; externalRef: string }, text: string): string {
  const read = parseContentFile(place, text);
  if ('problems' in read)
    throw new Error(`${place.path} cannot be written in a form that can be read again.`);
  return digestOf(read.document);
}
