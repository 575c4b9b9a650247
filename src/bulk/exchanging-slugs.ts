import type { ContentType } from '../content/model/content-type.js';
import { StoredTable } from '../content/sql/stored-table.js';
import type { Transaction } from '../content/storage/transaction.js';

/**
 * The positions of staged documents of which one takes a slug that another one has: they can only be written together.
 */
export async function exchangingSlugs(
  { draft, system }: Transaction,
  types: Iterable<ContentType>,
  operation: string,
): Promise<ReadonlySet<number>> {
  const positions = new Set<number>();
  for (const { table, entity, text, isPage } of types) {
    if (!isPage || !text) continue;
    const [root, texts] = [entity, text].map((each) => StoredTable.of(draft, each).name);
    const rows: { taker: number; owner: number }[] = await system.query(
      `with item as materialized (
          select position, external_ref,
            case when json_typeof(document -> 'text') = 'object' then document -> 'text' end as text,
            case when json_typeof(document -> 'translations') = 'array' then document -> 'translations' end as list
          from system.bulk_operation_item where operation_id = $1 and type = $2
        ), wanted as (
          select position, value ->> 'slug' as slug from item, json_each(text)
          union select position, value ->> 'slug' from item, json_array_elements(list) value
        )
        select wanted.position as taker, owner.position as owner from wanted
        join ${texts} text on text.slug = wanted.slug
        join ${root} root on root.id = text.content_id
        join item owner on owner.external_ref = root.external_ref and owner.position <> wanted.position`,
      [operation, table],
    );
    for (const { taker, owner } of rows) positions.add(taker).add(owner);
  }
  return positions;
}
