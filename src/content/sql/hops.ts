import { snakeCase } from '../../foundation/naming.js';
import type { Table } from './row.js';

/** From rows with ids in one property to the ids in another. */
export interface Hop {
  readonly shape: Table;
  readonly from: string;
  readonly to: string;
}

/**
 * A query for what of `by` the hops lead to from the ids of a parameter (`from`), with a number by which the way is known.
 * A reference may lead to what is not public; that is left out.
 */
export function endsOf(
  { hops, by }: { readonly hops: readonly Hop[]; readonly by: Table },
  way: number,
  parameter: number,
): string {
  const [first, last] = [hops[0], hops.at(-1)];
  if (!first || !last) throw new Error('A way has a step.');
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
