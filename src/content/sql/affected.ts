import { snakeCase } from '../../foundation/naming.js';
import { literal } from './json.js';
import type { Order } from './order.js';
import type { Table } from './row.js';

/** A step from rows with ids in one property to ids in another. */
export interface Hop {
  readonly shape: Table;
  readonly from: string;
  readonly to: string;
}

/** A way from objects of one type to objects of another that they affect. */
export interface Way {
  readonly of: Table;
  readonly by: Table;
  readonly hops: readonly Hop[];
  /** Whether the last hop is in rows of what is found, or of its parts, so that it is public. */
  readonly isOwn: boolean;
  readonly isAside: boolean;
  /** Whether only changed objects are followed this way, not what shows them. */
  readonly isFirst: boolean;
  /** Whether what is found is followed in turn. */
  readonly isFollowed: boolean;
}

/**
 * SQL of modules that is a part of the statements around every change of what is public. It may read `changed(id, type,
 * action)`.
 */
export interface Surroundings {
  /** Queries for further objects that show changed ones: `origin`, `id` and `type`. */
  readonly further: readonly string[];
  /** By name, what is written with the change; `$4` is the time. */
  readonly along: Readonly<Record<string, string>>;
  /** By table, the instant that `changedAt` of a row must come after although it is in no row of the table. */
  readonly after: Readonly<Record<string, string>>;
  /** A condition: whether anybody wants to know what is affected. */
  readonly isWanted: string;
}

/** What affects what, for changes of some types. */
export interface Reach {
  readonly ways: readonly Way[];
  readonly neighbours: readonly { readonly of: Table; readonly order: Order }[];
  /** The types with `changedAt`. */
  readonly dated: readonly Table[];
}

const TOUCHED = 'select id from changed union all select id from affected where not aside';

/**
 * A query for what the changes `$1` (ids), `$2` (tables) and `$3` (actions) affect, and whether that is wanted: objects
 * that appear with changed ones, directly or through content without a page. If not, what has no `changedAt` is left out.
 * Rows whose `changedAt` moves are locked, always in the same order, so that changes of common objects do not deadlock.
 */
export function affectedBefore(reach: Reach, surroundings: Surroundings): string {
  const isDated = `not aside and type in (${reach.dated.map(({ table }) => literal(table)).join(', ')})`;
  const locked = reach.dated.map(
    ({ table }) => `locked_${table} as (select id from published.${table}
      where id = any(array(${TOUCHED})) order by id for no key update)`,
  );
  // They are only locked if they are read.
  const locks = reach.dated.map(({ table }) => `(select count(*) from locked_${table})`).join(' + ');
  return `${[affected(reach, surroundings), ...locked].join(', ')}
    ${answer(`asked.is_wanted or ${isDated}`)} where ${locks} >= 0`;
}

/**
 * The same after the change, only if it is wanted. It also moves `changedAt`, by at least a second, of what was changed,
 * what is affected now, and what was before: `$5`.
 */
export function affectedAfter(reach: Reach, surroundings: Surroundings): string {
  const touching = reach.dated.map(({ table }) => {
    const after = ['changed_at', surroundings.after[table] ?? []].flat();
    const next = after.map((instant) => `${instant} + interval '1 second'`);
    return `touched_${table} as (update published.${table}
      set changed_at = greatest($4::timestamptz, ${next.join(', ')}) where id = any($5::uuid[] || array(${TOUCHED})))`;
  });
  const along = Object.entries(surroundings.along).map(([name, sql]) => `${name} as (${sql})`);
  const parts = [affected(reach, surroundings), ...touching, ...along];
  return `${parts.join(', ')} ${answer('asked.is_wanted')}`;
}

function answer(condition: string): string {
  return `select asked.is_wanted as "isWanted", (select coalesce(json_agg(json_build_array(origin, id, type, aside)), '[]')
    from affected where ${condition}) as affected from asked`;
}

function affected({ ways, neighbours }: Reach, { further, isWanted }: Surroundings): string {
  const found = [
    'select origin, id, type, aside from reached',
    ...neighbours.map(({ of, order }) => neighboursOf(of, order)),
    ...further.map((query) => `select origin, id, type, false from (${query}) further`),
  ];
  const ends = ways.length > 0 ? ways.map(endsOf).join(' union all ') : NOWHERE;
  // 0 is a changed object, 1 is followed, 2 is not.
  return `with recursive changed(id, type, action) as (select * from unnest($1::uuid[], $2::text[], $3::text[])),
    reached(origin, id, type, aside, step) as (select id, id, type, false, 0 from changed
      union select reached.origin, next.* from reached cross join lateral (${ends}) next
      where reached.step < 2),
    affected as (select * from (${found.join(' union all ')}) found where origin <> id),
    asked(is_wanted) as (select ${isWanted})`;
}

const NOWHERE = 'select null::uuid, null, false, 2 where false';

/** The objects at the end of a way; without those that are not public. */
function endsOf({ of, by, hops, isOwn, isAside, isFirst, isFollowed }: Way): string {
  const [first, last] = [hops[0], hops.at(-1)];
  if (!first || !last) throw new Error('A path needs at least one hop.');
  const joins = hops.slice(1).map(({ shape, from }, before) => {
    const { to } = hops[before] ?? first;
    return `join ${publicTable(shape)} hop${before + 1} on hop${before + 1}.${snakeCase(from)} = hop${before}.${snakeCase(to)}`;
  });
  const end = `hop${hops.length - 1}.${snakeCase(last.to)}`;
  const seen = isOwn ? '' : `join ${publicTable(by)} seen on seen.id = ${end}`;
  return `select ${end}, ${literal(by.table)}, ${isAside}, ${isFollowed ? 1 : 2}
    from ${publicTable(first.shape)} hop0 ${joins.join(' ')} ${seen}
    where reached.type = ${literal(of.table)} and hop0.${snakeCase(first.from)} = reached.id${isFirst ? ' and reached.step = 0' : ''}`;
}

/** The previous and next of the changed objects, in an order of their own columns. */
function neighboursOf({ table }: Table, { keys }: Order): string {
  const order = [...keys.map(({ property }) => snakeCase(property)), 'id'].join(', ');
  return `select placed.id, beside.id, ${literal(table)}, false
    from (select id, lag(id) over places as earlier, lead(id) over places as later
      from published.${table} window places as (order by ${order})) placed
    cross join lateral (values (placed.earlier), (placed.later)) beside(id)
    where placed.id in (select id from changed) and beside.id is not null`;
}

function publicTable({ table }: Table): string {
  return table.includes('.') ? table : `published.${table}`;
}
