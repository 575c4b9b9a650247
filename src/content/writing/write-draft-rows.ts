import { groupBy } from '../../foundation/collections.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import type { Viewer } from '../contract/access.js';
import { Revision } from '../history/revision.entity.js';
import { revisionOf } from '../history/revisions.js';
import { continuedSaves, isSave } from '../history/saves.js';
import type { Content } from '../model/content.entity.js';
import type { Columns, ContentType } from '../model/content-type.js';
import type { ContentStore } from '../storage/store.js';
import type { StoredObject } from '../storage/stored-objects.js';
import { textRowsFor } from '../storage/text-rows.js';
import type { Transaction } from '../storage/transaction.js';
import type { Description, PreparedObject } from './change.js';
import { type ObjectRows, type RowChange, writeRows } from './object-rows.js';
import { reusePartIds } from './reuse-part-ids.js';

/** Writes objects of one type to the draft, each with its revision. */
export async function writeDraftRows(
  { draft, system }: Transaction,
  store: ContentStore,
  viewer: Viewer,
  content: ContentType,
  described: readonly Description[],
): Promise<void> {
  const now = store.clock();
  const saves = described.flatMap(({ object: { before }, result, action }) =>
    before && isSave(action, result.changes) ? [before.root] : [],
  );
  const earlier = await continuedSaves(system, viewer, now, saves);
  const changes: RowChange[] = [];
  for (const each of described) {
    const { id, before } = each.object;
    const row = revisionOf(viewer, now, each, store.locales, earlier.get(id));
    changes.push({ before, after: rowsOf(each.object, store, now), along: [{ entity: Revision, row }] });
    // Rich text is rendered here.
    await yieldToEventLoop();
  }
  await writeRows(draft, content, store.locales, changes);
}

function rowsOf(object: PreparedObject, { locales }: ContentStore, now: Date): ObjectRows {
  const { content, id, before, translations } = object;
  const parts = reusePartIds(content, before?.parts ?? new Map(), object.parts);
  const byShape = groupBy(parts, ({ shape }) => shape);
  return {
    root: rootOf(object, now),
    texts: content.text ? textRowsFor(content, id, translations, locales, before?.texts) : [],
    parts: new Map(
      content.parts.map(({ shape }) => [shape, (byShape.get(shape) ?? []).map(({ columns }) => columns)]),
    ),
  };
}

function rootOf({ id, columns, before, change }: PreparedObject, now: Date): StoredObject['root'] {
  const known: Partial<Content> = before?.root ?? change.since ?? {};
  const bookkeeping: Partial<Columns & Content> = {
    id,
    version: (known.version ?? 0) + 1,
    createdAt: known.createdAt ?? now,
    updatedAt: now,
    publishedAt: known.publishedAt ?? null,
  };
  return { ...columns, ...bookkeeping } as StoredObject['root'];
}
