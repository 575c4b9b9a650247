import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseContentFile } from '../files/content-file.js';
import { readContentFile } from '../files/content-folder.js';
import { contentPath, formatDocument, writeContentFile } from '../files/write-content.js';
import type { Api } from './api.js';
import type { Kind } from './kinds.js';
import { digestOf, type Origins } from './origins.js';
import { LARGEST_PAGE, type Page } from './pages.js';

/** An object as the server has it. */
export interface Pullable {
  readonly kind: string;
  readonly externalRef: string;
  readonly version: number;
  readonly document: Readonly<Record<string, unknown>>;
}

/**
 * KEPT: it has changes that were not pushed. CLASHING: and so has the server. SKIPPED: no file can have its name.
 * UNSAFE: it would lead out of the folder.
 */
export type PullOutcome = 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'KEPT' | 'CLASHING' | 'SKIPPED' | 'UNSAFE';

export interface PulledFile {
  readonly path: string;
  readonly outcome: PullOutcome;
}

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

  /** @param isForced whether changes that were not pushed are given up */
  async write({ kind, externalRef, version, document }: Pullable, isForced: boolean): Promise<PulledFile> {
    const typeFolder = this.kinds.find((each) => each.kind === kind)?.folder ?? kind;
    const place = placeOf(typeFolder, externalRef);
    if (!place) {
      const outcome = [typeFolder, externalRef].some((name) => UNSAFE.test(name)) ? 'UNSAFE' : 'SKIPPED';
      return { path: `${typeFolder}: "${externalRef}"`, outcome };
    }
    const { path } = place;
    const text = formatDocument(document, externalRef, this.locales);
    const digest = digestOfFile(place, text);
    if (!isForced && (await this.isEdited(path, digest)))
      return { path, outcome: this.origins.of(path)?.version === version ? 'KEPT' : 'CLASHING' };
    const outcome = await writeContentFile(this.folder, place, text);
    this.origins.note(path, { version, digest });
    return { path, outcome };
  }

  /** Whether a file says something else than what it was made from; and than what it is about to say. */
  async isEdited(path: string, wanted?: string): Promise<boolean> {
    const origin = this.origins.of(path);
    if (!origin) return false;
    const [folder = '', name = ''] = path.split('/');
    const place = { path, folder, externalRef: name.replace(/\.yaml$/, '') };
    const found = await readFile(join(this.folder, path)).catch(() => undefined);
    if (found === undefined) return false;
    const read = await readContentFile(this.folder, place);
    const digest = 'document' in read ? digestOf(read.document) : '';
    return digest !== origin.digest && digest !== wanted;
  }
}

/** The server's objects with these names, of which there are at most as many as a page has. */
export async function readObjects(
  api: Api,
  kinds: readonly string[],
  externalRefs: readonly string[],
): Promise<readonly Pullable[]> {
  const { contentDocuments } = await api.query<{ contentDocuments: Page<Pullable> }>(
    `query Again($kinds: [ContentKind!], $externalRefs: [String!]) {
      contentDocuments(kinds: $kinds, externalRefs: $externalRefs, first: ${LARGEST_PAGE}) {
        nodes { kind externalRef version document }
        pageInfo { hasNextPage endCursor }
      }
    }`,
    { kinds, externalRefs },
  );
  return contentDocuments.nodes;
}

export async function readLocales(api: Api): Promise<readonly string[]> {
  const { locales } = await api.query<{ locales: { code: string }[] }>('query Locales { locales { code } }');
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
