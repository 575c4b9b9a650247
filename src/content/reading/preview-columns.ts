import { snakeCase } from '../../foundation/naming.js';
import type { ContentType } from '../model/content-type.js';
import { columnTypesOf } from '../model/shape.js';
import type { PreviewTables } from '../sql/preview-tables.js';
import { FormerSlug } from '../storage/former-slug.entity.js';

export function previewTablesOf(types: readonly ContentType[]): PreviewTables {
  const tables = new Map<string, { columns: string[]; owners: string[]; isCopied: boolean }>();
  const add = (
    table: string,
    entity: Parameters<typeof columnTypesOf>[0],
    owner: string,
    isCopied = true,
  ) => {
    const columns = [...columnTypesOf(entity).keys()].map(snakeCase);
    const known = tables.get(table) ?? { columns, owners: [], isCopied };
    known.owners.push(snakeCase(owner));
    tables.set(table, known);
  };
  for (const content of types) {
    add(content.table, content.entity, 'id');
    if (content.text) add(content.textTable, content.text, 'contentId');
    for (const { shape, key } of content.parts) add(shape.table, shape.entity, key);
  }
  add('former_slug', FormerSlug, 'contentId', false);
  return tables;
}
