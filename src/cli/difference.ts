import { isDeepStrictEqual } from 'node:util';
import { textDifference } from './text-difference.js';

/** Longer values are truncated. */
const MAX_LINE = 200;
/** Of longer texts only the changed words are shown. */
const MAX_TEXT = 80;

/** The names of objects, by the ids that occur in values. */
export type Names = ReadonlyMap<string, string>;

type Fields = Readonly<Record<string, unknown>>;

/** Lists differences line by line; of lists and groups only the entries that differ. */
export function difference(before: unknown, after: unknown, names: Names): string[] {
  const [old, now] = [before ?? [], after ?? []];
  if (Array.isArray(old) && Array.isArray(now)) return listDifference(old, now, names);
  if (isLongText(before) && typeof after === 'string') return textDifference(before, after);
  if (typeof before === 'string' && isLongText(after)) return textDifference(before, after);
  return [
    ...(before === null || before === undefined ? [] : [`- ${shown(before, names)}`]),
    ...(after === null || after === undefined ? [] : [`+ ${shown(after, names)}`]),
  ];
}

/** Too long to see what changed in it. */
export function isLongText(value: unknown): value is string {
  return typeof value === 'string' && (value.length > MAX_TEXT || value.includes('\n'));
}

function listDifference(before: readonly unknown[], after: readonly unknown[], names: Names): string[] {
  const [removed, added] = [without(before, after), without(after, before)];
  const lines: string[] = [];
  for (const entry of removed) {
    const index = added.findIndex((each) => isRecord(each) && isRecord(entry) && isSame(entry, each));
    const [now] = index < 0 ? [] : added.splice(index, 1);
    if (isRecord(entry) && isRecord(now)) lines.push(...changedEntry(entry, now, names));
    else lines.push(`- ${shown(entry, names)}`);
  }
  lines.push(...added.map((entry) => `+ ${shown(entry, names)}`));
  const common = (list: readonly unknown[], other: readonly unknown[]) =>
    list.filter((entry) => other.some((each) => isDeepStrictEqual(entry, each)));
  if (!isDeepStrictEqual(common(before, after), common(after, before)))
    lines.push(`~ new order: ${after.map((entry) => labelOf(entry, names)).join(' | ')}`);
  return lines;
}

/** An entry that is equal except for its texts and lists. */
function changedEntry(before: Fields, after: Fields, names: Names): string[] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changed = fields.filter((field) => !isDeepStrictEqual(before[field], after[field]));
  return [
    `~ ${labelOf(before, names)}`,
    ...changed.flatMap((field) => [
      `    ${field}`,
      ...difference(before[field], after[field], names).map((line) => `      ${line}`),
    ]),
  ];
}

/** Entries that are in one list more often than in another. */
function without(list: readonly unknown[], others: readonly unknown[]): unknown[] {
  const left = [...others];
  return list.filter((entry) => {
    const index = left.findIndex((each) => isDeepStrictEqual(entry, each));
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

function isSame(one: Fields, other: Fields): boolean {
  const plain = (fields: Fields) => Object.entries(fields).filter(([, value]) => typeof value !== 'object');
  return plain(one).length > 0 && isDeepStrictEqual(plain(one), plain(other));
}

function labelOf(entry: unknown, names: Names): string {
  if (!isRecord(entry)) return shown(entry, names);
  const plain = Object.values(entry).filter((value) => typeof value !== 'object');
  return plain.length > 0 ? plain.map((value) => shown(value, names)).join(' ') : shown(entry, names);
}

/** On one line, with the names of objects instead of ids. */
export function shown(value: unknown, names: Names = new Map()): string {
  if (value === null) return '(nothing)';
  const text = typeof value === 'string' ? (names.get(value) ?? value) : compact(value, names);
  const [line = '', ...more] = text.split('\n');
  const isCut = more.length > 0 || line.length > MAX_LINE;
  return isCut ? `${line.slice(0, MAX_LINE)} …` : line;
}

function compact(value: unknown, names: Names): string {
  if (Array.isArray(value)) return `[${value.map((each) => compact(each, names)).join('; ')}]`;
  if (isRecord(value))
    return Object.entries(value)
      .map(([field, inner]) => `${field}: ${compact(inner, names)}`)
      .join(', ');
  return typeof value === 'string' ? (names.get(value) ?? value) : JSON.stringify(value);
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
