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
import type { Transaction } from '../storage/transaction.js';
import { type Change, located, type Target } from './change.js';
import { conflict, unknownChanges } from './current-version.js';
import type { Preparing } from './prepare-objects.js';
import { documentOf, readStored } from './snapshot.js';
import { mergeThree, overrule } from './three-way.js';
import { unagreed } from './unagreed.js';

/** The document that an object is to become. */
export interface Wanted {
  readonly target: Target;
  readonly document: Document;
  /** What it is now; undefined for a new one. */
  readonly before: Document | undefined;
  /** Whether others had changed other things since the version that the editor saw. */
  readonly isMerged: boolean;
  /** What others had changed since then and has given way. */
  readonly overruled: readonly FieldChange[];
}

interface Work {
  readonly transaction: Transaction;
  readonly store: ContentStore;
  readonly preparing: Preparing;
  readonly problems: Problem[];
}

/**
 * What changes make of the objects as they are now.
 * @throws Refusal CONFLICT for changes of what others have changed since the editor saw it
 */
export async function wantedOf(
  work: Work,
  targets: readonly Target[],
  rows: ReadonlyMap<string, Content>,
): Promise<Wanted[]> {
  const { transaction, preparing, problems } = work;
  const outdated = await outdatedOf(work, targets, rows);
  const wanted: Wanted[] = [];
  for (const [content, own] of groupBy(targets, ({ change }) => change.content)) {
    const type = preparing.inputs.typeOf(content);
    const known = own.map(({ id }) => id).filter((id) => rows.has(id));
    const stored = await readStored(transaction.draft, content, known);
    for (const target of own) {
      const { change, id } = target;
      const [object, edit] = [stored.get(id), outdated.get(id)];
      const before = object && documentOf(content, type, object);
      const merged =
        edit && before
          ? await reconciled(work, edit, before)
          : { document: wantedFrom(work, change, before ?? {}), overruled: [] };
      if (merged) wanted.push({ target, ...merged, before, isMerged: edit !== undefined });
      await yieldToEventLoop();
    }
  }
  // A change of something else than the editor saw is not even looked at.
  if (outdated.size > 0 && problems.length > 0) throw new Refusal(problems);
  return wanted;
}

/** A change of an object that others have changed since the editor saw it. */
interface OutdatedEdit {
  readonly target: Target;
  readonly row: Content;
  readonly since: Since;
  /** What the editor wants, of what there was. */
  readonly document: Document;
}

/** @throws Refusal CONFLICT where the history does not tell what was changed */
async function outdatedOf(
  work: Work,
  targets: readonly Target[],
  rows: ReadonlyMap<string, Content>,
): Promise<Map<string, OutdatedEdit>> {
  const { transaction, problems } = work;
  const outdated = new Map<string, OutdatedEdit>();
  let isRefused = false;
  for (const target of targets) {
    const { change, id } = target;
    const row = rows.get(id);
    const { expectedVersion = row?.version } = change;
    if (!row || expectedVersion === undefined || expectedVersion === row.version) continue;
    const known = await changesSince(transaction.system, id, expectedVersion, row.version);
    const since = known && { ...known, base: withUnchanged(known, await currentOf(work, target)) };
    if (since) outdated.set(id, { target, row, since, document: wantedFrom(work, change, since.base) });
    else isRefused = (await refuseUnknown(work, target, row)) || isRefused;
  }
  if (isRefused) throw new Refusal(problems);
  return outdated;
}

function wantedFrom({ store, preparing }: Work, { content, isWhole, document }: Change, before: Document) {
  return isWhole ? document : merge(preparing.inputs.typeOf(content), before, document, store.locales);
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

async function currentOf({ transaction, preparing }: Work, { change, id }: Target): Promise<Document> {
  const { content } = change;
  const stored = (await readStored(transaction.draft, content, [id])).get(id);
  return stored ? documentOf(content, preparing.inputs.typeOf(content), stored) : {};
}

/**
 * Where the history does not tell what others have changed, all that would be different is in question.
 * @returns whether anything would be
 */
async function refuseUnknown(work: Work, target: Target, row: Content): Promise<boolean> {
  const { change } = target;
  const { transaction, store, preparing, problems } = work;
  const { overrules, expectedVersion = 0 } = change;
  const current = await currentOf(work, target);
  const document = wantedFrom(work, change, current);
  const mine = await preparing.foresee(change, target.id, row, { document, before: current });
  const yours = changesBetween(current, mine ?? document, store.locales);
  if (mine && yours.length === 0 && change.action !== RevisionAction.DISCARD) return false;
  const place = located(change, ['expectedVersion']);
  const told = overrules
    ? unknownChanges(transaction, row, expectedVersion, place, yours)
    : conflict(transaction, row, expectedVersion, [], place, yours);
  problems.push(await told);
  return true;
}

/**
 * The document with the changes of the editor and with those of others since. What all languages share is changed by
 * one of them at a time, and so are the words of each language; what both have changed alike is in nobody's way.
 */
async function reconciled(
  work: Work,
  { target, row, since, document }: OutdatedEdit,
  theirs: Document,
): Promise<Pick<Wanted, 'document' | 'overruled'> | undefined> {
  const { preparing } = work;
  const { locales } = work.store;
  const { change, id } = target;
  const { base } = since;
  const known = change.taken ?? base;
  const mine = await preparing.foresee(change, id, row, { document, before: known });
  // What is wrong with it is told once it is merged.
  if (change.overrules) return overrule(base, mine ?? document, theirs, locales);
  // Whoever takes a draft back has seen what that takes away.
  const isDiscarding = change.action === RevisionAction.DISCARD;
  if (mine && !isDiscarding && isDeepStrictEqual(mine, theirs)) return { document: theirs, overruled: [] };
  const { own, changes } = isDiscarding
    ? { own: changesBetween(base, mine ?? document, locales), changes: since.changes }
    : withoutAgreed(since, mine ?? document, theirs, locales);
  const touched = new Set(own.map(({ locale }) => locale));
  const overlap = changes.filter(({ locale }) => touched.has(locale));
  if (overlap.length > 0) return refuseEdit(work, target, row, overlap, own);
  // Back to what it was when it was seen: all that happened since is in the way.
  const isBack = change.isWhole && mine && isDeepStrictEqual(mine, base);
  const merged = mine && !isBack ? mergeThree(base, mine, theirs, locales) : undefined;
  return merged ? { document: merged, overruled: [] } : refuseEdit(work, target, row, since.changes, own);
}

/** What an editor has changed, and what others have, but for what both have changed alike. */
function withoutAgreed({ base, changes }: Since, mine: Document, theirs: Document, locales: Locales) {
  const net = changesBetween(base, theirs, locales);
  const left = changesBetween(base, unagreed(base, theirs, mine, locales), locales);
  const isIn = (list: readonly FieldChange[], { path, locale }: FieldChange) =>
    list.some(
      (each) =>
        each.locale === locale &&
        (`${each.path}.`.startsWith(`${path}.`) || path.startsWith(`${each.path}.`)),
    );
  return {
    own: changesBetween(base, unagreed(base, mine, theirs, locales), locales),
    // What was changed and changed back is no agreement.
    changes: changes.filter((each) => isIn(left, each) || !isIn(net, each)),
  };
}
