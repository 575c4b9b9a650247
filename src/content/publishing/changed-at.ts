import { Any } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import type { ContentType } from '../model/content-type.js';
import { columnTypesOf } from '../model/shape.js';
import type { PublicationChange } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { type Affected, type Affecting, type Found, onceEach } from './affected.js';

/**
 * Keeps `changedAt`, for types that have that column: when an object, or something that it shows, changed last in the
 * eyes of the public. It grows with each change, by a second at least: calendars and feeds tell versions apart by it.
 */
export function notingChanges(store: ContentStore, affecting: Affecting): void {
  store.beforePublication(async ({ published }, changes) => {
    // In one order for all, so that publications which change the same do not wait for each other.
    for (const [content, ids] of noted(changes, affecting.before(changes)))
      await published.find(content.entity, {
        select: { id: true },
        where: { id: Any(ids) },
        order: { id: 'ASC' },
        lock: { mode: 'for_no_key_update' },
      });
  });
  store.onPublication(async (transaction: Transaction, changes) => {
    const now = store.clock();
    for (const [content, ids] of noted(changes, await affecting.of(transaction, changes)))
      await transaction.published
        .createQueryBuilder()
        .update(content.entity)
        .set({ changedAt: () => `greatest(:now::timestamptz, changed_at + interval '1 second')` })
        .where({ id: Any(ids) })
        .setParameter('now', now)
        .execute();
  });
}

/** Whose `changedAt` changes, by type. */
function noted(
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

/** Whether objects of a type change with what they show. */
export function hasChangedAt(content: ContentType): boolean {
  return columnTypesOf(content.entity).has('changedAt');
}
