import { type EntityManager, MoreThan } from 'typeorm';
import { BinEntry } from '../history/bin-entry.entity.js';
import { Revision } from '../history/revision.entity.js';
import type { ContentType } from '../model/content-type.js';
import type { Document } from '../model/document.js';
import type { ContentStore } from '../storage/store.js';
import type { Scrubber } from './scrub.js';

const BATCH = 200;

/** Scrubs all revisions and bin entries that refer to it, which contain whole documents. */
export async function scrubHistory(
  system: EntityManager,
  { types }: ContentStore,
  scrubbing: Scrubber,
): Promise<void> {
  const typeOf = (table: string) => types.find((content) => content.table === table);
  const mentioning = (columns: string) => `${columns} like :target`;
  const target = `%${scrubbing.erased.target}%`;
  const entries = await system
    .createQueryBuilder(BinEntry, 'entry')
    .where(mentioning('entry.document::text'), { target })
    .getMany();
  for (const { id, type, document } of entries) {
    const scrubbed = scrubbing.document(typeOf(type), document);
    await system.update(BinEntry, { id }, { document: scrubbed as never });
  }
  const objects = (await system
    .createQueryBuilder(Revision, 'revision')
    .select('revision.contentId', 'id')
    .addSelect('revision.type', 'type')
    .distinct(true)
    .where(mentioning('revision.document::text || revision.changes::text'), { target })
    .getRawMany()) as { id: string; type: string }[];
  for (const { id, type } of objects) await scrubRevisions(system, id, typeOf(type), scrubbing);
}

/** All revisions of an object, also those before and after it referred to the erased one: they may contain its name. */
async function scrubRevisions(
  system: EntityManager,
  contentId: string,
  content: ContentType | undefined,
  scrubbing: Scrubber,
): Promise<void> {
  let before: Document | null = null;
  let saves: { readonly baseVersion: number | null; readonly before: Document | null } | undefined;
  let last: string | undefined;
  for (;;) {
    const where = { contentId, ...(last ? { id: MoreThan(last) } : {}) };
    const revisions = await system.find(Revision, { where, order: { id: 'ASC' }, take: BATCH });
    for (const { id, document, changes, baseVersion } of revisions) {
      if (baseVersion === null || baseVersion !== saves?.baseVersion) saves = { baseVersion, before };
      const update = {
        document: document && scrubbing.document(content, document),
        changes: scrubbing.changes(content, changes, [saves.before, document]),
      };
      await system.update(Revision, { id }, update as never);
      before = document ?? before;
    }
    last = revisions.at(-1)?.id;
    if (revisions.length < BATCH) return;
  }
}
