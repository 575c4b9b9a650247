import { refuse } from '../../foundation/errors.js';
import { uuidPattern } from '../../foundation/ids.js';
import { literal } from './json.js';
import { keyTypes, type Order } from './order.js';
import type { Given, ReadValue } from './statement.js';

/** The name of an order, and what else the places in it depend on: a value of the request, such as a query. */
export interface CursorName {
  readonly order: string;
  readonly bound?: Bound | undefined;
}

export interface Bound {
  readonly sql: string;
  readonly read: ReadValue;
}

/**
 * A cursor is the place of a row in one order: the order's name, the row's keys, its id, as base64url. Rows that
 * appear or disappear elsewhere do not move it, and another order refuses it.
 */
export function cursorSql(name: CursorName, keys: readonly string[]): string {
  const sql = name.bound ? `(${literal(`${name.order}.`)} || ${name.bound.sql})` : literal(name.order);
  const json = `json_build_array(${[sql, ...keys].join(', ')})::text`;
  return `translate(encode(convert_to(${json}, 'UTF8'), 'base64'), E'+/=\\n', '-_')`;
}

/** The keys that a cursor holds, as parameters. @throws Refusal INVALID_CURSOR when it is not of this order. */
export function cursorParameters(given: Given, name: CursorName, order: Order): string[] {
  const types = [...order.keys.map((key) => key.type), 'uuid'];
  return types.map((type, index) => {
    const key = `cursor ${given.slot}.${given.path.join('.')}.${index}`;
    const read: ReadValue = (request, argumentsOf) => {
      const cursor = String(argumentsOf(given.slot)[given.path[0] ?? '']);
      const bound = name.bound ? `.${name.bound.read(request, argumentsOf)}` : '';
      return decode(cursor, name.order + bound, order, given.path)[index];
    };
    return given.statement.bind(key, type, read, given.path);
  });
}

function decode(cursor: string, name: string, order: Order, path: readonly string[]): unknown[] {
  const [of, ...keys] = parse(cursor);
  const isValid =
    of === name &&
    keys.length === order.keys.length + 1 &&
    keys.every((key) => typeof key !== 'object') &&
    order.keys.every((key, index) => keyTypes[key.type].isValid(keys[index])) &&
    uuidPattern.test(String(keys.at(-1)));
  if (!isValid) {
    refuse('INVALID_CURSOR', `"${path.join('.')}" is not a cursor of this list in this order.`, path);
  }
  return keys;
}

function parse(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
