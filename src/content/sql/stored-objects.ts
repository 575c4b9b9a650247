import type { StoredTable } from './stored-table.js';

/** The tables of a type in one stage. */
export interface ObjectTables {
  readonly root: StoredTable;
  readonly text: StoredTable | undefined;
  /** Properties of the text that are left out. */
  readonly unread: ReadonlySet<string>;
  /** With the column of the id of the object. */
  readonly parts: readonly { readonly table: StoredTable; readonly owner: string }[];
  /** Whether the rows are locked until the end of the transaction, in the order of their ids. */
  readonly isLocked: boolean;
}

/**
 * Objects of some types in some stages, by ids, with all their rows: the indexes of stage and type, the object, and
 * whether its parts are as old as its row, which may have changed while the statement waited for its lock. Each type has
 * one parameter.
 */
export function storedObjects(stages: readonly (readonly ObjectTables[])[]): string {
  const reads = stages.flatMap((types, stage) =>
    types.map((tables, type) => ({
      name: `rows_${stage}_${type}`,
      text: `select ${type} as type, ${stage} as stage, ${objectOf(tables, type)}`,
    })),
  );
  const parts = reads.map(({ name, text }) => `${name} as (${text})`);
  return `with ${parts.join(', ')} ${reads.map(({ name }) => `select * from ${name}`).join(' union all ')}`;
}

function objectOf({ root, text, unread, parts, isLocked }: ObjectTables, type: number): string {
  const isCurrent = isLocked
    ? `t.xmin = (select seen.xmin from ${root.name} seen where seen.id = t.id)`
    : 'true';
  const texts = text
    ? `(select json_agg(${text.asJson('x', unread)} order by x.locale) from ${text.name} x where x.content_id = t.id)`
    : 'null';
  const rows = parts.map(
    ({ table, owner }) =>
      `(select json_agg(${table.asJson('p')} order by p.position, p.id) from ${table.name} p where p.${owner} = t.id)`,
  );
  return `json_build_object('root', ${root.asJson('t')}, 'texts', ${texts}, 'parts', json_build_array(${rows.join(', ')})) as object,
    ${isCurrent} as "isCurrent"
    from ${root.name} t where t.id = any($${type + 1}::uuid[]) order by t.id${isLocked ? ' for update of t' : ''}`;
}
