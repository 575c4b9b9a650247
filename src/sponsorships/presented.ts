import type { Row, Table } from '../content/sql/row.js';
import { snakeCase } from '../foundation/naming.js';

/** How one object presents another: an article the events that it is about, an event its series. */
export interface Presentation {
  readonly of: () => Table;
  /** The table that says so, and its properties with the ids of both. */
  readonly by: () => Table;
  readonly own: string;
  readonly other: string;
  readonly target: () => Table;
  /** Whether only what can be seen is presented: an issue lists drafts, but does not show them. */
  readonly isShown?: boolean;
}

/** SQL for the table that says what is presented; undefined where there is none to be asked. */
export type TableOf = (presentation: Presentation) => string | undefined;

/** SQL for a condition that an object can be seen, by SQL for its id. */
export type SeenBy = (target: Table, id: string) => string;

/**
 * SQL for a table, `presented(owner, id)`: objects, and all that is presented with them, directly and indirectly. Ids are
 * unique across types. `start` is a query for the owners.
 */
export function presentedWith(
  content: Table,
  presentations: readonly Presentation[],
  { start, tableOf, isSeen }: { readonly start: string; readonly tableOf: TableOf; readonly isSeen: SeenBy },
): string {
  const steps = reachable(content, presentations).flatMap((presentation) => {
    const { own, other, target, isShown } = presentation;
    const table = tableOf(presentation);
    if (table === undefined) return [];
    const id = `step.${snakeCase(other)}`;
    const seen = isShown ? ` and ${isSeen(target(), id)}` : '';
    return [
      `select ${id} from ${table} step where step.${snakeCase(own)} = presented.id and ${id} is not null${seen}`,
    ];
  });
  if (steps.length === 0) return start;
  return `with recursive presented(owner, id) as (${start}
    union select presented.owner, next.id from presented cross join lateral (${steps.join(' union all ')}) next(id))
    select owner, id from presented`;
}

/** The same for a row that is read. */
export function presentedBy(row: Row, presentations: readonly Presentation[]): string {
  const { statement } = row;
  const self = row.column('id');
  return presentedWith(row.shape, presentations, {
    start: `select ${self}, ${self}`,
    // What is left of withdrawn objects says what they belonged to; drafts are there themselves.
    tableOf: ({ by, own }) => {
      const { table } = by();
      if (statement.stage === 'published' || !table.includes('.')) return statement.table(table);
      if (!statement.isPreview) return undefined;
      return `(select * from ${statement.table(table)} where not ${statement.isPreviewed(snakeCase(own))})`;
    },
    isSeen: (target, id) => {
      const other = row.next(target);
      const conditions = [`${other.column('id')} = ${id}`, ...other.visible()];
      return `coalesce((select true from ${other.from()} where ${conditions.join(' and ')}), false)`;
    },
  });
}

/** How a type presents others, directly and indirectly. */
export function reachable(content: Table, presentations: readonly Presentation[]): Presentation[] {
  const known = new Set([content]);
  for (const shape of known)
    for (const { of, target } of presentations) if (of() === shape) known.add(target());
  return presentations.filter(({ of }) => known.has(of()));
}

/**
 * SQL for a table, `bearing(origin, id)`, the other way round: what `start` is a query for, and all that presents it, directly
 * and indirectly, as far as the public sees it.
 */
export function publicBearersOf(presentations: readonly Presentation[], start: string): string {
  const steps = presentations.map(({ by, own, other, target, isShown }) => {
    const seen = isShown
      ? ` and exists (select 1 from published.${target().table} seen where seen.id = bearing.id)`
      : '';
    return `select step.${snakeCase(own)} from ${publicTable(by())} step where step.${snakeCase(other)} = bearing.id${seen}`;
  });
  return `with recursive bearing(origin, id) as (${start}
    union select bearing.origin, next.id from bearing cross join lateral (${steps.join(' union all ')}) next(id))
    select origin, id from bearing`;
}

/** Tables that are in `published` alone are named with it. */
function publicTable({ table }: Table): string {
  return table.includes('.') ? table : `published.${table}`;
}
