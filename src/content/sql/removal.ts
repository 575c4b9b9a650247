import type { Stage } from '../contract/stage.js';
import type { Table } from './row.js';

/** Deletes the objects `$1` of a type from stages, with their entries in the index of the search. */
export function removal({ table }: Table, stages: readonly Stage[]): string {
  const parts = stages.flatMap((stage) => [
    `${stage}_object as (delete from ${stage}.${table} where id = any($1::uuid[]))`,
    `${stage}_index as (delete from ${stage}.search_entry where content_id = any($1::uuid[]))`,
  ]);
  return `with ${parts.join(', ')} select`;
}
