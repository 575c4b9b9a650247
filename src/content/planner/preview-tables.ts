import { snakeCase } from '../../foundation/naming.js';
import type { ContentType } from '../content-type.js';
import { FormerSlug } from '../localization/former-slug.entity.js';
import { columnTypesOf } from '../shape.js';

/** A table of content as a preview reads it. */
interface PreviewTable {
  readonly columns: readonly string[];
  /** The columns that may hold the id of the object that a row belongs to; one of them does. */
  readonly owners: readonly string[];
}

/** All tables that a preview may read, by name. */
export type PreviewTables = ReadonlyMap<string, PreviewTable>;

export function previewTablesOf(types: readonly ContentType[]): PreviewTables {
  const tables = new Map<string, { columns: string[]; owners: string[] }>();
  const add = (table: string, entity: Parameters<typeof columnTypesOf>[0], owner: string) => {
    const columns = [...columnTypesOf(entity).keys()].map(snakeCase);
    const known = tables.get(table) ?? { columns, owners: [] };
    known.owners.push(snakeCase(owner));
    tables.set(table, known);
  };
  for (const content of types) {
    add(content.table, content.entity, 'id');
    if (content.text) add(content.textTable, content.text, 'contentId');
    for (const { shape, key } of content.parts) add(shape.table, shape.entity, key);
  }
  add('former_slug', FormerSlug, 'contentId');
  return tables;
}

/**
 * SQL for the rows that somebody with a preview sees: of the objects that it is for those of the draft, of all others
 * those that are published. There is nothing else in it to be found, whatever is asked.
 * @param ids a parameter: the ids of the objects that the preview is for
 */
export function previewedRows(table: string, { columns, owners }: PreviewTable, ids: string): string {
  const select = `select ${columns.join(', ')} from`;
  const isPreviewed = `coalesce(${owners.join(', ')}) = any(${ids})`;
  return `${select} draft.${table} where ${isPreviewed} union all ${select} published.${table} where not ${isPreviewed}`;
}
