import { snakeCase } from '../../foundation/naming.js';
import type { Order } from './order.js';
import type { Table } from './row.js';

/** A query for the previous and next of the published objects `$1`, in an order of their own columns. */
export function neighboursOf({ table }: Table, { keys }: Order): string {
  const order = [...keys.map(({ property }) => snakeCase(property)), 'id'].join(', ');
  return `select placed.id as origin, beside.id
    from (select id, lag(id) over places as earlier, lead(id) over places as later
      from published.${table} window places as (order by ${order})) placed
    cross join lateral (values (placed.earlier), (placed.later)) beside(id)
    where placed.id = any($1::uuid[]) and beside.id is not null`;
}
