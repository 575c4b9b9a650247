import { refuse } from '../../foundation/errors.js';
import { uuidPattern } from '../../foundation/ids.js';
import { sentences } from './sentences.js';

/** A globally unique id: the table name and the UUID of the row. Opaque to clients. */
export function globalId(table: string, id: string): string {
  return `${table}_${id}`;
}

/** Whether a text has the form of a global id, and not of an external reference. */
export function isGlobalId(text: string): boolean {
  const cut = text.lastIndexOf('_');
  return cut > 0 && uuidPattern.test(text.slice(cut + 1));
}

/** @throws Refusal INVALID_ID for anything that is not a global id */
export function parseGlobalId(
  text: string,
  path: readonly string[],
): { readonly table: string; readonly id: string } {
  if (!isGlobalId(text)) refuse('INVALID_ID', sentences.notAnId(path.join('.')), path);
  const cut = text.lastIndexOf('_');
  return { table: text.slice(0, cut), id: text.slice(cut + 1) };
}

/** The UUID in a global id of one type. @throws Refusal INVALID_ID for an id of another type */
export function uuidOf(table: string, text: string, path: readonly string[]): string {
  const parsed = parseGlobalId(text, path);
  if (parsed.table !== table) refuse('INVALID_ID', sentences.idOfOtherType(path.join('.')), path);
  return parsed.id;
}
