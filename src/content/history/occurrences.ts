import type { EntityManager } from 'typeorm';
import { snakeCase } from '../../foundation/naming.js';
import type { RequestRecord } from '../../foundation/request-record.js';
import type { ContentStore } from '../storage/store.js';
import { conditionOf } from './terms.js';

/** Rows of a table that contain terms. */
export interface Occurrence {
  /** With its schema, such as `draft.article_text`. */
  readonly table: string;
  /** The global id of the object that the rows belong to; null for rows without one. */
  readonly object: string | null;
  readonly rows: number;
}

/** A whole table takes longer than what other requests read. */
const TABLE_TIMEOUT = "set local statement_timeout = '30s'";

/**
 * Searches every row of every table of the program, so that none can be forgotten: each table in a transaction of its
 * own, so that nothing is locked for long, and others get the one connection of an embedded database in between.
 */
export async function occurrencesOf(
  store: ContentStore,
  terms: readonly string[],
  record?: RequestRecord,
): Promise<Occurrence[]> {
  const condition = conditionOf(terms);
  if (condition === '') return [];
  const owners = ownersOf(store);
  const found: Occurrence[] = [];
  const tables = await store.requestTransaction(({ system }) => tablesIn(system), record);
  for (const table of tables) {
    const owner = owners.get(table.split('.')[1] ?? '') ?? 'null::text';
    const rows = await store.requestTransaction(async ({ system }) => {
      await system.query(TABLE_TIMEOUT);
      // The terms of the search index derive from texts that are searched, too, and would take most of the time.
      return (await system.query(
        `select ${owner} as object, count(*)::int as rows from ${table} entry
          where (to_jsonb(entry) - 'terms')::text ~* $1 group by 1 order by 1`,
        [condition],
      )) as Omit<Occurrence, 'table'>[];
    }, record);
    found.push(...rows.map((row) => ({ table, ...row })));
  }
  return found;
}

async function tablesIn(manager: EntityManager): Promise<string[]> {
  const rows = (await manager.query(`
    select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where relkind = 'r' and nspname in ('draft', 'published', 'system', 'pgboss') order by 1`)) as {
    name: string;
  }[];
  return rows.map(({ name }) => name);
}

/** By table: SQL for the global id of the object that a row belongs to. */
function ownersOf({ types }: ContentStore): Map<string, string> {
  const owners = new Map([
    ['revision', `type || '_' || content_id`],
    ['bin_entry', `type || '_' || id`],
  ]);
  for (const content of types) {
    owners.set(content.table, `'${content.table}_' || id`);
    if (content.text) owners.set(content.textTable, `'${content.table}_' || content_id`);
    for (const { shape, key } of content.parts) {
      const own = `'${content.table}_' || ${snakeCase(key)}`;
      const other = owners.get(shape.table);
      owners.set(shape.table, other ? `coalesce(${other}, ${own})` : own);
    }
  }
  return owners;
}
