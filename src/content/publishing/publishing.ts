import { type EntityManager, type FindOptionsWhere, In, IsNull, type ObjectLiteral } from 'typeorm';
import { problem, Refusal, refuse } from '../../foundation/errors.js';
import { assertMay, type Viewer } from '../access.js';
import type { Content } from '../content.entity.js';
import type { Columns, ContentType } from '../content-type.js';
import { globalId } from '../global-id.js';
import { RevisionAction } from '../history/revision.entity.js';
import { recordActions } from '../history/revisions.js';
import { readTranslations, writeTranslations } from '../localization/text-rows.js';
import { fillPart, type LocalizedText, ownPartText, type Translations } from '../localization/translation.js';
import { indexForSearch } from '../search/search-index.js';
import type { Shape } from '../shape.js';
import type { ContentStore, Transaction } from '../store.js';
import type { OwnedRow } from '../writing/columns.js';
import { writeParts } from '../writing/object-rows.js';
import { sentences } from '../writing/sentences.js';
import { publishedTogether, type Selection } from './closure.js';
import { printNames } from './printed-names.js';
import { PublicationAction, type PublicationChange } from './publication.js';
import { assertReady } from './readiness.js';
import { assertOnlyWordsChanged } from './shared-changes.js';
import { withoutWordless } from './wordless.js';

export interface PublishRequest {
  readonly content: ContentType;
  readonly ids: readonly string[];
  /** The locales whose words are published; all when absent. */
  readonly locales?: readonly string[];
  /** Whether what the objects list is published with them, such as the articles and events of an issue. */
  readonly withContents?: boolean;
}

/** Copies objects with all that belongs to them from draft to published, all or none. Returns what was published. */
export async function publish(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  request: PublishRequest,
): Promise<Selection> {
  assertMay(viewer, 'PUBLISH', request.content.name);
  const locales = localesOf(store, viewer, request);
  await lockForPublishing(transaction, request.content, request.ids);
  const together = await publishedTogether(store, transaction, request, request.withContents ?? false);
  const selection = await withoutWordless(transaction, request, together, locales);
  for (const [content, ids] of selection) await lockForPublishing(transaction, content, [...ids]);
  await assertOnlyWordsChanged(transaction, store, viewer, selection);
  await assertReady(transaction, store, selection);
  const changes = await changesBy(transaction, selection, locales);
  for (const [content, ids] of selection) await publishRoots(store, transaction, content, [...ids], locales);
  for (const [content, ids] of selection) await publishText(store, transaction, content, [...ids], locales);
  for (const [content, ids] of selection) await publishParts(store, transaction, content, [...ids], locales);
  await printNames(transaction, store, selection, locales);
  for (const [content, ids] of selection)
    await indexForSearch(transaction.published, content, [...ids], store.locales);
  await recordInHistory(transaction, store, viewer, RevisionAction.PUBLISH, selection, locales);
  await store.tellOfPublication(transaction, changes);
  return selection;
}

/** Told apart before anything is written: what is there already is updated. */
async function changesBy(
  { published }: Transaction,
  selection: Selection,
  locales: readonly string[],
): Promise<PublicationChange[]> {
  const changes: PublicationChange[] = [];
  for (const [content, ids] of selection) {
    const before = await rowsById(published, content, { id: In([...ids]) });
    for (const id of ids) {
      const action = before.has(id) ? PublicationAction.UPDATED : PublicationAction.PUBLISHED;
      changes.push({ content, id, action, locales });
    }
  }
  return changes;
}

/**
 * Takes objects out of published, whole or in some locales; an object without words in any locale is taken out
 * whole. The draft stays as it is.
 */
export async function unpublish(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  request: PublishRequest,
): Promise<void> {
  assertMay(viewer, 'PUBLISH', request.content.name);
  const { published } = transaction;
  const { content, ids } = request;
  const locales = localesOf(store, viewer, request);
  await lockForPublishing(transaction, content, ids);
  const gone = new Set(locales);
  const texts = await readTranslations(published, content, ids);
  const kept = new Map<string, Translations>();
  for (const [id, translations] of texts) {
    const left = Object.entries(translations).filter(
      ([locale, words]) => !gone.has(locale) && hasWords(words),
    );
    if (left.length > 0) kept.set(id, Object.fromEntries(left));
  }
  const removed = ids.filter((id) => !kept.has(id));
  const change = (action: PublicationAction) => (id: string) => ({ content, id, action, locales });
  await store.tellOfPublication(
    transaction,
    removed.filter((id) => texts.has(id)).map(change(PublicationAction.UNPUBLISHED)),
  );
  if (removed.length > 0) await published.delete(content.entity, { id: In(removed) });
  if (kept.size > 0) await writeTranslations(published, content, kept, store.locales);
  if (kept.size > 0) await withdrawWords(store, published, content, [...kept.keys()], gone);
  await indexForSearch(published, content, ids, store.locales);
  // What was not published is as it was.
  const selection: Selection = new Map([[content, new Set(texts.keys())]]);
  await recordInHistory(transaction, store, viewer, RevisionAction.UNPUBLISH, selection, locales);
  await store.tellOfPublication(transaction, [...kept.keys()].map(change(PublicationAction.UPDATED)));
}

/** @throws Refusal FORBIDDEN for a key that is for other languages */
function localesOf(store: ContentStore, viewer: Viewer, request: PublishRequest): string[] {
  const path = ['input', 'locales'];
  if (request.locales?.length === 0) refuse('INVALID_INPUT', sentences.noLocale, path);
  const locales = (request.locales ?? store.locales.codes).map((tag) => store.locales.match(tag, path));
  const foreign = locales.find((locale) => viewer.locales && !viewer.locales.includes(locale));
  if (foreign) refuse('FORBIDDEN', sentences.notThisLocale(foreign, viewer.locales ?? []), path);
  return locales;
}

/** Nobody changes the drafts while they are copied. @throws Refusal NOT_FOUND for each that is not there */
async function lockForPublishing(
  { draft }: Transaction,
  content: ContentType,
  ids: readonly string[],
): Promise<void> {
  const rows = (await draft.find(content.entity, {
    where: { id: In([...ids]) },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  })) as Content[];
  const found = new Set(rows.map(({ id }) => id));
  const problems = ids.flatMap((id, index) =>
    found.has(id)
      ? []
      : [
          problem('NOT_FOUND', sentences.noSuchObject(content.name, globalId(content.table, id)), [
            'input',
            'ids',
            String(index),
          ]),
        ],
  );
  if (problems.length > 0) throw new Refusal(problems);
}

async function recordInHistory(
  { system, draft }: Transaction,
  store: ContentStore,
  viewer: Viewer,
  action: RevisionAction,
  selection: Selection,
  locales: readonly string[],
): Promise<void> {
  for (const [content, ids] of selection) {
    const rows = (await draft.find(content.entity, { where: { id: In([...ids]) } })) as Content[];
    const objects = rows.map(({ id, version }) => ({ type: content.table, id, version }));
    await recordActions(system, viewer, store.clock(), action, objects, locales);
  }
}

/** Takes the words of some locales out of the columns of objects and of their parts. */
async function withdrawWords(
  store: ContentStore,
  published: EntityManager,
  content: ContentType,
  ids: readonly string[],
  gone: ReadonlySet<string>,
): Promise<void> {
  const left = store.locales.codes.filter((locale) => !gone.has(locale));
  const withoutThem = (shape: Shape, rows: Iterable<Columns>) =>
    [...rows].map((row) => mergeRow(store, shape, row, undefined, left));
  const roots = await rowsById(published, content, { id: In([...ids]) });
  const updatedAt = store.clock();
  const changed = withoutThem(content, roots.values()).map((row) => ({ ...row, updatedAt }));
  await published.upsert(content.entity, changed, ['id']);
  const parts: OwnedRow[] = [];
  for (const { shape, key } of content.parts) {
    const rows = await rowsById(published, shape, { [key]: In([...ids]) });
    parts.push(...withoutThem(shape, rows.values()).map((columns) => ({ shape, columns })));
  }
  await writeParts(published, content, ids, parts);
}

async function publishRoots(
  store: ContentStore,
  { draft, published }: Transaction,
  content: ContentType,
  ids: readonly string[],
  locales: readonly string[],
): Promise<void> {
  const now = store.clock();
  await draft.update(content.entity, { id: In([...ids]), publishedAt: IsNull() }, { publishedAt: now });
  const rows = (await draft.find(content.entity, { where: { id: In([...ids]) } })) as Content[];
  const before = await rowsById(published, content, { id: In([...ids]) });
  const copies = rows.map((row) => ({
    ...mergeRow(store, content, { ...row }, before.get(row.id), locales),
    updatedAt: now,
    // Of what is published alone (see notingChanges): not copied from the draft, and not to be lost.
    ...('changedAt' in row ? { changedAt: before.get(row.id)?.changedAt ?? null } : {}),
  }));
  await published.upsert(content.entity, copies, ['id']);
}

/** Of the locales that are published the words of the draft; of the others those that are published already. */
async function publishText(
  store: ContentStore,
  { draft, published }: Transaction,
  content: ContentType,
  ids: readonly string[],
  locales: readonly string[],
): Promise<void> {
  const [drafts, before] = [
    await readTranslations(draft, content, ids),
    await readTranslations(published, content, ids),
  ];
  const texts = new Map(ids.map((id) => [id, merge(drafts.get(id), before.get(id), locales)]));
  await writeTranslations(published, content, texts, store.locales);
}

async function publishParts(
  store: ContentStore,
  { draft, published }: Transaction,
  content: ContentType,
  ids: readonly string[],
  locales: readonly string[],
): Promise<void> {
  const parts: OwnedRow[] = [];
  for (const { shape, key } of content.parts) {
    const where = { [key]: In([...ids]) };
    const rows = (await draft.find(shape.entity, { where })) as Columns[];
    const before = await rowsById(published, shape, where);
    for (const row of rows) {
      parts.push({ shape, columns: mergeRow(store, shape, row, before.get(row.id), locales) });
    }
  }
  await writeParts(published, content, ids, parts);
}

/** A row of the draft, with its localized texts in the locales that are published. */
function mergeRow(
  store: ContentStore,
  shape: Shape,
  row: Columns,
  before: Columns | undefined,
  locales: readonly string[],
): Record<string, unknown> {
  const mergeText = (now: unknown, then: unknown) => {
    const own = Object.entries(merge(byLocale(now), byLocale(then), locales));
    return fillPart(
      Object.fromEntries(own.map(([locale, words]) => [locale, String(words.text)])),
      store.locales,
    );
  };
  const merged: Record<string, unknown> = { ...row };
  for (const property of shape.localized.part)
    merged[property] = mergeText(row[property], before?.[property]);
  for (const property of shape.localized.list) {
    const then = (before?.[property] ?? []) as unknown[];
    merged[property] = (row[property] as unknown[]).map(
      (entry, index) => mergeText(entry, then[index]) ?? {},
    );
  }
  return merged;
}

async function rowsById(
  manager: EntityManager,
  shape: Shape,
  where: FindOptionsWhere<ObjectLiteral>,
): Promise<Map<unknown, Columns>> {
  const rows = (await manager.find(shape.entity, { where })) as Columns[];
  return new Map(rows.map((row) => [row.id, row]));
}

function merge(
  draft: Translations = {},
  before: Translations = {},
  locales: readonly string[],
): Translations {
  const chosen = new Set(locales);
  return Object.fromEntries([
    ...Object.entries(before).filter(([locale]) => !chosen.has(locale)),
    ...Object.entries(draft).filter(([locale]) => chosen.has(locale)),
  ]);
}

function byLocale(text: unknown): Translations {
  const own = ownPartText(text as LocalizedText | null);
  return Object.fromEntries(Object.entries(own).map(([locale, words]) => [locale, { text: words }]));
}

function hasWords(words: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(words).some(([field, value]) => field !== 'slug' && Boolean(value));
}
