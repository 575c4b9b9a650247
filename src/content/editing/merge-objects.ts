import { In } from 'typeorm';
import { newId } from '../../foundation/ids.js';
import type { Viewer } from '../contract/access.js';
import { globalId } from '../contract/global-id.js';
import { Merge } from '../history/merge.entity.js';
import { RevisionAction } from '../history/revision.entity.js';
import { recordActions } from '../history/revisions.js';
import type { Content } from '../model/content.entity.js';
import { PublicationAction } from '../storage/listeners.js';
import { PrintedName } from '../storage/printed-name.entity.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { deleteDraft } from './bin.js';
import { type FormerSlugRow, movedSlugs } from './merged-slugs.js';
import type { MergePlan, MovedName } from './plan-merge.js';
import { publicChangesOf, referencesIn, writeRewritten } from './rewrite-objects.js';
import type { Rewriting, RewrittenReference } from './rewritten-references.js';

/** What it takes to undo a merge. */
export interface MergeState {
  readonly references: readonly RewrittenReference[];
  readonly printed: readonly MovedName[];
  readonly slugs: readonly FormerSlugRow[];
  /** Whether the draft of the duplicate was public as it was. */
  readonly wasPublic: boolean;
}

/**
 * Rewrites the references to a duplicate, in both stages, and moves it to the bin. Its slugs redirect; printed names
 * stay printed.
 */
export async function mergeObjects(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  plan: MergePlan,
): Promise<{ readonly merge: Merge; readonly schedules: readonly string[] }> {
  const { request, rewrites, printed, isKeptPublic } = plan;
  const { content, id: kept, duplicate } = request;
  const { system } = transaction;
  const own = { content, id: kept, action: PublicationAction.UPDATED, locales: store.locales.codes };
  const changes = [...publicChangesOf(rewrites, store), ...(isKeptPublic ? [own] : [])];
  await store.prepareForPublication(transaction, changes);
  await writeRewritten(transaction, store, viewer, RevisionAction.MERGE, rewrites, plan.stages);
  await moveNames(transaction, printed, { from: duplicate, to: kept });
  await store.notifyPublication(transaction, changes);
  const slugs = await movedSlugs(transaction, content, { from: duplicate, to: kept });
  const schedules = await deleteDraft(transaction, store, viewer, {
    content,
    id: duplicate,
    expectedVersion: plan.duplicate.root.version,
  });
  await slugs.redirect();
  await store.notifyRedirection(transaction, { content, from: duplicate, to: kept });
  const at = store.clock();
  const state: MergeState = {
    references: referencesIn(rewrites),
    printed,
    slugs: slugs.former,
    wasPublic: plan.wasPublic,
  };
  const undone = { undoneAt: null, undoneBy: null };
  const merge: Merge = {
    id: newId(),
    type: content.table,
    kept,
    duplicate,
    at,
    by: viewer.name,
    state,
    ...undone,
  };
  await system.insert(Merge, merge as never);
  const { version } = (await transaction.draft.findOneByOrFail(content.entity, { id: kept })) as Content;
  const change = { path: 'duplicate', locale: null, before: null, after: globalId(content.table, duplicate) };
  await recordActions(system, viewer, at, RevisionAction.MERGE, [
    { type: content.table, id: kept, version, changes: [change] },
  ]);
  return { merge, schedules };
}

/** Prints names of one object as those of another. Where the names of both are printed, these are kept. */
export async function moveNames(
  { published }: Transaction,
  names: readonly MovedName[],
  { from, to }: Rewriting,
): Promise<void> {
  const rows = names.map((each) => ({ subjectId: each.subjectId, names: each.names, targetId: to }));
  if (rows.length > 0)
    await published.createQueryBuilder().insert().into(PrintedName).values(rows).orIgnore().execute();
  const moved = names.filter(({ isBeside }) => !isBeside).map(({ subjectId }) => subjectId);
  if (moved.length > 0) await published.delete(PrintedName, { targetId: from, subjectId: In(moved) });
}
