import { In } from 'typeorm';
import { problem, Refusal } from '../../foundation/errors.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { BinEntry } from '../history/bin-entry.entity.js';
import type { ContentType } from '../model/content-type.js';
import { FormerSlug } from '../storage/former-slug.entity.js';
import { PublicationAction, type PublicationChange } from '../storage/listeners.js';
import { PrintedName } from '../storage/printed-name.entity.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import type { Found } from './affected.js';
import { documentsOf } from './described-objects.js';
import { namersOf } from './printed-names.js';
import type { NamedObject, Naming } from './publish-plan-items.js';
import { selectionOf } from './publish-set.js';

/**
 * Deletes everything that reveals objects which are not public any more: former slugs, printed names of and in them,
 * and what other modules store. Their drafts count as never published.
 * @param taken objects that were public until now, whose withdrawal is notified already
 * @returns what changes in public: objects with traces, and objects without a printed name now
 */
export async function forget(
  transaction: Transaction,
  store: ContentStore,
  content: ContentType,
  ids: readonly string[],
  taken: ReadonlySet<string>,
): Promise<readonly PublicationChange[]> {
  const { draft, published, system } = transaction;
  const all = In([...ids]);
  const { codes: locales } = store.locales;
  const seen = await store.notifyForgetting(transaction, content, ids);
  const gone = [...seen].filter((id) => !taken.has(id));
  const traces = gone.map((id) => {
    return { content, id, action: PublicationAction.UNPUBLISHED, locales, isOfTraces: true };
  });
  const naming = (await publiclyNaming(transaction, store, content, ids)).map((found) => {
    return { ...found, action: PublicationAction.UPDATED, locales };
  });
  const changes = [...traces, ...naming];
  await store.prepareForPublication(transaction, changes);
  // Caches know them by former slugs, too.
  await store.notifyPublication(transaction, traces);
  await draft.update(content.entity, { id: all }, { publishedAt: null });
  await system.update(BinEntry, { id: all, type: content.table }, { publishedAt: null });
  await published.delete(FormerSlug, { type: content.table, contentId: all });
  await published.delete(PrintedName, [{ subjectId: all }, { targetId: all }]);
  await store.notifyPublication(transaction, naming);
  return changes;
}

/** Public objects that print names of these objects. */
async function publiclyNaming(
  { published }: Transaction,
  store: ContentStore,
  content: ContentType,
  ids: readonly string[],
): Promise<Found[]> {
  const printed = await published.findBy(PrintedName, { targetId: In([...ids]) });
  const where = { id: In(printed.map(({ subjectId }) => subjectId)) };
  const found: Found[] = [];
  for (const type of printed.length > 0 ? namersOf(store, content) : []) {
    const rows = (await published.find(type.entity, { select: { id: true }, where })) as { id: string }[];
    found.push(...rows.map(({ id }) => ({ content: type, id })));
  }
  return found;
}

/** The ids that have a draft; the others are in the bin. @throws Refusal NOT_FOUND for each that is neither */
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

/** The names of objects in the draft or the bin. */
export async function namesOf(
  { draft, system }: Pick<Transaction, 'draft' | 'system'>,
  store: ContentStore,
  names: Naming,
  objects: readonly Found[],
): Promise<NamedObject[]> {
  if (objects.length === 0) return [];
  const drafts = await documentsOf(draft, store, selectionOf(objects));
  const binned = await system.findBy(BinEntry, { id: In(objects.map(({ id }) => id)) });
  return objects.flatMap(({ content, id }) => {
    const { document } =
      drafts.get(globalId(content.table, id)) ?? binned.find((entry) => entry.id === id) ?? {};
    return document ? [names.ofDraft({ content, id, document })] : [];
  });
}
