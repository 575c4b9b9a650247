import { isCalendarDay } from '../../foundation/calendar.js';
import { readInstant } from '../../foundation/instant.js';
import type { Row } from './row.js';

/** A column that lists are sorted by. */
export interface OrderKey {
  readonly property: string;
  /** Whether the column is in the row, in its text, or in the link that leads to it. */
  readonly from?: 'row' | 'text' | 'link';
  readonly type: keyof typeof keyTypes;
  /** The column with the form of the text that is sorted, where that is another one. */
  readonly sortedAs?: string;
  /** SQL for the value, if it is not the plain column. */
  readonly value?: (row: Row) => string;
  /** Whether rows without a value come last in descending order, too, and not first. */
  readonly isAbsentLast?: boolean;
}

/** A total order: the keys and then the id, all in one direction. */
export interface Order {
  readonly keys: readonly OrderKey[];
  readonly direction: 'asc' | 'desc';
}

/**
 * The substitutes for null, which sort last in ascending and in descending order, and the values that a cursor may
 * have.
 */
export const keyTypes = {
  timestamptz: {
    absent: { asc: `'infinity'::timestamptz`, desc: `'-infinity'::timestamptz` },
    isValid: (value: unknown) => isInstant(value),
  },
  date: {
    absent: { asc: `'infinity'::date`, desc: `'-infinity'::date` },
    isValid: (value: unknown) => isInstant(value),
  },
  int: {
    absent: { asc: '2147483647', desc: '-2147483648' },
    isValid: (value: unknown) => Number.isInteger(value) && Math.abs(Number(value)) <= 2147483647,
  },
  // U+FFFF sorts after every character in the root collation (UTS 35, part 5, section 4.2.1).
  text: { absent: { asc: `U&'\\FFFF'`, desc: "''" }, isValid: (value: unknown) => typeof value === 'string' },
} as const;

/** SQL for the keys of a row, the id last. */
export function orderKeys(order: Order, row: Row): string[] {
  const keys = order.keys.map((key) => {
    const { property, from = 'row', type, value: sql, isAbsentLast } = key;
    // Sorts after every position.
    if (from === 'link') return row.linkPosition();
    const value = sql?.(row) ?? (from === 'text' ? textOf(key, row) : row.column(property));
    return `coalesce(${value}, ${keyTypes[type].absent[isAbsentLast ? order.direction : 'asc']})`;
  });
  return [...keys, row.column('id')];
}

function textOf({ property, sortedAs }: OrderKey, row: Row): string {
  const text = row.localized(property);
  return sortedAs ? `coalesce(${row.localized(property, sortedAs)}, ${text})` : text;
}

export function reversed(direction: Order['direction']): Order['direction'] {
  return direction === 'asc' ? 'desc' : 'asc';
}

/** A date or timestamp as PostgreSQL writes it in JSON; a forged one must not reach it. */
function isInstant(value: unknown): boolean {
  const text = String(value);
  return (
    /^-?infinity$/.test(text) ||
    isCalendarDay(text) ||
    (readInstant(text) === text && text.endsWith('+00:00'))
  );
}
