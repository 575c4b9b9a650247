import { readdirSync } from 'node:fs';
import { basename, join, normalize, resolve } from 'node:path';
import type { Words } from './command.js';
import { wrongUsage } from './failure.js';
import { findKind, type Kind, wordFor } from './kinds.js';

/** Which files of a folder a command is about. */
export interface Selection {
  readonly folder: string;
  readonly kinds: readonly Kind[];
  /** Paths in the folder, where files were named. */
  readonly only: ReadonlySet<string> | undefined;
}

export const selectionOperands = 'DIR | FILE…';
export const typeOption = {
  type: { type: 'string', value: 'KIND', help: 'only these kinds, such as event,venue' },
} as const;

/** A folder, or files of one: `content/events/innoex-2024.yaml`. @throws Failure */
export function readSelection(words: Words, all: readonly Kind[]): Selection {
  const types = words.list('type').map((word) => findKind(all, word));
  const kinds = types.length > 0 ? types : all;
  const named = words.positionals.map((each) => normalize(each).replace(/[\\/]+$/, ''));
  const [first = ''] = named;
  if (named.length === 1) refuseFolderOfType(first, all);
  if (named.length === 1 && !first.endsWith('.yaml')) return { folder: first, kinds, only: undefined };
  const files = named.map((each) => fileIn(each, all));
  const [folder = '', ...others] = new Set(files.map((file) => file.folder));
  if (others.length > 0)
    throw wrongUsage(`Files have to be of one folder; these are of ${folder}, ${others.join(', ')}.`);
  return { folder, kinds, only: new Set(files.map(({ path }) => path)) };
}

/** `content/events` has the files of one type: each would be refused for its place. */
function refuseFolderOfType(name: string, all: readonly Kind[]): void {
  const kind = all.find(({ folder }) => folder === basename(resolve(name)));
  if (!kind || !readNames(name).some((each) => each.endsWith('.yaml'))) return;
  throw wrongUsage(
    `"${name}" is the folder of one type; give the one above it: ${join(name, '..')} --type ${wordFor(kind)}`,
  );
}

function readNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function fileIn(name: string, kinds: readonly Kind[]): { readonly folder: string; readonly path: string } {
  const [file = '', type = '', ...above] = name.split(/[\\/]/).reverse();
  if (!file.endsWith('.yaml') || !kinds.some(({ folder }) => folder === type))
    throw wrongUsage(`"${name}" is neither one folder nor a file such as DIR/events/innoex-2024.yaml.`);
  const folder = above.length > 0 ? above.reverse().join('/') || '/' : '.';
  return { folder: join(folder, '.'), path: `${type}/${file}` };
}
