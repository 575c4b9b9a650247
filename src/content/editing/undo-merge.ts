import { groupBy } from '../../foundation/collections.js';
import { refuse } from '../../foundation/errors.js';
import { assertMay, type Viewer } from '../contract/access.js';
import { sentences } from '../contract/sentences.js';
import { BinEntry } from '../history/bin-entry.entity.js';
import { Merge } from '../history/merge.entity.js';
import { RevisionAction } from '../history/revision.entity.js';
import type { ContentType } from '../model/content-type.js';
import { oneAtATime } from '../publishing/one-at-a-time.js';
import { publish } from '../publishing/publish.js';
import { PublicationAction } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { restoreDeleted } from './bin.js';
import { type MergeState, moveNames } from './merge-objects.js';
import { mergeSentences } from './merge-sentences.js';
import { giveSlugsBack } from './merged-slugs.js';
import {
  lockReferring,
  publicChangesOf,
  type Rewrites,
  referencesIn,
  type Stages,
  targetsOf,
  writeRewritten,
} from './rewrite-objects.js';
import { type Rewriting, type RewrittenReference, restoreReferences } from './rewritten-references.js';

export interface Undone {
  readonly merge: Merge;
  readonly restored: readonly RewrittenReference[];
  /** Those that somebody has changed since. */
  readonly left: readonly RewrittenReference[];
  /** The global ids of the changed objects. */
  readonly targets: readonly string[];
}

/**
 * Takes a merge back: restores the duplicate, in public where its draft was public as it was, and the references that
 * nobody has changed since. @throws Refusal
 */
export async function undoMerge(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  id: string,
): Promise<Undone> {
  const path = ['input', 'id'];
  await oneAtATime(transaction);
  const merge = await transaction.system.findOne(Merge, {
    where: { id },
    lock: { mode: 'pessimistic_write' },
  });
  const content = store.types.find(({ table }) => table === merge?.type);
  if (!merge || !content) return refuse('NOT_FOUND', mergeSentences.noSuchMerge(id), path);
  assertMay(viewer, 'WRITE', content.name);
  if (viewer.locales) refuse('FORBIDDEN', sentences.notInLocale(content.name, viewer.locales), path);
  if (merge.undoneAt) refuse('INVALID_INPUT', mergeSentences.isUndone, path);
  const state = merge.state as MergeState;
  if (state.wasPublic || state.references.some(({ stage }) => stage === 'published'))
    assertMay(viewer, 'PUBLISH', content.name, path);
  const rewriting: Rewriting = { from: merge.duplicate, to: merge.kept };
  await bringBack(transaction, store, viewer, content, merge.duplicate, state.wasPublic);
  const stages = await lockReferring(transaction, store, state.references);
  const rewrites = restoredIn(stages, state.references, rewriting);
  const isKeptPublic = await transaction.published.existsBy(content.entity, { id: merge.kept });
  const kept = { content, id: merge.kept, action: PublicationAction.UPDATED, locales: store.locales.codes };
  const changes = [...publicChangesOf(rewrites, store), ...(isKeptPublic ? [kept] : [])];
  await store.prepareForPublication(transaction, changes);
  await writeRewritten(transaction, store, viewer, RevisionAction.UNMERGE, rewrites, stages);
  const subjects = new Set(rewrites.published.map(({ before }) => before.root.id));
  const names = state.printed.filter(({ subjectId }) => subjects.has(subjectId));
  await moveNames(transaction, names, { from: merge.kept, to: merge.duplicate });
  await giveSlugsBack(transaction, content, state.slugs, rewriting);
  await store.notifyPublication(transaction, changes);
  const undone = { undoneAt: store.clock(), undoneBy: viewer.name };
  await transaction.system.update(Merge, { id }, undone);
  const restored = referencesIn(rewrites);
  return {
    merge: { ...merge, ...undone },
    restored,
    left: state.references.filter((reference) => !restored.includes(reference)),
    targets: targetsOf(rewrites),
  };
}

/** The duplicate as a draft, and in public if its draft was public as it was. */
async function bringBack(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  content: ContentType,
  id: string,
  wasPublic: boolean,
): Promise<void> {
  if (await transaction.draft.existsBy(content.entity, { id })) return;
  const isInBin = await transaction.system.existsBy(BinEntry, { id, type: content.table });
  if (!isInBin) refuse('NOT_FOUND', mergeSentences.isGone, ['input', 'id']);
  await restoreDeleted(transaction, store, viewer, { content, id });
  if (wasPublic) await publish(transaction, store, viewer, { content, ids: [id], withContents: [] });
}

function restoredIn(
  { drafts, published }: Stages,
  references: readonly RewrittenReference[],
  rewriting: Rewriting,
): Rewrites {
  const restored = (stage: RewrittenReference['stage'], objects: Stages['drafts']) => {
    const own = groupBy(
      references.filter((reference) => reference.stage === stage),
      ({ id }) => id,
    );
    return [...own].flatMap(([id, each]) => {
      const before = objects.get(id);
      if (!before) return [];
      const done = restoreReferences(before, each, rewriting);
      return done.references.length > 0 ? [{ before, ...done }] : [];
    });
  };
  return { drafts: restored('draft', drafts), published: restored('published', published) };
}
