import { refuse } from '../../foundation/errors.js';
import { hasText } from '../../foundation/text.js';
import { assertMay, type Viewer } from '../contract/access.js';
import { parseGlobalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { changesBetween } from '../history/changes.js';
import { RevisionAction } from '../history/revision.entity.js';
import type { Translations } from '../language/translation.js';
import type { Columns, ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';
import { removal } from '../sql/removal.js';
import { PublicationAction } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import { readStages, type StoredObject } from '../storage/stored-objects.js';
import { textRowsFor } from '../storage/text-rows.js';
import type { Transaction } from '../storage/transaction.js';
import { type ObjectRows, writeRows } from '../writing/object-rows.js';
import { type Described, type DescribedObject, describe } from './described-objects.js';
import { draftsAmong, forget, namesOf } from './forget.js';
import { mergeRow, rowsInLocales } from './merge-rows.js';
import { oneAtATime } from './one-at-a-time.js';
import type { PlannedFinding } from './publish-plan-findings.js';
import { type NamedObject, Naming } from './publish-plan-items.js';
import { foundAmong, localesOf, type PublishRequest, recordInHistory } from './publish-request.js';
import { writtenNames } from './written-names.js';

export interface UnpublishRequest extends Pick<PublishRequest, 'content' | 'ids' | 'locales' | 'locale'> {
  /** Whether to leave no trace in public that it ever existed. */
  readonly withoutTrace?: boolean;
}

/** The result of a withdrawal. */
export interface Withdrawn {
  readonly publicChanges: readonly NamedObject[];
  readonly schedules: readonly string[];
  /** Traces that remain in public. */
  readonly findings: readonly PlannedFinding[];
}

/**
 * Withdraws objects, and also removes them from earlier schedules (`schedules`), which must not publish them again.
 * Objects that were not public stay scheduled.
 */
export async function withdraw(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  request: UnpublishRequest,
): Promise<Withdrawn> {
  const { content, withoutTrace } = request;
  const { taken, others } = await takeOutAndForget(transaction, store, viewer, request);
  const ids = taken.map(({ id }) => parseGlobalId(id, []).id);
  const locales = localesOf(store, viewer, request);
  const schedules =
    ids.length > 0 ? await store.notifyWithdrawal(transaction, { content, ids, locales, viewer }) : [];
  const names = namingFor(store, request);
  const findings = withoutTrace ? await writtenNames(transaction, store, names, content, request.ids) : [];
  return { publicChanges: [...taken, ...others], schedules, findings };
}

/**
 * Deletes objects from published, as a whole or in some locales; one without text in any remaining locale is deleted as
 * a whole. Drafts and schedules stay as they are: a schedule that withdraws cancels none, since its author has seen the
 * others.
 */
export async function unpublish(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  request: UnpublishRequest,
): Promise<void> {
  await takeOutAndForget(transaction, store, viewer, request);
}

/** What is not public any more, and what else looks different because no trace is left. */
interface TakenOut {
  readonly taken: readonly NamedObject[];
  readonly others: readonly NamedObject[];
}

async function takeOutAndForget(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  request: UnpublishRequest,
): Promise<TakenOut> {
  const { content, ids, withoutTrace } = request;
  assertMay(viewer, 'PUBLISH', content.name);
  await oneAtATime(transaction);
  if (!withoutTrace) return { taken: await takeOut(transaction, store, viewer, request), others: [] };
  if (request.locales) refuse('INVALID_INPUT', sentences.noTraceIsForAll, ['input', 'locales']);
  const drafts = await draftsAmong(transaction, content, ids);
  const taken = await takeOut(transaction, store, viewer, { ...request, ids: drafts });
  const withdrawn = new Set(taken.map(({ id }) => parseGlobalId(id, []).id));
  const changes = await forget(transaction, store, content, ids, withdrawn);
  return { taken, others: await namesOf(transaction, store, namingFor(store, request), changes) };
}

async function takeOut(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  request: UnpublishRequest,
): Promise<readonly NamedObject[]> {
  const { published } = transaction;
  const { content } = request;
  const locales = localesOf(store, viewer, request);
  const selection = new Map([[content, new Set(request.ids)]]);
  const stored = await readStages(transaction, selection, { isLocked: true, withRenderings: true });
  const rows = foundAmong(content, request.ids, stored.drafts);
  const withdrawn = new Set(locales);
  const seen = publicIn(store, await describe(store, selection, stored.published), withdrawn);
  const ids = seen.map(({ id }) => id);
  if (ids.length === 0) return [];
  const remaining = new Map<string, Translations>();
  for (const { id, stored: object } of seen) {
    const left = Object.entries(object.translations).filter(
      ([locale, text]) => !withdrawn.has(locale) && hasContent(text),
    );
    if (left.length > 0) remaining.set(id, Object.fromEntries(left));
  }
  assertTitled(content, request.ids, remaining, locales);
  const removedIds = ids.filter((id) => !remaining.has(id));
  const change = (action: PublicationAction) => (id: string) => ({ content, id, action, locales });
  const updates = [...remaining.keys()].map(change(PublicationAction.UPDATED));
  const removals = removedIds.map(change(PublicationAction.UNPUBLISHED));
  await store.prepareForPublication(transaction, [...removals, ...updates]);
  await store.notifyPublication(transaction, removals);
  if (removedIds.length > 0) await published.query(removal(content, ['published']), [removedIds]);
  const updatedAt = store.clock();
  const changes = [...remaining].flatMap(([id, left]) => {
    const before = stored.published.get(id);
    if (!before) return [];
    const after = rowsWithout(store, before, left, withdrawn);
    return [{ before, after: { ...after, root: { ...after.root, updatedAt } } }];
  });
  await writeRows(published, content, store.locales, changes);
  const taken = rows
    .filter(({ id }) => ids.includes(id))
    .map(({ id, version }) => ({ content, id, version, locales }));
  await recordInHistory(transaction, store, viewer, RevisionAction.UNPUBLISH, taken);
  await store.notifyPublication(transaction, updates);
  const names = namingFor(store, request);
  return seen.map((each) => names.ofDraft(each));
}

function namingFor({ locales }: ContentStore, { locale }: UnpublishRequest): Naming {
  return new Naming(locales.chain(locale ?? locales.default));
}

/** The objects that are public in these locales. */
function publicIn(
  { locales }: ContentStore,
  published: Described,
  withdrawn: ReadonlySet<string>,
): DescribedObject[] {
  const isWhole = locales.codes.every((code) => withdrawn.has(code));
  return [...published.values()].filter(
    ({ document }) =>
      isWhole || changesBetween({}, document, locales).some(({ locale }) => locale && withdrawn.has(locale)),
  );
}

/** The rows of an object without the text of some locales. */
function rowsWithout(
  store: ContentStore,
  { content, root, texts, parts }: StoredObject,
  remaining: Translations,
  withdrawn: ReadonlySet<string>,
): ObjectRows {
  const left = store.locales.codes.filter((locale) => !withdrawn.has(locale));
  const without = (shape: Shape, row: Columns) => mergeRow(store, shape, row, undefined, left);
  const isLeft = (locale: string) => !withdrawn.has(locale);
  return {
    root: without(content, root) as ObjectRows['root'],
    texts: textRowsFor(content, root.id, remaining, store.locales, texts),
    parts: new Map(
      content.parts.map(({ shape, key }) => {
        const rows = rowsInLocales(store, { shape, key }, parts.get(shape) ?? [], isLeft);
        return [shape, rows.map((row) => without(shape, row))];
      }),
    ),
  };
}

/** A public object keeps a title: without one it could not be listed, linked or found. */
function assertTitled(
  { requiredTitle: title }: ContentType,
  ids: readonly string[],
  remaining: ReadonlyMap<string, Translations>,
  withdrawn: readonly string[],
): void {
  if (!title) return;
  for (const [place, id] of ids.entries()) {
    const left = Object.entries(remaining.get(id) ?? {});
    if (left.length === 0 || left.some(([, text]) => hasText(String(text[title] ?? '')))) continue;
    const sentence = sentences.noTitleLeft(
      title,
      withdrawn,
      left.map(([locale]) => locale),
    );
    refuse('NOT_READY', sentence, ['input', 'ids', String(place)]);
  }
}

function hasContent(text: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(text).some(([field, value]) => field !== 'slug' && Boolean(value));
}
