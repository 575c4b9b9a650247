import type { EntityManager } from 'typeorm';
import { BinEntry } from '../history/bin-entry.entity.js';
import { Revision } from '../history/revision.entity.js';
import { ERASED, patternOf, redactReasons } from '../history/terms.js';
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
  const pattern = patternOf(terms);
  if (pattern === '') return;
  const names = new RegExp(pattern, 'giu');
  const scrubbing = new Scrubber(await inputsOf(store), { names, locales: store.locales.codes });
  const typeOf = (table: string) => store.types.find((content) => content.table === table);
  const revisions = await manager
    .createQueryBuilder(Revision, 'revision')
    .where('revision.document::text ~* :pattern or revision.changes::text ~* :pattern', { pattern })
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
    .where('entry.document::text ~* :pattern or entry.title ~* :pattern or entry.externalRef ~* :pattern', {
      pattern,
    })
    .getMany();
  for (const { id, type, document, title, externalRef } of entries) {
    const without = {
      document: scrubbing.document(typeOf(type), document),
      title: title?.replace(names, ERASED) ?? null,
      externalRef: externalRef?.match(names) ? null : externalRef,
    };
    await manager.update(BinEntry, { id }, without as never);
  }
  await redactReasons(manager, pattern);
}
