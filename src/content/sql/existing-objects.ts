import type { StoredTable } from './stored-table.js';

/**
 * The objects with some ids or external references: the index of the table, id and external reference. Each table has
 * two parameters.
 */
export function objectsNamed(tables: readonly StoredTable[]): string {
  const reads = tables.map(({ name }, index) => {
    const [ids, refs] = [`$${2 * index + 1}::uuid[]`, `$${2 * index + 2}::text[]`];
    return `select ${index} as type, t.id, t.external_ref as ref from ${name} t
      where t.id = any(${ids}) or t.external_ref = any(${refs})`;
  });
  return reads.join(' union all ');
}

/** The drafts among some ids that are not public: the index of the table, and id. Each table has a parameter. */
export function hiddenDrafts(
  tables: readonly { readonly draft: StoredTable; readonly published: StoredTable }[],
): string {
  const reads = tables.map(
    ({ draft, published }, index) => `select ${index} as type, t.id from ${draft.name} t
      where t.id = any($${index + 1}::uuid[]) and not exists (select 1 from ${published.name} p where p.id = t.id)`,
  );
  return reads.join(' union all ');
}
