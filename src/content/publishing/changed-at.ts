import { Any } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import type { ContentType } from '../model/content-type.js';
import { columnTypesOf } from '../model/shape.js';
import type { PublicationChange } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { type Affected, type AffectedObjects, type Found, onceEach } from './affected.js';

/**
 * Maintains `changedAt`, for types with that column: when an object, or something that it shows, last changed in
 * public. It grows by at least a second each time: calendars and feeds use it as a version.
 */
export function trackChangedAt(store: ContentStore, affecting: AffectedObjects): void {
  store.beforePublication(async ({ published }, changes) => {
    // Always locked in the same order, so that publications with common objects do not deadlock.
    for (const [content, ids] of datedObjects(changes, affecting.before(changes)))
      await published.find(content.entity, {
        select: { id: true },
        where: { id: Any(ids) },
        order: { id: 'ASC' },
        lock: { mode: 'for_no_key_update' },
      });
  });
  store.onPublication(async (transaction: Transaction, changes) => {
    const now = store.clock();
    for (const [content, ids] of datedObjects(changes, await affecting.of(transaction, changes)))
      await transaction.published
        .createQueryBuilder()
        .update(content.entity)
        .set({ changedAt: () => `greatest(:now::timestamptz, changed_at + interval '1 second')` })
        .where({ id: Any(ids) })
        .setParameter('now', now)
        .execute();
  });
}

/** The objects whose `changedAt` is updated, by type. */
function datedObjects(
  changes: readonly PublicationChange[],
  affected: ReadonlyMap<string, Affected>,
): [ContentType, string[]][] {
  const all: Found[] = [...changes, ...[...affected.values()].flatMap(({ showing }) => showing)];
  const groups = groupBy(
    onceEach(all).filter(({ content }) => hasChangedAt(content)),
    ({ content }) => content,
  );
  return [...groups].map(([content, objects]) => [content, objects.map(({ id }) => id)]);
}

/** Whether a type has the column `changedAt`. */
export function hasChangedAt(content: ContentType): boolean {
  return columnTypesOf(content.entity).has('changedAt');
}
