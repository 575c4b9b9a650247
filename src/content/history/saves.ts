import type { EntityManager } from 'typeorm';
import type { Viewer } from '../contract/access.js';
import type { Document } from '../model/document.js';
import { CONTINUED_SAVES } from '../sql/continued-saves.js';
import type { FieldChange } from './changes.js';
import { RevisionAction } from './revision.entity.js';

/** Saves of one object by one account are one revision for as long. */
const TOGETHER_MS = 10 * 60_000;

/** Whether a change may go on with others: a new name is found by the former one in its own revision (see namesNow). */
export function isSave(action: RevisionAction, changes: readonly FieldChange[]): boolean {
  return action === RevisionAction.UPDATE && !changes.some(({ path }) => path === 'externalRef');
}

/** The earlier saves that a save goes on with. */
export interface EarlierSaves {
  readonly contentId: string;
  readonly baseVersion: number;
  readonly startedAt: Date;
  /** The object before the first of them. */
  readonly document: Document;
}

/**
 * The saves that the caller goes on with, by object; their revision becomes part of the one that has to be written in
 * this transaction. Whatever else happens to the object, such as its publication, ends them.
 */
export async function continuedSaves(
  system: EntityManager,
  viewer: Viewer,
  now: Date,
  objects: readonly { readonly id: string; readonly updatedAt: Date }[],
): Promise<ReadonlyMap<string, EarlierSaves>> {
  const since = new Date(now.getTime() - TOGETHER_MS);
  const ids = objects.filter(({ updatedAt }) => updatedAt >= since).map(({ id }) => id);
  if (!viewer.accountId || ids.length === 0) return new Map();
  const found: EarlierSaves[] = await system.query(CONTINUED_SAVES, [
    ids,
    viewer.accountId,
    viewer.keyId ?? null,
    since,
  ]);
  return new Map(found.map((saves) => [saves.contentId, saves]));
}
