import type { Row, Table } from '../content/sql/row.js';
import { snakeCase } from '../foundation/naming.js';

/** A relation by which one object presents another: an article the events that it is about, an event its series. */
export interface Presentation {
  readonly of: () => Table;
  /** The table of the relation, and its properties with both ids. */
  readonly by: () => Table;
  readonly own: string;
  readonly other: string;
  readonly target: () => Table;
  /** Whether only visible objects are presented: an issue lists drafts, but does not show them. */
  readonly isShown?: boolean;
}

/** SQL for the table of the relation; undefined if there is none in this stage. */
export type TableOf = (presentation: Presentation) => string | undefined;

/** SQL for the condition that an object is visible, from SQL for its id. */
export type SeenBy = (target: Table, id: string) => string;

/**
 * SQL for a table, `presented(owner, id)`: objects, and all that is presented with them, directly and indirectly. Ids
 * are unique across types. `start` is a query for the owners.
 */
export function presentedWith(
  presentations: readonly Presentation[],
  { start, tableOf, isSeen }: { readonly start: string; readonly tableOf: TableOf; readonly isSeen: SeenBy },
): string {
  const steps = presentations.flatMap((presentation) => {
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
  return presentedWith(reachable(row.shape, presentations), {
    start: `select ${self}, ${self}`,
    // Tombstones retain the relations of withdrawn objects; drafts exist themselves.
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

/** The relations by which a type presents others, directly and indirectly. */
function reachable(content: Table, presentations: readonly Presentation[]): Presentation[] {
  const known = new Set([content]);
  for (const shape of known)
    for (const { of, target } of presentations) if (of() === shape) known.add(target());
  return presentations.filter(({ of }) => known.has(of()));
}

/**
 * SQL for the inverse, a table `bearing(origin, id)`: the objects of the query `start`, and all that presents them
 * publicly, directly and indirectly.
 */
export function publicBearersOf(presentations: readonly Presentation[], start: string): string {
  const steps = presentations.map(({ by, own, other, target, isShown }) => {
    const seen = isShown
      ? ` and exists (select 1 from published.${target().table} seen where seen.id = bearing.id)`
      : '';
    return `select step.${snakeCase(own)} from ${publicTable(by())} step where step.${snakeCase(other)} = bearing.id${seen}`;
  });
  // From lists the database expects a few rows; for more it would prepare a large table.
  return `with recursive first(origin, id) as materialized (${start}),
    bearing(origin, id) as (select * from unnest(array(select origin from first), array(select id from first))
    union select bearing.origin, next.id from bearing cross join lateral (${steps.join(' union all ')}) next(id))
    select origin, id from bearing`;
}

/** Tables that are only in `published` are qualified. */
export function publicTable({ table }: Table): string {
  return table.includes('.') ? table : `published.${table}`;
}
