import { type EntityManager, In } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import type { Content } from '../model/content.entity.js';
import type { Columns, ContentType } from '../model/content-type.js';
import { columnTypesOf, type Shape } from '../model/shape.js';
import { indexForSearch } from '../search/search-index.js';
import type { ContentStore } from '../storage/store.js';
import { writeTranslations } from '../storage/text-rows.js';
import { type PreparedObject, type Target } from './change.js';
import type { OwnedRow } from './columns.js';
import { reusePartIds } from './reuse-part-ids.js';

/** Locks the rows of existing objects until the end of the transaction. */
export async function lockRoots(
  manager: EntityManager,
  targets: readonly Target[],
): Promise<Map<string, Content>> {
  const found = new Map<string, Content>();
  for (const [content, own] of groupBy(targets, ({ change }) => change.content)) {
    // Always in the order of ids, to avoid deadlocks.
    const rows = (await manager.find(content.entity, {
      where: { id: In(own.map(({ id }) => id)) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    })) as Content[];
    for (const row of rows) found.set(row.id, row);
  }
  return found;
}

/** Writes objects with all their parts to the draft. */
export async function writeObjects(
  manager: EntityManager,
  store: ContentStore,
  objects: readonly PreparedObject[],
): Promise<void> {
  const byContent = groupBy(objects, ({ content }) => content);
  const now = store.clock();
  for (const [content, own] of byContent)
    await manager.upsert(
      content.entity,
      own.map((object) => rootOf(object, now)),
      ['id'],
    );
  for (const [content, own] of byContent) {
    const texts = new Map(own.map(({ id, translations }) => [id, translations]));
    await writeTranslations(manager, content, texts, store.locales);
    const owners = [...texts.keys()];
    const parts = own.flatMap((object) => object.parts);
    await writeParts(manager, content, owners, await reusePartIds(manager, content, owners, parts));
    await indexForSearch(manager, content, owners, store.locales);
  }
}

/** Replaces the part rows of objects. */
export async function writeParts(
  manager: EntityManager,
  content: ContentType,
  owners: readonly string[],
  parts: readonly OwnedRow[],
): Promise<void> {
  for (const { shape, key } of content.owned.values()) {
    await manager.delete(shape().entity, { [key]: In([...owners]) });
  }
  const byShape = new Map<Shape, Columns[]>();
  for (const { shape, columns } of parts) byShape.set(shape, [...(byShape.get(shape) ?? []), columns]);
  for (const [shape, rows] of byShape) await manager.insert(shape.entity, rows);
}

function rootOf({ id, columns, before, change }: PreparedObject, now: Date): Columns {
  const { since } = change;
  // An upsert would leave an omitted column as it is.
  const empty = [...columnTypesOf(change.content.entity).keys()].map((property) => [property, null] as const);
  return {
    ...Object.fromEntries(empty),
    ...columns,
    id,
    version: (before?.version ?? since?.version ?? 0) + 1,
    createdAt: before?.createdAt ?? since?.createdAt ?? now,
    updatedAt: now,
    publishedAt: before?.publishedAt ?? since?.publishedAt ?? null,
  };
}
