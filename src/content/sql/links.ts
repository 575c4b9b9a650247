/** A column that leads from rows of one type to another one. Types are numbers. */
export interface LinkColumn {
  readonly from: number;
  readonly to: number;
  readonly table: string;
  /** The column with the id of the object that leads to the other. */
  readonly parent: string;
  readonly id: string;
}

/**
 * All links that lead from some objects to others, directly or not: the index of the column, and the ids of both. The
 * parameters are the types and the ids of the objects.
 */
export function linksFrom(columns: readonly LinkColumn[]): string {
  const steps = columns.map(
    (
      { from, table, parent, id },
      way,
    ) => `select ${way} as way, t.${id} as id, t.${parent} as parent from ${table} t
      where found.type = ${from} and t.${parent} = found.id and t.${id} is not null`,
  );
  const targets = columns.map(({ to }, way) => `when ${way} then ${to}`);
  return `with recursive found (type, id, way, parent) as (
      select type, id, null::int, null::uuid from unnest($1::int[], $2::uuid[]) start (type, id)
      union
      select case step.way ${targets.join(' ')} end, step.id, step.way, step.parent
      from found cross join lateral (${steps.join(' union all ')}) step
    )
    select distinct way, id, parent from found where way is not null order by way, id`;
}
