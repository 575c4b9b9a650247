import { Raw } from 'typeorm';
import type { Viewer } from '../contract/access.js';
import { globalId } from '../contract/global-id.js';
import { BinEntry } from '../history/bin-entry.entity.js';
import { Merge } from '../history/merge.entity.js';
import { Revision } from '../history/revision.entity.js';
import { conditionOf, patternOf } from '../history/terms.js';
import type { ContentType } from '../model/content-type.js';
import { type Document, isRecord } from '../model/document.js';
import { oneAtATime } from '../publishing/one-at-a-time.js';
import { removal } from '../sql/removal.js';
import { FormerSlug } from '../storage/former-slug.entity.js';
import { PublicationAction } from '../storage/listeners.js';
import { PrintedName } from '../storage/printed-name.entity.js';
import type { ContentStore } from '../storage/store.js';
import { readStored } from '../storage/stored-objects.js';
import type { Transaction } from '../storage/transaction.js';
import { inputsOf } from '../writing/input.js';
import { documentOf } from '../writing/snapshot.js';
import { notifyUpdate, removeLinks, settleOwners } from './erased-links.js';
import { Scrubber } from './scrub.js';
import { scrubHistory } from './scrub-history.js';

/**
 * Erases an object with all its parts for good: from both stages, what refers to it, the history, the bin, the search
 * and former slugs.
 * @returns its names; undefined for an object that is neither stored, nor in the bin, nor in the history
 */
export async function eraseObject(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  { content, id }: { readonly content: ContentType; readonly id: string },
): Promise<readonly string[] | undefined> {
  const { draft, published, system } = transaction;
  const target = globalId(content.table, id);
  await oneAtATime(transaction);
  const documents = await documentsOfOne(transaction, store, content, id);
  if (documents.length === 0) return undefined;
  const isPublished = await published.existsBy(content.entity, { id });
  const { codes: locales } = store.locales;
  if (isPublished) {
    const removals = [{ content, id, action: PublicationAction.DELETED, locales }];
    await store.prepareForPublication(transaction, removals);
    await store.notifyPublication(transaction, removals);
  }
  const links = await removeLinks(transaction, store, content, id);
  const names = [
    ...documents.flatMap((document) => namesIn(content, document)),
    ...(await formerNames(transaction, content, id)),
    ...links.names,
  ];
  const [pattern, condition] = [patternOf(names), conditionOf(names)];
  for (const manager of [draft, published])
    await manager.delete(FormerSlug, { type: content.table, contentId: id });
  await draft.query(removal(content, ['draft', 'published']), [[id]]);
  await forgetFormerSlugs(transaction, store, condition);
  await published.delete(PrintedName, [{ targetId: id }, { subjectId: id }]);
  await system.delete(BinEntry, { id });
  await system.delete(Merge, [{ kept: id }, { duplicate: id }]);
  await system.delete(Revision, { contentId: id });
  const erased = { target, names: pattern === '' ? undefined : new RegExp(pattern, 'giu'), locales };
  await scrubHistory(system, store, new Scrubber(await inputsOf(store), erased));
  await settleOwners(transaction, store, viewer, links.owners);
  await store.notifyErasure(transaction, { content, id, target, pattern, condition });
  return names;
}

/** Deletes former slugs of any object that contain one of the names. */
export async function forgetFormerSlugs(
  transaction: Transaction,
  store: ContentStore,
  condition: string,
): Promise<void> {
  if (condition === '') return;
  const { draft, published } = transaction;
  const called = { slug: Raw((slug) => `${slug} ~* :condition`, { condition }) };
  const slugs = await published.findBy(FormerSlug, called);
  for (const content of store.types) {
    const ids = slugs.filter(({ type }) => type === content.table).map(({ contentId }) => contentId);
    // Caches may have responses under them.
    await notifyUpdate(transaction, store, content, ids);
  }
  for (const manager of [draft, published]) await manager.delete(FormerSlug, called);
}

/** All documents of an object, present and past. */
async function documentsOfOne(
  { draft, published, system }: Transaction,
  store: ContentStore,
  content: ContentType,
  id: string,
): Promise<Document[]> {
  const type = (await inputsOf(store)).typeOf(content);
  const documents: Document[] = [];
  for (const manager of [draft, published]) {
    const stored = (await readStored(manager, content, [id])).get(id);
    if (!stored) continue;
    // Derived values, too, such as a name with honorifics.
    documents.push(documentOf(content, type, stored), { text: stored.translations });
  }
  const entry = await system.findOneBy(BinEntry, { id, type: content.table });
  const revisions = await system.findBy(Revision, { contentId: id });
  const earlier = [entry?.document, ...revisions.map(({ document }) => document)];
  return [...documents, ...earlier.filter((document) => isRecord(document))];
}

/** The short texts of an object, the names among its parts, and its external reference. */
function namesIn(content: ContentType, document: Document): string[] {
  const texts = isRecord(document.text) ? Object.values(document.text).filter(isRecord) : [];
  const plain = texts.flatMap((text) => content.localized.plain.map((field) => text[field]));
  const parts = [...content.owned].flatMap(([field, owned]) => {
    const { names } = owned.shape().searchable;
    const entries = Array.isArray(document[field]) ? document[field].filter(isRecord) : [];
    return entries.flatMap((entry) => names.map((name) => entry[name]));
  });
  return [...plain, ...parts, document.externalRef].filter((name) => typeof name === 'string');
}

/** Former slugs and printed names of the object. */
async function formerNames(
  { draft, published }: Transaction,
  content: ContentType,
  id: string,
): Promise<string[]> {
  const printed = await published.findBy(PrintedName, { targetId: id });
  const names = printed.flatMap((row) => Object.values(row.names));
  for (const manager of [draft, published]) {
    const slugs = await manager.findBy(FormerSlug, { type: content.table, contentId: id });
    names.push(...slugs.map(({ slug }) => slug));
  }
  return names;
}
