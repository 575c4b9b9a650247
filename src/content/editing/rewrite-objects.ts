import { groupBy } from '../../foundation/collections.js';
import type { Viewer } from '../contract/access.js';
import { globalId } from '../contract/global-id.js';
import { changesBetween } from '../history/changes.js';
import { Revision, type RevisionAction } from '../history/revision.entity.js';
import { actionRevisions } from '../history/revisions.js';
import type { ContentType } from '../model/content-type.js';
import { PublicationAction, type PublicationChange, type Selection } from '../storage/listeners.js';
import type { ContentStore } from '../storage/store.js';
import { readStages, type StoredObject, type StoredObjects } from '../storage/stored-objects.js';
import type { Transaction } from '../storage/transaction.js';
import { inputsOf } from '../writing/input.js';
import { type RowChange, writeRows } from '../writing/object-rows.js';
import { documentOf } from '../writing/snapshot.js';
import type { Rewritten, RewrittenReference } from './rewritten-references.js';

/** Objects in both stages, by UUID. */
export interface Stages {
  readonly drafts: StoredObjects;
  readonly published: StoredObjects;
}

/** Locks the objects that references are in, and reads them in both stages. */
export function lockReferring(
  transaction: Transaction,
  { types }: ContentStore,
  references: readonly { readonly type: string; readonly id: string }[],
): Promise<Stages> {
  const selection: Selection = new Map();
  for (const { type, id } of references) {
    const content = types.find(({ table }) => table === type);
    if (content) selection.set(content, (selection.get(content) ?? new Set()).add(id));
  }
  return readStages(transaction, selection, { isLocked: true, withRenderings: true });
}

/** The object of a stage with its rewritten rows. */
export interface RewrittenObject extends Rewritten {
  readonly before: StoredObject;
}

/** What is written in each stage. */
export interface Rewrites {
  readonly drafts: readonly RewrittenObject[];
  readonly published: readonly RewrittenObject[];
}

export function referencesIn({ drafts, published }: Rewrites): RewrittenReference[] {
  return [...drafts, ...published].flatMap(({ references }) => references);
}

/** The changes in public, to be announced before and after the objects are written. */
export function publicChangesOf({ published }: Rewrites, { locales }: ContentStore): PublicationChange[] {
  return published.map(({ before: { content, root } }) => ({
    content,
    id: root.id,
    action: PublicationAction.UPDATED,
    locales: locales.codes,
  }));
}

/**
 * Writes objects with other references in both stages, with revisions, and without publishing anything of their drafts.
 * What was published as it is remains so.
 */
export async function writeRewritten(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  action: RevisionAction,
  { drafts, published }: Rewrites,
  stages: Stages,
): Promise<void> {
  const now = store.clock();
  const inputs = await inputsOf(store);
  const versions = new Map<string, number>();
  for (const [content, own] of byType(drafts)) {
    const type = inputs.typeOf(content);
    const changes = own.map(({ before, after }): RowChange => {
      const version = before.root.version + 1;
      versions.set(before.root.id, version);
      const rows = { ...after, root: { ...after.root, version, updatedAt: now } };
      const document = documentOf(content, type, { ...before, ...rows });
      const differences = changesBetween(documentOf(content, type, before), document, store.locales);
      const revision = { type: content.table, id: before.root.id, version, document, changes: differences };
      const [row = {}] = actionRevisions(viewer, now, action, [revision]);
      return { before, after: rows, along: [{ entity: Revision, row }] };
    });
    await writeRows(transaction.draft, content, store.locales, changes);
  }
  for (const [content, own] of byType(published)) {
    const changes = own.map(({ before, after }): RowChange => {
      const isSame = stages.drafts.get(before.root.id)?.root.version === before.root.version;
      const version = isSame ? (versions.get(before.root.id) ?? before.root.version) : before.root.version;
      return { before, after: { ...after, root: { ...after.root, version, updatedAt: now } } };
    });
    await writeRows(transaction.published, content, store.locales, changes);
  }
}

function byType(objects: readonly RewrittenObject[]): Map<ContentType, RewrittenObject[]> {
  return groupBy(objects, ({ before }) => before.content);
}

/** The global ids of all objects. */
export function targetsOf({ drafts, published }: Rewrites): string[] {
  return [
    ...new Set(
      [...drafts, ...published].map(({ before: { content, root } }) => globalId(content.table, root.id)),
    ),
  ];
}
