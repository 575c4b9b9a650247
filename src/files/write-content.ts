import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Document, Scalar, visit } from 'yaml';
import type { ContentPath } from './content-file.js';

type Fields = Readonly<Record<string, unknown>>;

/** Longer texts begin on a line of their own. */
const MAX_LINE = 100;
const IDENTIFIER = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Characters that a literal block cannot contain, or that a terminal would interpret. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const UNPRINTABLE = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]/;

const UNFINISHED = /^\.scc-[0-9a-f]{12}\.tmp$/;
const ABANDONED_MS = 600_000;
/** Those that need no escape between double quotes. */
const UNESCAPED = /[\x7f-\x9f\u2028\u2029\ufeff]/g;

/**
 * The path of the file of an object. Names come from a server, and must not escape the folder.
 * @throws Error for an unsafe name
 */
export function contentPath(folder: string, externalRef: string): ContentPath {
  for (const name of [folder, externalRef]) {
    if (!IDENTIFIER.test(name) || name.length > 200)
      throw new Error(`"${name}" cannot be the name of a file.`);
  }
  return { path: `${folder}/${externalRef}.yaml`, folder, externalRef };
}

/** Formats a document as a file: block style, long texts folded for reading, languages in order. */
export function formatDocument(document: Fields, externalRef: string, locales: readonly string[]): string {
  const { externalRef: stated, ...rest } = document;
  const fields = stated === undefined || stated === externalRef ? rest : document;
  const yaml = new Document(inOrder(fields, locales));
  visit(yaml, {
    Scalar: (key, node) => {
      if (typeof node.value !== 'string') return;
      if (key !== 'key' || UNPRINTABLE.test(node.value)) node.type = styleOf(node.value);
    },
  });
  return yaml.toString({ lineWidth: 0 }).replace(UNESCAPED, escaped);
}

function styleOf(text: string): Scalar.Type | undefined {
  if (UNPRINTABLE.test(text) || /^\s+$/.test(text)) return Scalar.QUOTE_DOUBLE;
  return text.includes('\n') || text.length > MAX_LINE ? Scalar.BLOCK_LITERAL : undefined;
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Sorts maps by language: jsonb has its own order of keys. */
function inOrder(value: unknown, locales: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((entry) => inOrder(entry, locales));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const isByLocale = entries.length > 0 && entries.every(([name]) => locales.includes(name));
  if (isByLocale) entries.sort(([one], [other]) => locales.indexOf(one) - locales.indexOf(other));
  return Object.fromEntries(entries.map(([name, inner]) => [name, inOrder(inner, locales)]));
}

/** Writes a file atomically, and only if it has changed. */
export async function writeContentFile(
  folder: string,
  { path }: ContentPath,
  text: string,
): Promise<'CREATED' | 'UPDATED' | 'UNCHANGED'> {
  const file = join(folder, path);
  const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  if (before === text) return 'UNCHANGED';
  await writeWhole(dirname(file), basename(file), text);
  return before === undefined ? 'CREATED' : 'UPDATED';
}

/** Writes a file of a folder atomically. */
export async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  // A temporary name with a dot, which readers of the folder ignore.
  const unfinished = join(folder, `.scc-${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(unfinished, text, { flag: 'wx' });
    await rename(unfinished, join(folder, name));
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Removes temporary files of killed programs; not those being written now. */
export async function removeUnfinished(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => UNFINISHED.test(each))) {
    const file = join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(file, { force: true });
  }
}
