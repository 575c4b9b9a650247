import { refuse } from '../../foundation/errors.js';
import { uuidPattern } from '../../foundation/ids.js';
import { literal } from './json.js';
import { keyTypes, type Order } from './order.js';
import type { ReadValue } from './read-request.js';
import type { ArgumentRef } from './statement.js';

/** The name of an order, and a value of the request that it depends on, such as a search query. */
export interface CursorName {
  readonly order: string;
  readonly bound?: Bound | undefined;
}

export interface Bound {
  readonly sql: string;
  readonly read: ReadValue;
}

/**
 * A cursor encodes the name of the order, the keys of a row and its id, as base64url. It stays valid when other rows
 * come and go, and is refused with another order.
 */
export function cursorSql(name: CursorName, keys: readonly string[]): string {
  const sql = name.bound ? `(${literal(`${name.order}.`)} || ${name.bound.sql})` : literal(name.order);
  const json = `json_build_array(${[sql, ...keys].join(', ')})::text`;
  return `translate(encode(convert_to(${json}, 'UTF8'), 'base64'), E'+/=\\n', '-_')`;
}

/** The keys in a cursor, as parameters. @throws Refusal INVALID_CURSOR for a cursor of another order */
export function cursorParameters(argument: ArgumentRef, name: CursorName, order: Order): string[] {
  const types = [...order.keys.map((key) => key.type), 'uuid'];
  return types.map((type, index) => {
    const key = `cursor ${argument.slot}.${argument.path.join('.')}.${index}`;
    const read: ReadValue = (request, argumentsOf) => {
      const cursor = String(argumentsOf(argument.slot)[argument.path[0] ?? '']);
      const bound = name.bound ? `.${name.bound.read(request, argumentsOf)}` : '';
      return decode(cursor, name.order + bound, order, argument.path)[index];
    };
    return argument.statement.bind(key, type, read, argument.path);
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
