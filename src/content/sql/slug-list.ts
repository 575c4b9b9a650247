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

export interface SlugList {
  readonly text: string;
  /** The tables that it reads, as `schema.table`, and groups of columns. */
  readonly tables: readonly string[];
}

/**
 * A statement for the slugs of all published objects of these types, in the locales of $1: a JSON line for each object,
 * all in one text. One statement sees one snapshot of the database.
 */
export function slugList(types: readonly SluggedTable[]): SlugList {
  const lines = types.map((type, place) => linesOf(type, place)).join(' union all ');
  return {
    text: `select coalesce(string_agg(line, E'\\n' order by place, id) || E'\\n', ''), ${ELAPSED} from (${lines}) lines`,
    tables: types.flatMap(({ table, textTable }) =>
      [table, textTable, noteOf(table, 'changed_at')].map((read) => `published.${read}`),
    ),
  };
}

function linesOf({ name, table, textTable, isDated }: SluggedTable, place: number): string {
  const changedAt = isDated ? `'changedAt', coalesce(object.changed_at, object.updated_at), ` : '';
  const line = `json_build_object('type', ${literal(name)}, 'id', ${literal(`${table}_`)} || object.id, 'updatedAt', object.updated_at, ${changedAt}'available', texts.available, 'slugs', texts.slugs)`;
  const texts = `select content_id, json_object_agg(locale, slug order by locale) as slugs, coalesce(json_agg(locale order by locale) filter (where own), '[]') as available from published.${textTable} where locale = any($1::text[]) and slug is not null group by content_id`;
  return `select ${place} as place, object.id, ${line}::text as line from published.${table} object join (${texts}) texts on texts.content_id = object.id`;
}
