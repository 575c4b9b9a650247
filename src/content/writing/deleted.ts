import { type EntityManager, In } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import { conflictWith, type Problem, problem } from '../../foundation/errors.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { BinEntry } from '../history/bin-entry.entity.js';
import type { ContentType } from '../model/content-type.js';
import { type Change, located, refOf } from './change.js';
import { namesNow } from './references.js';

/**
 * Conflicts of changes to objects that do not exist: deleted ones, and ones that the editor has seen. Creating them
 * again would give them new ids, without references to them and without their history.
 */
export async function deletedAmong(manager: EntityManager, changes: readonly Change[]): Promise<Problem[]> {
  const refs = changes.flatMap((change) => refOf(change) ?? []);
  if (refs.length === 0) return [];
  const entries = await manager.find(BinEntry, {
    where: { externalRef: In(refs) },
    order: { deletedAt: 'ASC' },
  });
  const deleted = new Map(entries.map((entry) => [`${entry.type} ${entry.externalRef}`, entry]));
  const seen = changes.filter(({ expectedVersion }) => expectedVersion !== undefined);
  const renamed = new Map<ContentType, ReadonlyMap<string, string>>();
  for (const [content, own] of groupBy(seen, (change) => change.content))
    renamed.set(
      content,
      await namesNow(
        manager,
        content,
        own.flatMap((change) => refOf(change) ?? []),
      ),
    );
  return changes.flatMap((change) => {
    const { content, expectedVersion } = change;
    const ref = refOf(change) ?? '';
    const place = located(change, ['externalRef']);
    const entry = deleted.get(`${content.table} ${ref}`);
    if (entry) {
      const { id, deletedBy, deletedAt, version } = entry;
      const restore = `${content.noun}Restore`;
      const sentence = sentences.isDeleted(
        content.name,
        ref,
        deletedBy,
        restore,
        globalId(content.table, id),
      );
      return [problem('CONFLICT', sentence, place, conflictWith({ version, by: deletedBy, at: deletedAt }))];
    }
    return expectedVersion === undefined
      ? []
      : [problem('CONFLICT', sentences.isGone(content.name, ref, renamed.get(content)?.get(ref)), place)];
  });
}
