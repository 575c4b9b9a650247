import type { EntityManager } from 'typeorm';
import { snakeCase } from '../../foundation/naming.js';
import type { ContentStore } from '../store.js';

/** What stands in place of a term that was erased. */
export const ERASED = '[erased]';

/** Shorter terms occur in others by chance. */
export const MIN_TERM = 2;

/** Rows of a table in which terms occur. */
export interface Occurrence {
  /** With its schema, such as `draft.article_text`. */
  readonly table: string;
  /** The global id of the object that the rows belong to; null for what belongs to none. */
  readonly object: string | null;
  readonly rows: number;
}

/**
 * Terms, such as the names of a person, as a regular expression that JavaScript and PostgreSQL read alike, to be matched
 * regardless of case; Latin ones as whole words.
 */
export function patternOf(terms: readonly string[]): string {
  const longestFirst = [...new Set(terms)]
    .filter((term) => term.length >= MIN_TERM)
    .sort((one, other) => other.length - one.length);
  return longestFirst
    .map((term) => {
      const escaped = term.replace(/[.*+?^${}()|[\]\\"]/g, '\\$&');
      const before = /^[a-z0-9]/i.test(term) ? '(?<![A-Za-z0-9])' : '';
      const after = /[a-z0-9]$/i.test(term) ? '(?![A-Za-z0-9])' : '';
      return `${before}${escaped}${after}`;
    })
    .join('|');
}

/** Looks through every row of every table of the program, whatever it is for: none can be forgotten. */
export async function occurrencesOf(
  manager: EntityManager,
  store: ContentStore,
  terms: readonly string[],
): Promise<Occurrence[]> {
  const pattern = patternOf(terms);
  if (pattern === '') return [];
  const owners = ownersOf(store);
  const found: Occurrence[] = [];
  for (const table of await tablesIn(manager)) {
    const owner = owners.get(table.split('.')[1] ?? '') ?? 'null::text';
    const rows = (await manager.query(
      `select ${owner} as object, count(*)::int as rows from ${table} entry
        where to_jsonb(entry)::text ~* $1 group by 1 order by 1`,
      [pattern],
    )) as { object: string | null; rows: number }[];
    found.push(...rows.map((row) => ({ table, ...row })));
  }
  return found;
}

/** Takes terms out of every text in the tables of `system`, but those of accounts, which are not about content. */
export async function redact(manager: EntityManager, terms: readonly string[]): Promise<void> {
  const pattern = patternOf(terms);
  if (pattern === '') return;
  // The audit log lets nobody change it otherwise.
  await manager.query("set local scc.erasing = 'on'");
  const columns = (await manager.query(`
    select table_name as table, column_name as column, udt_name as type from information_schema.columns
    where table_schema = 'system' and table_name not in ('account', 'api_key', 'migration', 'setting')
      and is_generated = 'NEVER' and udt_name in ('text', 'jsonb', '_text')`)) as {
    table: string;
    column: string;
    type: 'text' | 'jsonb' | '_text';
  }[];
  for (const { table, column, type } of columns) {
    const name = `"${column}"`;
    const text = (value: string) => `regexp_replace(${value}, $1, '${ERASED}', 'gi')`;
    const redacted = {
      text: text(name),
      jsonb: `${text(`${name}::text`)}::jsonb`,
      _text: `array(select ${text('entry')} from unnest(${name}) with ordinality each(entry, place) order by place)`,
    }[type];
    await manager.query(`update system."${table}" set ${name} = ${redacted} where ${name}::text ~* $1`, [
      pattern,
    ]);
  }
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
