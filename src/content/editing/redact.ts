import type { EntityManager } from 'typeorm';
import { BinEntry } from '../history/bin-entry.entity.js';
import { Revision } from '../history/revision.entity.js';
import { conditionOf, ERASED, patternOf, redactReasons } from '../history/terms.js';
import type { ContentStore } from '../storage/store.js';
import { inputsOf } from '../writing/input.js';
import { Scrubber } from './scrub.js';

/**
 * Replaces terms in what editors wrote in the history, the bin and the audit log: in the values of fields, and never in
 * their names, in locales or in enum values.
 */
export async function redact(
  manager: EntityManager,
  store: ContentStore,
  terms: readonly string[],
): Promise<void> {
  const condition = conditionOf(terms);
  if (condition === '') return;
  const names = new RegExp(patternOf(terms), 'giu');
  const scrubbing = new Scrubber(await inputsOf(store), { names, locales: store.locales.codes });
  const typeOf = (table: string) => store.types.find((content) => content.table === table);
  const revisions = await manager
    .createQueryBuilder(Revision, 'revision')
    .where('revision.document::text ~* :condition or revision.changes::text ~* :condition', { condition })
    .getMany();
  for (const { id, type, document, changes } of revisions) {
    const without = {
      document: document && scrubbing.document(typeOf(type), document),
      changes: scrubbing.changes(typeOf(type), changes, []),
    };
    await manager.update(Revision, { id }, without as never);
  }
  const entries = await manager
    .createQueryBuilder(BinEntry, 'entry')
    .where(
      'entry.document::text ~* :condition or entry.title ~* :condition or entry.externalRef ~* :condition',
      {
        condition,
      },
    )
    .getMany();
  for (const { id, type, document, title, externalRef } of entries) {
    const without = {
      document: scrubbing.document(typeOf(type), document),
      title: title?.replace(names, ERASED) ?? null,
      externalRef: externalRef?.match(names) ? null : externalRef,
    };
    await manager.update(BinEntry, { id }, without as never);
  }
  await redactReasons(manager, terms);
}
