import { snakeCase } from '../../foundation/naming.js';
import type { Stage } from '../contract/stage.js';
import { literal } from './json.js';

/** A column with ids of a type, in rows of objects or their parts. */
export interface ReferringColumn {
  /** The table of the objects. */
  readonly type: string;
  /** The field of the objects that the rows are in. */
  readonly field: string;
  readonly table: string;
  /** The property with the id of the object. */
  readonly owner: string;
  readonly key: string;
}

/** A row for each field of an object that refers to the object `$1`, with the stages in which it does. */
export function referrers(columns: readonly ReferringColumn[], stages: readonly Stage[]): string {
  const rows = columns.flatMap(({ type, field, table, owner, key }) =>
    stages.map(
      (stage) =>
        `select ${literal(type)} as type, ${snakeCase(owner)} as id, ${literal(field)} as field, ${literal(stage)} as stage from ${stage}.${table} where ${snakeCase(key)} = $1 and ${snakeCase(owner)} <> $1`,
    ),
  );
  return `select type, id, field, array_agg(distinct stage order by stage) as stages from (${rows.join(' union all ')}) referring group by type, id, field`;
}

export function allReferring(all: string): string {
  return `${all} order by type, id, field`;
}

export function countOfReferrers(all: string): string {
  return `select count(*)::int as count from (${all}) referrers`;
}

/** A page of them: those after the type, id and field of a cursor. */
export function pageOfReferrers(all: string): string {
  return `select * from (${all}) referrers where (type, id, field) > ($2::text, $3::uuid, $4::text) order by type, id, field limit $5`;
}
