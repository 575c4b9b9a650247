import type { Table } from './row.js';

/** A query for the current external references of objects that had one of `$2` before (`former`). */
export function renamed({ table }: Table): string {
  return `select change ->> 'before' as former, named.external_ref as now
    from system.revision join draft.${table} named on named.id = revision.content_id
      cross join lateral jsonb_array_elements(revision.changes) change
    where revision.type = $1 and revision.changes @> '[{"path": "externalRef"}]' and revision.action <> 'CREATE'
      and change ->> 'path' = 'externalRef' and change ->> 'before' = any($2) order by revision.id`;
}
