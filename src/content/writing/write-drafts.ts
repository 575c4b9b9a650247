import { isDeepStrictEqual } from 'node:util';
import { groupBy } from '../../foundation/collections.js';
import { type Problem, problem, Refusal } from '../../foundation/errors.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import { assertMay, type Viewer } from '../contract/access.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import { changesBetween } from '../history/changes.js';
import { RevisionAction } from '../history/revision.entity.js';
import type { Selection } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import { readAll, type StoredObject, type StoredObjects } from '../storage/stored-objects.js';
import type { Transaction } from '../storage/transaction.js';
import {
  type Change,
  type Description,
  located,
  type PreparedObject,
  type Target,
  type Written,
} from './change.js';
import { refusalOf } from './constraints.js';
import { inputsOf } from './input.js';
import { type MergedChange, mergeChanges } from './merge-changes.js';
import { ObjectPreparer } from './prepare-objects.js';
import { ensureUniqueSlugs } from './slugs.js';
import { violatingObjects } from './violating-objects.js';
import { writeDraftRows } from './write-draft-rows.js';

/** The result of a dry run, with all errors. */
export interface WritingPlan {
  /** In the order of the changes, without invalid ones. */
  readonly objects: readonly Description[];
  readonly problems: readonly Problem[];
}

/**
 * Writes objects to the draft, all or none; they may refer to each other in any order. Unchanged objects are not
 * written.
 * @throws Refusal with every error of every object
 */
export async function writeDrafts(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  changes: readonly Change[],
): Promise<Written[]> {
  return writePlanned(transaction, store, viewer, await planDrafts(transaction, store, viewer, changes));
}

/**
 * Writes a plan in the same transaction.
 * @throws Refusal for the errors of the plan, or those that only the database detects, at each object concerned
 */
export async function writePlanned(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  { objects, problems }: WritingPlan,
): Promise<Written[]> {
  if (problems.length > 0) throw new Refusal(problems);
  const changed = await writeDescribed(transaction, store, viewer, objects);
  if (changed.some(concernsConstraints))
    await assertConstraints(
      transaction,
      store,
      changed.map(({ object }) => object),
    );
  return objects.map(({ result }) => result);
}

/** Writes what has changed. Deferred constraints are left to be checked. @returns the changed objects */
export async function writeDescribed(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  objects: readonly Description[],
): Promise<Description[]> {
  const changed = objects.filter(({ object, result }) => result.changes.length > 0 || !object.before);
  try {
    for (const [content, own] of groupBy(changed, ({ object }) => object.content))
      await writeDraftRows(transaction, store, viewer, content, own);
  } catch (error) {
    throw atObjects(
      error,
      changed.map(({ object }) => object),
      store,
    );
  }
  return changed;
}

/** Checks deferred constraints: at commit it would be too late to tell the object, and never in a dry run. */
export async function assertConstraints(
  { draft }: Transaction,
  store: ContentStore,
  written: readonly PreparedObject[],
): Promise<void> {
  try {
    await draft.query('set constraints all immediate');
  } catch (error) {
    throw atObjects(error, written, store);
  }
}

/** Deferred constraints are about references and numbers, which text does not change. */
export function concernsConstraints({ object, result }: Description): boolean {
  return !object.before || result.changes.some(({ locale }) => locale === null);
}

/** Converts a database error into problems at the objects concerned; rethrows it if there are none. */
function atObjects(
  error: unknown,
  written: readonly PreparedObject[],
  { types, locales }: ContentStore,
): unknown {
  const refusal = refusalOf(error, types);
  const concerned = refusal ? violatingObjects(error, written, locales) : [];
  if (!refusal || concerned.length === 0) return error;
  const problems = concerned.flatMap(({ change }) =>
    refusal.problems.map((each) => ({ ...each, path: located(change, each.path.slice(1)) })),
  );
  return new Refusal(problems, { cause: error });
}

/** Plans writing without doing it. Existing objects are locked until the end of the transaction. */
export async function planDrafts(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  changes: readonly Change[],
): Promise<WritingPlan> {
  for (const { content } of changes) assertMay(viewer, 'WRITE', content.name);
  const preparer = new ObjectPreparer(transaction.draft, store, await inputsOf(store), []);
  return planTargets({ transaction, store, viewer, preparer }, await preparer.targets(changes));
}

interface Planning {
  readonly transaction: Transaction;
  readonly store: ContentStore;
  readonly viewer: Viewer;
  readonly preparer: ObjectPreparer;
}

/** Plans changes of objects that are known by their ids. */
export async function planTargets(
  { transaction, store, viewer, preparer }: Planning,
  requested: readonly Target[],
): Promise<WritingPlan> {
  const { problems } = preparer;
  const stored = await lockStored(transaction, requested, problems);
  const targets = requested.filter(({ change, id }) => change.mode !== 'UPDATE' || stored.has(id));
  const merged = await mergeChanges({ transaction, store, preparer, problems }, targets, stored);
  for (const { target, before } of merged)
    if (before) preparer.references.knowStored(target.change.content, before);
  await preparer.references.prefetch(
    merged.map(({ target, document }) => [target.change.content, document] as const),
  );
  const prepared: PreparedObject[] = [];
  const unchanged: Description[] = [];
  for (const each of merged) {
    const { target, document, before } = each;
    const { change, id } = target;
    const same = unchangedObject(each, stored.get(id), preparer);
    if (same) unchanged.push(same);
    await yieldToEventLoop();
    if (same) continue;
    const known = change.taken ?? before;
    const ready = await preparer.prepare(change, id, stored.get(id), { document, before: known });
    if (ready) prepared.push(ready);
    await yieldToEventLoop();
  }
  const settled = await ensureUniqueSlugs(transaction.draft, prepared, store.locales, problems);
  const byTarget = new Map(merged.map((each) => [each.target.id, each]));
  const described: Description[] = unchanged;
  for (const object of settled) {
    described.push(describe(object, byTarget.get(object.id), preparer, store));
    await yieldToEventLoop();
  }
  for (const each of described) refuseOtherLocales(viewer, each, problems);
  const byId = new Map(described.map((each) => [each.result.id, each]));
  return { objects: targets.flatMap(({ id }) => byId.get(id) ?? []), problems };
}

/** Locks objects until the end of the transaction, and reads them as they are then. */
async function lockStored(
  { draft }: Transaction,
  targets: readonly Target[],
  problems: Problem[],
): Promise<StoredObjects> {
  const known = targets.filter(({ isKnown }) => isKnown);
  const selection: Selection = new Map();
  for (const { change, id } of known)
    selection.set(change.content, (selection.get(change.content) ?? new Set()).add(id));
  const stored = await readAll(draft, selection, { isLocked: true, withRenderings: true });
  for (const { change, id } of known) {
    if (stored.has(id) || change.mode !== 'UPDATE') continue;
    const { name, table } = change.content;
    problems.push(
      problem('NOT_FOUND', sentences.noSuchObject(name, globalId(table, id)), located(change, ['id'])),
    );
  }
  return stored;
}

/** An object whose document stays as it is stored need not be validated, nor converted to rows. */
function unchangedObject(
  { target: { change, id }, document, before, overruled, isMerged }: MergedChange,
  stored: StoredObject | undefined,
  { references }: ObjectPreparer,
): Description | undefined {
  const { content } = change;
  if (!stored || !before || change.action !== undefined) return undefined;
  if (!isDeepStrictEqual(references.withIds(content, document), before)) return undefined;
  const { root, translations } = stored;
  return {
    object: { change, content, id, before: stored, columns: root, translations, parts: [] },
    document: before,
    action: RevisionAction.UPDATE,
    result: {
      content,
      id,
      target: globalId(content.table, id),
      externalRef: String(root.externalRef),
      version: root.version,
      isNew: false,
      isMerged,
      overruled,
      changes: [],
    },
  };
}

function describe(
  object: PreparedObject,
  merged: MergedChange | undefined,
  preparer: ObjectPreparer,
  store: ContentStore,
): Description {
  const { content, id, columns, change } = object;
  const document = preparer.documentOf(object);
  const changes = changesBetween(merged?.before ?? {}, document, store.locales);
  const isNew = !object.before;
  const version =
    (object.before?.root.version ?? change.since?.version ?? 0) + (isNew || changes.length > 0 ? 1 : 0);
  const action = change.action ?? (isNew ? RevisionAction.CREATE : RevisionAction.UPDATE);
  const result = {
    content,
    id,
    target: globalId(content.table, id),
    externalRef: String(columns.externalRef),
    version,
    isNew,
    isMerged: merged?.isMerged ?? false,
    overruled: merged?.overruled ?? [],
    changes,
  };
  return { object, document, result, action };
}

/** A key that is restricted to languages may change their text and nothing else. */
function refuseOtherLocales({ locales }: Viewer, { object, result }: Description, problems: Problem[]): void {
  if (!locales) return;
  for (const { path, locale } of result.changes) {
    if (locale && locales.includes(locale)) continue;
    const place = located(object.change, path.split('.'));
    problems.push(problem('FORBIDDEN', sentences.notInLocale(path, locales), place));
  }
}
