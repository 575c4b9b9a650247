import { refuse } from '../../foundation/errors.js';
import type { Expression } from './expressions.js';
import { literal } from './json.js';
import { keyTypes } from './order.js';
import { applied, type Condition, type Conditions, type Split } from './relations.js';
import type { Row, Table } from './row.js';
import { idOrSlug } from './slugs.js';
import type { Given } from './statement.js';

/** The column has one of the given values. */
export const isOneOf =
  (property: string): Condition =>
  (given, row) =>
    `${row.column(property)} = any(${given.bind('text[]')})`;

/** The foreign key points to the object with the given id or slug; one that cannot be seen is not pointed to either. */
export const refersTo =
  (target: () => Table, key: string): Condition =>
  (given, row) => {
    const other = row.next(target());
    const conditions = [`${other.column('id')} = ${idOrSlug(other, given)}`, ...other.visible()].join(
      ' and ',
    );
    return `${row.column(key)} = (select ${other.column('id')} from ${other.from()} where ${conditions})`;
  };

/** A link refers to the row and to the object with the given id; `also` are further arguments about that link. */
export const isLinkedTo =
  ({ link, target, also }: { link: () => Table; target: () => Table; also?: Conditions }): Condition =>
  (given, row, all) => {
    const other = row.next(link());
    const conditions = [
      `${other.column(link().keyTo(row.shape))} = ${row.column('id')}`,
      refersTo(target, link().keyTo(target()))(given, other, all),
      ...applied(also, all, other),
    ];
    return `exists (select 1 from ${other.from()} where ${conditions.join(' and ')})`;
  };

/** No condition of its own: says more about another argument, without which it is refused. */
export const onlyWith =
  (name: string): Condition =>
  (given, _row, all) => {
    if (all.get(name).isPresent) return 'true';
    return refuse('INVALID_INPUT', `"${given.path.at(-1)}" needs "${name}".`, given.path);
  };

/** The span of instants between two columns reaches beyond the given instant; a span without a start never does. */
export const endsAfter = (start: string, end: string): Condition => {
  const isBeyond = (given: Given, row: Row) =>
    `(${row.column(start)} is not null and coalesce(${row.column(end)}, 'infinity') > ${given.bind('timestamptz')})`;
  const parts: Split['parts'] = (given, row) => {
    const instant = given.bind('timestamptz');
    return [
      covers(row, start, end, instant),
      `${beginsAt(row, start)} > ${instant} and ${isBeyond(given, row)}`,
    ];
  };
  return Object.assign(isBeyond, { split: { by: start, parts } });
};

/** A span of instants begins before the given instant; one without a start never does. */
export const beginsBefore =
  (start: string): Condition =>
  (given, row) =>
    `${beginsAt(row, start)} < ${given.bind('timestamptz')}`;

/** The first of the columns that has a value is after the given instant. */
export const isAfter =
  (...properties: string[]): Condition =>
  (given, row) =>
    `coalesce(${properties.map((property) => row.column(property)).join(', ')}) > ${given.bind('timestamptz')}`;

/** A day of the row is the given one or later; one without a day never is. */
export const isOnOrAfter =
  (day: Expression): Condition =>
  (given, row) =>
    `${day(row)} >= ${given.bind('date')}`;

/** A day of the row is the given one or earlier; one without a day never is. */
export const isOnOrBefore =
  (day: Expression): Condition =>
  (given, row) =>
    `${day(row)} <= ${given.bind('date')}`;

/** The list of ids in the column has that of the given object, which is named by its id or slug. */
export const hasId =
  (target: () => Table, property: string): Condition =>
  (given, row) =>
    `${idOrSlug(row.next(target()), given)} = any(${row.column(property)})`;

/** A localized text of the row has words of its own in the given locale. */
export const hasOwnWords =
  (property: string): Condition =>
  (given, row) => {
    const locale = given.bind('text', (tag, path, request) => request.locales.match(String(tag), path));
    return `jsonb_typeof(${row.column(property)} -> ${locale}) = 'object' and not jsonb_exists(${row.column(property)} -> ${locale}, 'from')`;
  };

/** Where now lies in the span between two columns: UPCOMING (not over), ONGOING (begun, not over), PAST (over). */
export const isNowIn = (start: string, end: string): Condition => {
  const isNotOver = (row: Row) =>
    `(${row.column(end)} is null or ${row.column(end)} > ${row.now(start, end)})`;
  const condition = (given: Given, row: Row) => {
    const now = row.now(start, end);
    // What is over has begun: said, too, since lists are sorted by that.
    if (given.value === 'PAST') return `(${row.column(end)} <= ${now} and ${beginsAt(row, start)} <= ${now})`;
    return given.value === 'ONGOING' ? covers(row, start, end, now) : isNotOver(row);
  };
  const parts: Split['parts'] = (given, row) => {
    const now = row.now(start, end);
    if (given.value === 'ONGOING') return [covers(row, start, end, now)];
    if (given.value !== 'UPCOMING') return undefined;
    return [covers(row, start, end, now), `${beginsAt(row, start)} > ${now} and ${isNotOver(row)}`];
  };
  return Object.assign(condition, { split: { by: start, parts } });
};

/** The span begins at or before the instant, and reaches beyond it. */
function covers(row: Row, start: string, end: string, instant: string): string {
  return `(${row.column(start)} is not null and tstzrange(${row.column(start)}, ${row.column(end)}) @> ${instant})`;
}

/** When a span begins, as lists are sorted by it: one without a start after all others. */
function beginsAt(row: Row, start: string): string {
  return `coalesce(${row.column(start)}, ${keyTypes.timestamptz.absent})`;
}

/** Spans that cover the given day, both ends included; an absent end is open. */
export const coversDay =
  (from: string, to: string): Condition =>
  (given, row) =>
    coversDayOf(row, from, to, given.bind('date'));

/** The same of a day in SQL. */
export function coversDayOf(row: Row, from: string, to: string, day: string): string {
  return `(coalesce(${row.column(from)} <= ${day}, true) and coalesce(${row.column(to)} >= ${day}, true))`;
}

/** The column equals the given number. */
export const equals =
  (property: string): Condition =>
  (given, row) =>
    `${row.column(property)} = ${given.bind('int')}`;

/** The object can be read in the given locale without fallback. */
export const hasLocale: Condition = (given, row) => {
  const locale = given.bind('text', (tag, path, request) => request.locales.match(String(tag), path));
  const text = `${row.table(row.shape.textTable)} own_text`;
  return `exists (select 1 from ${text} where own_text.content_id = ${row.column('id')} and own_text.locale = ${locale} and own_text.own)`;
};

/** A constant of the code as SQL, for conditions that every row of a link must meet. */
export const onlyValues =
  (property: string, values: readonly string[]) => (row: { column(name: string): string }) =>
    `${row.column(property)} in (${values.map(literal).join(', ')})`;
