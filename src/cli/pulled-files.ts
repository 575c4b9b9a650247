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
 * KEPT: it has changes that were not pushed. CLASHING: and so has the server. SKIPPED: no file can have its name.
 * UNSAFE: it would lead out of the folder.
 */
export type PullOutcome = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'KEPT' | 'CLASHING' | 'SKIPPED' | 'UNSAFE';

export interface PulledFile {
  readonly path: string;
  readonly outcome: PullOutcome;
  /** Where what somebody has written there is now. */
  readonly copy?: string;
}

/** What becomes of a file that somebody has changed: left alone, or overwritten, with a copy of it. */
export type OwnWords = 'LEAVE' | 'COPY';

/** What leads elsewhere, or hides. */
const UNSAFE = /[/\\]|^\./;

/** Writes what the server has into the files of a folder, and remembers from which versions. */
export class PulledFiles {
  constructor(
    readonly folder: string,
    readonly kinds: readonly Kind[],
    readonly locales: readonly string[],
    readonly origins: Origins,
  ) {}

  /** @param pushed what the file said that was pushed just now, which nobody has to keep */
  async write(
    { kind, externalRef, version, document }: PullableFragment,
    own: OwnWords,
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
    const said = await this.#digestOf(place);
    const origin = this.origins.of(path);
    const isOther = said !== undefined && said !== digest;
    if (own === 'LEAVE' && origin && isOther && said !== origin.digest)
      return { path, outcome: origin.version === version ? 'KEPT' : 'CLASHING' };
    const isOwn = isOther && said !== pushed && !this.origins.knows(path, said);
    const copy = isOwn || (await this.#hasComments(place)) ? await this.#copy(place) : undefined;
    const outcome = await writeContentFile(this.folder, place, text);
    this.origins.note(path, { version, digest });
    return { path, outcome, ...(copy ? { copy } : {}) };
  }

  /** Removes a file whose object is not there, but for one with changes that were not pushed. */
  async remove(path: string, own: OwnWords): Promise<{ readonly isKept: boolean; readonly copy?: string }> {
    const [folder = '', name = ''] = path.split('/');
    const place = { path, folder, externalRef: name.replace(/\.yaml$/, '') };
    const said = await this.#digestOf(place);
    const origin = this.origins.of(path);
    if (own === 'LEAVE' && origin && said !== undefined && said !== origin.digest) return { isKept: true };
    const isOwn = said !== undefined && !this.origins.knows(path, said);
    const copy = isOwn || (await this.#hasComments(place)) ? await this.#copy(place) : undefined;
    await rm(join(this.folder, path));
    this.origins.forget(path);
    return { isKept: false, ...(copy ? { copy } : {}) };
  }

  /** Undefined where there is no file. */
  async #digestOf(place: ContentPath): Promise<string | undefined> {
    const found = await readFile(join(this.folder, place.path)).catch(() => undefined);
    if (found === undefined) return undefined;
    const read = await readContentFile(this.folder, place);
    return 'document' in read ? digestOf(read.document) : '';
  }

  async #hasComments({ path }: ContentPath): Promise<boolean> {
    return hasComments(await readFile(join(this.folder, path), 'utf8').catch(() => ''));
  }

  /** Beside the file, under a name that begins with a dot: these are no content. None is ever overwritten. */
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

/** Says where own words are that stood in a file. */
export function noteCopy(output: Output, folder: string, path: string, copy: string): void {
  output.note(`${join(folder, path)}: what you had written there is in ${join(folder, copy)} now`);
}

/** The server's objects with these names, of which there are at most as many as a page has. */
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

/** Undefined for a name that no file may have: it comes from a server, and must not lead out of the folder. */
function placeOf(folder: string, externalRef: string) {
  try {
    return contentPath(folder, externalRef);
  } catch {
    return undefined;
  }
}

/** As it will be read. */
function digestOfFile(place: { path: string; folder: string; externalRef: string }, text: string): string {
  const read = parseContentFile(place, text);
  if ('problems' in read) throw new Error(`${place.path} cannot be written so that it can be read.`);
  return digestOf(read.document);
}
