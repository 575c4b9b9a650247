import { refuse } from '../../foundation/errors.js';
import type { Expression } from './expressions.js';
import { literal } from './json.js';
import { keyTypes, type Order } from './order.js';
import { applied, type Condition, type Conditions, type Split } from './relations.js';
import type { Row, Table } from './row.js';
import { idOrSlug } from './slugs.js';
import type { ArgumentRef } from './statement.js';

/** The column has one of the given values. */
export const isOneOf = (property: string): Condition => isValueIn((row) => row.column(property));

/** The value is one of the given ones. */
export const isValueIn =
  (value: Expression): Condition =>
  (argument, row) =>
    `${value(row)} = any(${argument.bind('text[]')})`;

/** The foreign key points to the visible object with the given id or slug. */
export const refersTo =
  (target: () => Table, key: string): Condition =>
  (argument, row) => {
    const other = row.next(target());
    const conditions = [`${other.column('id')} = ${idOrSlug(other, argument)}`, ...other.visible()].join(
      ' and ',
    );
    return `${row.column(key)} = (select ${other.column('id')} from ${other.from()} where ${conditions})`;
  };

/** A link refers to the row and to the object with the given id; `also` are further arguments about that link. */
export const isLinkedTo =
  ({ link, target, also }: { link: () => Table; target: () => Table; also?: Conditions }): Condition =>
  (argument, row, all) => {
    const other = row.next(link());
    const conditions = [
      `${other.column(link().keyTo(row.shape))} = ${row.column('id')}`,
      refersTo(target, link().keyTo(target()))(argument, other, all),
      ...applied(also, all, other),
    ];
    return `exists (select 1 from ${other.from()} where ${conditions.join(' and ')})`;
  };

/** Adds no condition: it qualifies another argument, and is refused without it. */
export const onlyWith =
  (name: string): Condition =>
  (argument, _row, all) => {
    if (all.get(name).isPresent) return 'true';
    return refuse('INVALID_INPUT', `"${argument.path.at(-1)}" needs "${name}".`, argument.path);
  };

/** The span between two columns ends after the given instant; one without a start never does. */
export const endsAfter = (start: string, end: string): Condition => {
  const isBeyond = (argument: ArgumentRef, row: Row) =>
    `(${row.column(start)} is not null and coalesce(${row.column(end)}, 'infinity') > ${argument.bind('timestamptz')})`;
  const parts: Split['parts'] = (argument, row) => {
    const instant = argument.bind('timestamptz');
    return [
      covers(row, start, end, instant),
      `${beginsAt(row, start)} > ${instant} and ${isBeyond(argument, row)}`,
    ];
  };
  return Object.assign(isBeyond, { split: { by: start, parts } });
};

/** The span starts before the given instant; one without a start never does. */
export const beginsBefore =
  (start: string): Condition =>
  (argument, row) =>
    `${beginsAt(row, start)} < ${argument.bind('timestamptz')}`;

/** The first non-null column is after the given instant. */
export const isAfter =
  (...properties: string[]): Condition =>
  (argument, row) =>
    `coalesce(${properties.map((property) => row.column(property)).join(', ')}) > ${argument.bind('timestamptz')}`;

/** A day is on or after the given one; never for a row without a day. */
export const isOnOrAfter =
  (day: Expression): Condition =>
  (argument, row) =>
    `${day(row)} >= ${argument.bind('date')}`;

/** A day is on or before the given one; never for a row without a day. */
export const isOnOrBefore =
  (day: Expression): Condition =>
  (argument, row) =>
    `${day(row)} <= ${argument.bind('date')}`;

/** The list of ids in the column contains the object with the given id or slug. */
export const hasId =
  (target: () => Table, property: string): Condition =>
  (argument, row) =>
    `${idOrSlug(row.next(target()), argument)} = any(${row.column(property)})`;

/** A localized text of the row is translated into the given locale. */
export const hasOwnWords =
  (property: string): Condition =>
  (argument, row) => {
    const locale = argument.bind('text', (tag, path, request) => request.locales.match(String(tag), path));
    return `jsonb_typeof(${row.column(property)} -> ${locale}) = 'object' and not jsonb_exists(${row.column(property)} -> ${locale}, 'from')`;
  };

/**
 * The status of the span between two columns: UPCOMING (not over), ONGOING (started, not over), PAST (over).
 * @param isAhead whether a row without a span is UPCOMING
 */
export const isNowIn = (start: string, end: string, isAhead: Expression): Condition => {
  const isNotOver = (row: Row) => {
    const over = row.column(end);
    return `(${over} > ${row.now(start, end)} or (${over} is null and ${isAhead(row)}))`;
  };
  const condition = (argument: ArgumentRef, row: Row) => {
    const now = row.now(start, end);
    // The latter is redundant, but it lets the index be used by which the latest come first.
    if (argument.value === 'PAST')
      return `(${row.column(end)} <= ${now} and ${beginsAt(row, start, 'desc')} <= ${now})`;
    return argument.value === 'ONGOING' ? covers(row, start, end, now) : isNotOver(row);
  };
  const parts: Split['parts'] = (argument, row) => {
    const now = row.now(start, end);
    if (argument.value === 'ONGOING') return [covers(row, start, end, now)];
    if (argument.value !== 'UPCOMING') return undefined;
    return [covers(row, start, end, now), `${beginsAt(row, start)} > ${now} and ${isNotOver(row)}`];
  };
  return Object.assign(condition, { split: { by: start, parts } });
};

/** The span contains the instant. */
function covers(row: Row, start: string, end: string, instant: string): string {
  return `(${row.column(start)} is not null and tstzrange(${row.column(start)}, ${row.column(end)}) @> ${instant})`;
}

/** The start of a span, for sorting: rows without one come last. */
function beginsAt(row: Row, start: string, direction: Order['direction'] = 'asc'): string {
  return `coalesce(${row.column(start)}, ${keyTypes.timestamptz.absent[direction]})`;
}

/** Spans of days that contain the given one; open-ended without an end. */
export const coversDay =
  (from: string, to: string): Condition =>
  (argument, row) =>
    coversDayOf(row, from, to, argument.bind('date'));

/** The same, with a day in SQL. */
export function coversDayOf(row: Row, from: string, to: string, day: string): string {
  return `(coalesce(${row.column(from)} <= ${day}, true) and coalesce(${row.column(to)} >= ${day}, true))`;
}

/** The column equals the given number. */
export const equals =
  (property: string): Condition =>
  (argument, row) =>
    `${row.column(property)} = ${argument.bind('int')}`;

/** The object is translated into the given locale. */
export const hasLocale: Condition = (argument, row) => {
  const locale = argument.bind('text', (tag, path, request) => request.locales.match(String(tag), path));
  const text = `${row.table(row.shape.textTable)} own_text`;
  return `exists (select 1 from ${text} where own_text.content_id = ${row.column('id')} and own_text.locale = ${locale} and own_text.own)`;
};

/** A condition on every row of a link, with constants of the code. */
export const onlyValues =
  (property: string, values: readonly string[]) => (row: { column(name: string): string }) =>
    `${row.column(property)} in (${values.map(literal).join(', ')})`;
