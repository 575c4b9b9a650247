import { readdirSync } from 'node:fs';
import { basename, join, normalize, resolve } from 'node:path';
import type { Arguments } from './command.js';
import { wrongUsage } from './failure.js';
import { findKind, type Kind, wordFor } from './kinds.js';

/** The files of a folder that a command is for. */
export interface Selection {
  readonly folder: string;
  readonly kinds: readonly Kind[];
  /** Paths in the folder, if files were named. */
  readonly only: ReadonlySet<string> | undefined;
}

export const selectionOperands = 'DIR | FILE…';
export const typeOption = {
  type: { type: 'string', value: 'KIND', help: 'only these kinds, such as event,venue' },
} as const;

/** Parses the operands: a folder, or files of one such as `content/events/innoex-2024.yaml`. @throws Failure */
export function readSelection(args: Arguments, all: readonly Kind[]): Selection {
  const types = args.list('type').map((kindName) => findKind(all, kindName));
  const kinds = types.length > 0 ? types : all;
  const named = args.positionals.map((each) => normalize(each).replace(/[\\/]+$/, ''));
  const [first = ''] = named;
  if (named.length === 1) refuseFolderOfType(first, all);
  if (named.length === 1 && !first.endsWith('.yaml')) return { folder: first, kinds, only: undefined };
  const files = named.map((each) => fileIn(each, all));
  const [folder = '', ...others] = new Set(files.map((file) => file.folder));
  if (others.length > 0)
    throw wrongUsage(`All files must be in one folder; these are in ${folder}, ${others.join(', ')}.`);
  return { folder, kinds, only: new Set(files.map(({ path }) => path)) };
}

/** Rejects `content/events`, a folder of one type: each file would be refused for its path. */
function refuseFolderOfType(name: string, all: readonly Kind[]): void {
  const kind = all.find(({ folder }) => folder === basename(resolve(name)));
  if (!kind || !readNames(name).some((each) => each.endsWith('.yaml'))) return;
  throw wrongUsage(
    `"${name}" is the folder of one type; use the one above it: ${join(name, '..')} --type ${wordFor(kind)}`,
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
    throw wrongUsage(`"${name}" is neither a folder nor a file such as DIR/events/innoex-2024.yaml.`);
  const folder = above.length > 0 ? above.reverse().join('/') || '/' : '.';
  return { folder: join(folder, '.'), path: `${type}/${file}` };
}
