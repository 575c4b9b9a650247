import type pg from 'pg';

export interface Column {
  readonly name: string;
  /** The type as formatted by PostgreSQL, with a collation that is not the default. */
  readonly type: string;
  readonly isNullable: boolean;
  /** The value for existing rows, as an expression. */
  readonly initial: string | null;
}

/** A constraint or index of columns. */
export interface Constraint {
  readonly kind: 'primary' | 'unique' | 'foreign' | 'check' | 'index';
  readonly name: string;
  readonly columns: readonly string[];
  /** As formatted by PostgreSQL: a clause, or for an index the statement. */
  readonly definition: string;
  /** Whether an index is on plain columns, so that an entity can declare it. */
  readonly isPlain: boolean;
  /** Of a foreign key: the other table, and whether deletes cascade. */
  readonly target: string | null;
  readonly isOwned: boolean;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
}

const COLUMNS = `
  select c.relname as table, a.attname as name,
    format_type(a.atttypid, a.atttypmod)
      || case when a.attcollation = t.typcollation then '' else ' collate "' || l.collname || '"' end as type,
    not a.attnotnull as "isNullable", pg_get_expr(d.adbin, d.adrelid) as initial
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  left join pg_collation l on l.oid = a.attcollation
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = current_schema::regnamespace and c.relkind = 'r'
  order by c.relname, a.attnum`;

const CONSTRAINTS = `
  select k.conrelid::regclass::text as table, k.conname as name, pg_get_constraintdef(k.oid, true) as definition,
    case k.contype when 'p' then 'primary' when 'u' then 'unique' when 'f' then 'foreign' else 'check' end as kind,
    array(select a.attname::text from unnest(k.conkey) with ordinality key(number, place)
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = key.number order by key.place) as columns,
    false as "isPlain", (select relname from pg_class where oid = k.confrelid) as target, k.confdeltype = 'c' as "isOwned"
  from pg_constraint k
  where k.connamespace = current_schema::regnamespace and k.contype in ('p', 'u', 'f', 'c') and k.conrelid <> 0
  union all
  select i.indrelid::regclass::text, c.relname, pg_get_indexdef(c.oid, 0, true), 'index',
    array(select a.attname::text from pg_depend d join pg_attribute a on a.attrelid = i.indrelid and a.attnum = d.refobjsubid
      where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.refobjid = i.indrelid
      order by array_position(i.indkey::int2[], a.attnum)),
    m.amname = 'btree' and not i.indisunique and i.indpred is null and i.indexprs is null, null, false
  from pg_index i
  join pg_class c on c.oid = i.indexrelid
  join pg_am m on m.oid = c.relam
  where c.relnamespace = current_schema::regnamespace
    and not exists (select from pg_constraint k where k.conindid = c.oid and k.contype in ('p', 'u'))
  order by 1, 2`;

/** The tables of a schema, with unqualified names. */
export async function tablesOf(pool: pg.Pool, schema: string): Promise<Map<string, Table>> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`set local search_path to ${schema}`);
    const columns = (await client.query<Column & { table: string }>(COLUMNS)).rows;
    const constraints = (await client.query<Constraint & { table: string }>(CONSTRAINTS)).rows;
    const names = new Set(columns.map(({ table }) => table));
    return new Map(
      [...names].map((name) => {
        const isOfIt = ({ table }: { table: string }) => table === name;
        return [name, { name, columns: columns.filter(isOfIt), constraints: constraints.filter(isOfIt) }];
      }),
    );
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const ONE_OF =
  /^CHECK \("?\w+"? = (?:ANY \(ARRAY\[)?('(?:[^']|'')*'::text(?:, '(?:[^']|'')*'::text)*)(?:\]\))?\)$/;

/** The allowed values of a column, if a check consists of them. */
export function valuesOf({ kind, definition }: Constraint): readonly string[] | undefined {
  const [, list] = (kind === 'check' && ONE_OF.exec(definition)) || [];
  return list?.match(/'(?:[^']|'')*'/g)?.map((value) => value.slice(1, -1).replaceAll("''", "'"));
}
