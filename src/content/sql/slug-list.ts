import { ELAPSED } from '../../foundation/reading-client.js';
import { literal } from './json.js';
import { noteOf } from './published-changes.js';

/** A table of objects with pages. */
export interface SluggedTable {
  readonly name: string;
  readonly table: string;
  readonly textTable: string;
  /** Whether it has the column `changed_at`. */
  readonly isDated: boolean;
}

/** The objects of a page of the list. */
const PAGE_SIZE = 500;

/** The first page comes after this id. */
export const NO_ID = '00000000-0000-0000-0000-000000000000';

/** The tables that the list of these types is read from, as `schema.table`, and groups of columns. */
export function slugTables(types: readonly SluggedTable[]): string[] {
  return types.flatMap(({ table, textTable }) =>
    [table, textTable, noteOf(table, 'changed_at')].map((read) => `published.${read}`),
  );
}

/**
 * A statement for the slugs of published objects of a type, in the locales of $1: a JSON line for each of the next
 * objects after the id $2, all in one text; empty after the last one.
 */
export function slugPage({ name, table, textTable, isDated }: SluggedTable): string {
  const changedAt = isDated ? `'changedAt', coalesce(object.changed_at, object.updated_at), ` : '';
  const line = `json_build_object('type', ${literal(name)}, 'id', ${literal(`${table}_`)} || object.id, 'updatedAt', object.updated_at, ${changedAt}'available', texts.available, 'slugs', texts.slugs)`;
  const texts = `select json_object_agg(locale, slug order by locale) as slugs, coalesce(json_agg(locale order by locale) filter (where own), '[]') as available from published.${textTable} where content_id = object.id and locale = any($1::text[]) and slug is not null`;
  const lines = `select object.id, ${line}::text as line from published.${table} object join lateral (${texts}) texts on texts.slugs is not null where object.id > $2::uuid order by object.id limit ${PAGE_SIZE}`;
  return `select coalesce(string_agg(line, E'\\n' order by id) || E'\\n', ''), ${ELAPSED} from (${lines}) lines`;
}
