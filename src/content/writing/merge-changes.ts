import { isDeepStrictEqual } from 'node:util';
import { groupBy } from '../../foundation/collections.js';
import { type Problem, Refusal } from '../../foundation/errors.js';
import { yieldToEventLoop } from '../../foundation/event-loop.js';
import { changesBetween, type FieldChange } from '../history/changes.js';
import { type ChangeSince, changesSince, type Since, withUnchanged } from '../history/changes-since.js';
import { RevisionAction } from '../history/revision.entity.js';
import type { Locales } from '../language/locale.js';
import type { Content } from '../model/content.entity.js';
import { type Document, merge } from '../model/document.js';
import type { ContentStore } from '../storage/store.js';
import type { StoredObject, StoredObjects } from '../storage/stored-objects.js';
import type { Transaction } from '../storage/transaction.js';
import { type Change, located, type Target } from './change.js';
import { conflict, unknownChanges } from './current-version.js';
import type { ObjectPreparer } from './prepare-objects.js';
import { remainingChanges } from './remaining-changes.js';
import { documentOf } from './snapshot.js';
import { mergeThree, overrule } from './three-way.js';

/** The document that an object will have after a change. */
export interface MergedChange {
  readonly target: Target;
  readonly document: Document;
  /** The current document; undefined for a new object. */
  readonly before: Document | undefined;
  /** Whether it was merged with changes of others. */
  readonly isMerged: boolean;
  /** Changes by others that were overruled. */
  readonly overruled: readonly FieldChange[];
}

interface Work {
  readonly transaction: Transaction;
  readonly store: ContentStore;
  readonly preparer: ObjectPreparer;
  readonly problems: Problem[];
}

/**
 * Merges changes into the current objects.
 * @throws Refusal CONFLICT for changes of what others have changed since the editor saw it
 */
export async function mergeChanges(
  work: Work,
  targets: readonly Target[],
  stored: StoredObjects,
): Promise<MergedChange[]> {
  const { preparer, problems } = work;
  const outdated = await outdatedEdits(work, targets, stored);
  const results: MergedChange[] = [];
  for (const [content, own] of groupBy(targets, ({ change }) => change.content)) {
    const type = preparer.inputs.typeOf(content);
    for (const target of own) {
      const { change, id } = target;
      const [object, edit] = [stored.get(id), outdated.get(id)];
      const before = object && documentOf(content, type, object);
      const merged =
        edit && before
          ? await mergeOutdated(work, edit, before)
          : { document: requestedDocument(work, change, before ?? {}), overruled: [] };
      if (merged) results.push({ target, ...merged, before, isMerged: edit !== undefined });
      await yieldToEventLoop();
    }
  }
  // A conflicting change is not validated any further.
  if (outdated.size > 0 && problems.length > 0) throw new Refusal(problems);
  return results;
}

/** A change based on an outdated version. */
interface OutdatedEdit {
  readonly target: Target;
  readonly stored: StoredObject;
  readonly since: Since;
  /** The requested document, based on that version. */
  readonly document: Document;
}

/** @throws Refusal CONFLICT if the history does not reach back to the version */
async function outdatedEdits(
  work: Work,
  targets: readonly Target[],
  objects: StoredObjects,
): Promise<Map<string, OutdatedEdit>> {
  const { transaction, store, problems } = work;
  const outdated = new Map<string, OutdatedEdit>();
  let isRefused = false;
  for (const target of targets) {
    const { change, id } = target;
    const stored = objects.get(id);
    if (!stored) continue;
    const { version } = stored.root;
    const { expectedVersion = version } = change;
    if (expectedVersion === version || change.overwrites) continue;
    const known = await changesSince(transaction.system, stored.root, expectedVersion, store.locales);
    const since = known && { ...known, base: withUnchanged(known, currentOf(work, target, stored)) };
    if (since)
      outdated.set(id, { target, stored, since, document: requestedDocument(work, change, since.base) });
    else isRefused = (await refuseUnknownChanges(work, target, stored)) || isRefused;
  }
  if (isRefused) throw new Refusal(problems);
  return outdated;
}

function requestedDocument(
  { store, preparer }: Work,
  { content, isWhole, document }: Change,
  before: Document,
) {
  return isWhole ? document : merge(preparer.inputs.typeOf(content), before, document, store.locales);
}

async function refuseEdit(
  { transaction, problems }: Work,
  { change }: Target,
  row: Content,
  changes: readonly ChangeSince[],
  own: readonly FieldChange[] = [],
): Promise<undefined> {
  const place = located(change, ['expectedVersion']);
  const yours = own.filter(({ locale }) => changes.some((theirs) => theirs.locale === locale));
  problems.push(await conflict(transaction, row, change.expectedVersion ?? 0, changes, place, yours));
}

function currentOf({ preparer }: Work, { change: { content } }: Target, stored: StoredObject): Document {
  return documentOf(content, preparer.inputs.typeOf(content), stored);
}

/**
 * Without history, every difference conflicts.
 * @returns whether there are any
 */
async function refuseUnknownChanges(work: Work, target: Target, stored: StoredObject): Promise<boolean> {
  const { change } = target;
  const { transaction, store, preparer, problems } = work;
  const { overrules, expectedVersion = 0 } = change;
  const current = currentOf(work, target, stored);
  const document = requestedDocument(work, change, current);
  const mine = await preparer.previewDocument(change, target.id, stored, { document, before: current });
  const yours = changesBetween(current, mine ?? document, store.locales);
  if (mine && yours.length === 0 && change.action !== RevisionAction.DISCARD) return false;
  const place = located(change, ['expectedVersion']);
  const error = overrules
    ? unknownChanges(transaction, stored.root, expectedVersion, place, yours)
    : conflict(transaction, stored.root, expectedVersion, [], place, yours);
  problems.push(await error);
  return true;
}

/**
 * Merges the editor's changes with later ones by others. Shared fields conflict as a whole, and so does the text of
 * each language; identical changes never conflict.
 */
async function mergeOutdated(
  work: Work,
  { target, stored, since, document }: OutdatedEdit,
  theirs: Document,
): Promise<Pick<MergedChange, 'document' | 'overruled'> | undefined> {
  const { preparer } = work;
  const { locales } = work.store;
  const { change, id } = target;
  const { base } = since;
  const known = change.taken ?? base;
  const mine = await preparer.previewDocument(change, id, stored, { document, before: known });
  // Validation errors are reported after the merge.
  if (change.overrules) return overrule(base, mine ?? document, theirs, locales);
  // Discarding a draft takes back changes of others on purpose.
  const isDiscarding = change.action === RevisionAction.DISCARD;
  if (mine && !isDiscarding && isDeepStrictEqual(mine, theirs)) return { document: theirs, overruled: [] };
  const { own, changes } = isDiscarding
    ? { own: changesBetween(base, mine ?? document, locales), changes: since.changes }
    : withoutCommonChanges(since, mine ?? document, theirs, locales);
  const touched = new Set(own.map(({ locale }) => locale));
  const overlap = changes.filter(({ locale }) => touched.has(locale));
  if (overlap.length > 0) return refuseEdit(work, target, stored.root, overlap, own);
  // Going back to the version that was seen conflicts with everything since.
  const isBack = change.isWhole && mine && isDeepStrictEqual(mine, base);
  const merged = mine && !isBack ? mergeThree(base, mine, theirs, locales) : undefined;
  return merged
    ? { document: merged, overruled: [] }
    : refuseEdit(work, target, stored.root, since.changes, own);
}

/** The changes of both sides, without identical ones. */
function withoutCommonChanges({ base, changes }: Since, mine: Document, theirs: Document, locales: Locales) {
  const net = changesBetween(base, theirs, locales);
  const left = changesBetween(base, remainingChanges(base, theirs, mine, locales), locales);
  const isIn = (list: readonly FieldChange[], { path, locale }: FieldChange) =>
    list.some(
      (each) =>
        each.locale === locale &&
        (`${each.path}.`.startsWith(`${path}.`) || path.startsWith(`${each.path}.`)),
    );
  return {
    own: changesBetween(base, remainingChanges(base, mine, theirs, locales), locales),
    // A change and its reversal are no agreement.
    changes: changes.filter((each) => isIn(left, each) || !isIn(net, each)),
  };
}
