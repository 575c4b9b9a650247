import { In } from 'typeorm';
import { problem, Refusal } from '../../foundation/errors.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { BinEntry } from '../history/bin-entry.entity.js';
import type { ContentType } from '../model/content-type.js';
import { FormerSlug } from '../storage/former-slug.entity.js';
import { PrintedName } from '../storage/printed-name.entity.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';

/**
 * Removes everything that tells the public of objects that are not public any more: former addresses, names that were
 * printed of them or in them, and what other modules keep. Their drafts count as never published.
 */
export async function forget(
  transaction: Transaction,
  store: ContentStore,
  content: ContentType,
  ids: readonly string[],
): Promise<void> {
  const { draft, published, system } = transaction;
  const all = In([...ids]);
  await draft.update(content.entity, { id: all }, { publishedAt: null });
  await system.update(BinEntry, { id: all, type: content.table }, { publishedAt: null });
  await published.delete(FormerSlug, { type: content.table, contentId: all });
  await published.delete(PrintedName, [{ subjectId: all }, { targetId: all }]);
  await store.tellToForget(transaction, content, ids);
}

/** Which of these have a draft; the others are in the bin. @throws Refusal NOT_FOUND for each that is in neither */
export async function draftsAmong(
  { draft, system }: Transaction,
  content: ContentType,
  ids: readonly string[],
): Promise<string[]> {
  const where = { id: In([...ids]) };
  const drafts = (await draft.find(content.entity, { select: { id: true }, where })) as { id: string }[];
  const binned = await system.find(BinEntry, {
    select: { id: true },
    where: { ...where, type: content.table },
  });
  const known = new Set([...drafts, ...binned].map(({ id }) => id));
  const problems = ids.flatMap((id, index) => {
    const sentence = sentences.noSuchObject(content.name, globalId(content.table, id));
    return known.has(id) ? [] : [problem('NOT_FOUND', sentence, ['input', 'ids', String(index)])];
  });
  if (problems.length > 0) throw new Refusal(problems);
  return drafts.map(({ id }) => id);
}
