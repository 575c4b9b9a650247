import { type EntityManager, In, MoreThan, Raw } from 'typeorm';
import type { Viewer } from '../access.js';
import type { Content } from '../content.entity.js';
import type { Columns, ContentType } from '../content-type.js';
import { globalId } from '../global-id.js';
import { FormerSlug } from '../localization/former-slug.entity.js';
import { type LocalizedText, ownPartText } from '../localization/translation.js';
import { oneAtATime } from '../publishing/one-at-a-time.js';
import { PrintedName } from '../publishing/printed-name.entity.js';
import { PublicationAction } from '../publishing/publication.js';
import { keysTo } from '../referring.js';
import { indexForSearch } from '../search/search-index.js';
import type { Ownership, Shape } from '../shape.js';
import type { ContentStore, Transaction } from '../store.js';
import { type Document, isRecord } from '../writing/document.js';
import { documentOf, readStored } from '../writing/snapshot.js';
import { BinEntry } from './bin-entry.entity.js';
import { Revision, RevisionAction } from './revision.entity.js';
import { recordActions } from './revisions.js';
import { Scrubbing } from './scrub.js';
import { patternOf } from './terms.js';

/** What is being erased, for whoever keeps something of it. */
export interface Erasure {
  readonly content: ContentType;
  readonly id: string;
  /** Its global id. */
  readonly target: string;
  /** Everything that it was called, as a regular expression without flags; empty when it had no name. */
  readonly pattern: string;
}

/** Removes, in the transaction of an erasure, what another module keeps of the object. */
export type ErasureListener = (transaction: Transaction, erasure: Erasure) => Promise<void>;

/**
 * Removes an object and what belongs to it for good: from both stages, from what refers to it, from the history, the bin,
 * the search and former addresses.
 * @returns the names that it had; undefined for what is neither there nor in the bin nor in the history
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
    await store.tellOfPublication(transaction, removals);
  }
  const links = await removeLinks(transaction, store, content, id);
  const names = [
    ...documents.flatMap((document) => namesIn(content, document)),
    ...(await formerNames(transaction, content, id)),
    ...links.names,
  ];
  const pattern = patternOf(names);
  for (const manager of [draft, published]) {
    await manager.delete(FormerSlug, { type: content.table, contentId: id });
    await manager.delete(content.entity, { id });
    await indexForSearch(manager, content, [id], store.locales);
  }
  await forgetFormerSlugs(transaction, store, pattern);
  await published.delete(PrintedName, [{ targetId: id }, { subjectId: id }]);
  await system.delete(BinEntry, { id });
  await system.delete(Revision, { contentId: id });
  const erased = { target, names: pattern === '' ? undefined : new RegExp(pattern, 'giu'), locales };
  await scrubHistory(system, store, new Scrubbing(await store.inputs, erased));
  await settleOwners(transaction, store, viewer, links.owners);
  await store.tellOfErasure(transaction, { content, id, target, pattern });
  return names;
}

/** Former addresses of anything that are called by one of the names lead nowhere any more. */
export async function forgetFormerSlugs(
  transaction: Transaction,
  store: ContentStore,
  pattern: string,
): Promise<void> {
  if (pattern === '') return;
  const { draft, published } = transaction;
  const called = { slug: Raw((slug) => `${slug} ~* :pattern`, { pattern }) };
  const slugs = await published.findBy(FormerSlug, called);
  for (const content of store.types) {
    const ids = slugs.filter(({ type }) => type === content.table).map(({ contentId }) => contentId);
    // Caches may have answers by them.
    await tellOfUpdate(transaction, store, content, ids);
  }
  for (const manager of [draft, published]) await manager.delete(FormerSlug, called);
}

/** Those of the objects that are public may look different. */
async function tellOfUpdate(
  transaction: Transaction,
  store: ContentStore,
  content: ContentType,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const { codes: locales } = store.locales;
  const where = { id: In([...ids]) };
  const shown = (await transaction.published.find(content.entity, { where })) as Content[];
  const action = PublicationAction.UPDATED;
  await store.tellOfPublication(
    transaction,
    shown.map(({ id }) => ({ content, id, action, locales })),
  );
}

/** Everything that is known of an object, now or before. */
async function documentsOfOne(
  { draft, published, system }: Transaction,
  store: ContentStore,
  content: ContentType,
  id: string,
): Promise<Document[]> {
  const type = (await store.inputs).typeOf(content);
  const documents: Document[] = [];
  for (const manager of [draft, published]) {
    const stored = (await readStored(manager, content, [id])).get(id);
    if (!stored) continue;
    // Also what follows from other fields, such as a name with its honorifics.
    documents.push(documentOf(content, type, stored), { text: stored.translations });
  }
  const entry = await system.findOneBy(BinEntry, { id, type: content.table });
  const revisions = await system.findBy(Revision, { contentId: id });
  const earlier = [entry?.document, ...revisions.map(({ document }) => document)];
  return [...documents, ...earlier.filter((document) => isRecord(document))];
}

/** The short texts of an object, the names that are parts of it, and its external reference. */
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

/** Slugs that still lead to the object, and names under which it was printed. */
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

/** The objects that referred to what is erased, and the fields in which they did. */
type Owners = Map<ContentType, { readonly ids: Set<string>; readonly fields: Set<string> }>;

/** Takes the object out of everything that refers to it, in both stages. */
async function removeLinks(
  { draft, published }: Transaction,
  store: ContentStore,
  content: ContentType,
  id: string,
): Promise<{ readonly owners: Owners; readonly names: readonly string[] }> {
  const owners: Owners = new Map();
  const names: string[] = [];
  for (const manager of [draft, published]) {
    const keys = store.types.flatMap((type) => keysTo(content, type).map((link) => ({ type, ...link })));
    // Parts of several types are in one table: all owners are known before a row is removed.
    for (const { type, shape, owner, key } of keys) {
      const rows = (await manager.find(shape.entity, { where: { [key]: id } })) as Columns[];
      const others = rows.map((row) => row[owner]).filter((each) => typeof each === 'string');
      for (const other of others.filter((each) => each !== id)) {
        const known = owners.get(type) ?? { ids: new Set(), fields: new Set() };
        owners.set(type, known);
        known.ids.add(other);
        known.fields.add(fieldOf(type, shape, key));
      }
      names.push(...rows.flatMap((row) => namesGiven(shape.printed.values(), key, row)));
    }
    for (const { type, shape, key } of keys) {
      if (shape === type) await manager.update(shape.entity, { [key]: id }, { [key]: null });
      else await manager.delete(shape.entity, { [key]: id });
    }
  }
  return { owners, names };
}

/** The field of documents of a type that a row belongs to: one that refers, or a list of such. */
function fieldOf(type: ContentType, shape: Shape, key: string): string {
  const isList = ([, owned]: [string, Ownership]) =>
    owned.shape() === shape || owned.inner?.shape() === shape;
  const list = [...type.owned].find(isList);
  if (list) return list[0];
  return [...type.references].find(([, reference]) => reference.key === key)?.[0] ?? key;
}

/** What an editor called the object where it is named. */
function namesGiven(
  printed: Iterable<{ readonly key: string; readonly own?: string }>,
  key: string,
  row: Columns,
): string[] {
  return [...printed]
    .filter((each) => each.key === key && each.own)
    .flatMap(({ own = '' }) => Object.values(ownPartText(row[own] as LocalizedText | null)));
}

/** What referred to it has changed: for those who edit it, for the search, and for the public. */
async function settleOwners(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  owners: Owners,
): Promise<void> {
  const { draft, published, system } = transaction;
  const now = store.clock();
  for (const [content, { ids: owned, fields }] of owners) {
    const ids = [...owned];
    // Which fields, so that whoever saw an earlier version is told of a conflict; not what was in them.
    const changes = [...fields].map((path) => ({ path, locale: null, before: null, after: null }));
    const type = (await store.inputs).typeOf(content);
    const isSame = await unchangedDrafts(transaction, content, ids);
    await draft.update(content.entity, { id: In(ids) }, { version: () => 'version + 1', updatedAt: now });
    await published.update(content.entity, { id: In(isSame) }, { version: () => 'version + 1' });
    for (const manager of [draft, published]) await indexForSearch(manager, content, ids, store.locales);
    const rows = (await draft.find(content.entity, { where: { id: In(ids) } })) as Content[];
    const stored = await readStored(draft, content, ids);
    const objects = rows.flatMap(({ id, version }) => {
      const object = stored.get(id);
      return object
        ? [{ type: content.table, id, version, document: documentOf(content, type, object), changes }]
        : [];
    });
    await recordActions(system, viewer, now, RevisionAction.ERASE, objects);
    await tellOfUpdate(transaction, store, content, ids);
  }
}

/** Those that are published as they are: they still are afterwards. */
async function unchangedDrafts(
  { draft, published }: Transaction,
  content: ContentType,
  ids: readonly string[],
): Promise<string[]> {
  const where = { id: In([...ids]) };
  const drafts = (await draft.find(content.entity, { where })) as Content[];
  const versions = new Map(drafts.map(({ id, version }) => [id, version]));
  const shown = (await published.find(content.entity, { where })) as Content[];
  return shown.filter(({ id, version }) => versions.get(id) === version).map(({ id }) => id);
}

const BATCH = 200;

/** Revisions and the bin keep whole documents of what referred to it. */
async function scrubHistory(
  system: EntityManager,
  { types }: ContentStore,
  scrubbing: Scrubbing,
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

/** All revisions of an object, also those before and after it referred to what is erased: they may call it by its name. */
async function scrubRevisions(
  system: EntityManager,
  contentId: string,
  content: ContentType | undefined,
  scrubbing: Scrubbing,
): Promise<void> {
  let before: Document | null = null;
  let last: string | undefined;
  for (;;) {
    const where = { contentId, ...(last ? { id: MoreThan(last) } : {}) };
    const revisions = await system.find(Revision, { where, order: { id: 'ASC' }, take: BATCH });
    for (const { id, document, changes } of revisions) {
      const update = {
        document: document && scrubbing.document(content, document),
        changes: scrubbing.changes(content, changes, [before, document]),
      };
      await system.update(Revision, { id }, update as never);
      before = document ?? before;
    }
    last = revisions.at(-1)?.id;
    if (revisions.length < BATCH) return;
  }
}
