import { snakeCase } from '../../foundation/naming.js';
import type { Table } from './row.js';

/** A step from rows with ids in one property to ids in another. */
export interface Hop {
  readonly shape: Table;
  readonly from: string;
  readonly to: string;
}

/**
 * A query for the objects of `by` at the end of the hops that start at the ids of a parameter (`from`), with the number
 * of the path. References to objects that are not public are left out.
 */
export function endsOf(
  { hops, by }: { readonly hops: readonly Hop[]; readonly by: Table },
  way: number,
  parameter: number,
): string {
  const [first, last] = [hops[0], hops.at(-1)];
  if (!first || !last) throw new Error('A path needs at least one hop.');
  const joins = hops.slice(1).map(({ shape, from }, before) => {
    const { to } = hops[before] ?? first;
    return `join ${tableOf(shape)} hop${before + 1} on hop${before + 1}.${snakeCase(from)} = hop${before}.${snakeCase(to)}`;
  });
  return `select ${way} as way, hop0.${snakeCase(first.from)} as from, seen.id
    from ${tableOf(first.shape)} hop0 ${joins.join(' ')}
    join ${tableOf(by)} seen on seen.id = hop${hops.length - 1}.${snakeCase(last.to)}
    where hop0.${snakeCase(first.from)} = any($${parameter}::uuid[])`;
}

function tableOf({ table }: Table): string {
  return table.includes('.') ? table : `published.${table}`;
}
