import { isDeepStrictEqual } from 'node:util';
import type { Viewer } from '../contract/access.js';
import type { FieldChange } from '../history/changes.js';
import { changesSince } from '../history/changes-since.js';
import { RevisionAction } from '../history/revision.entity.js';
import { recordActions } from '../history/revisions.js';
import type { Content } from '../model/content.entity.js';
import type { ContentType } from '../model/content-type.js';
import type { Document } from '../model/document.js';
import type { ContentStore } from '../storage/store.js';
import { readStored } from '../storage/stored-objects.js';
import type { Transaction } from '../storage/transaction.js';
import type { Change, Written } from './change.js';
import { lockedRow } from './current-version.js';
import { inputsOf } from './input.js';
import { documentOf } from './snapshot.js';
import { writeDrafts } from './write-drafts.js';

/**
 * Creates a new version of an object whose content is stored with other objects, such as the sessions of a series, so
 * that concurrent editors get a conflict.
 */
export async function touch(
  { draft, system }: Transaction,
  store: ContentStore,
  viewer: Viewer,
  {
    content,
    row,
    change,
  }: { readonly content: ContentType; readonly row: Content; readonly change: FieldChange },
): Promise<void> {
  if (isDeepStrictEqual(change.before, change.after)) return;
  const [now, version] = [store.clock(), row.version + 1];
  await draft.update(content.entity, { id: row.id }, { version, updatedAt: now });
  const stored = (await readStored(draft, content, [row.id])).get(row.id);
  const document = stored ? documentOf(content, (await inputsOf(store)).typeOf(content), stored) : {};
  const object = { type: content.table, id: row.id, version, document, changes: [change] };
  await recordActions(system, viewer, now, RevisionAction.UPDATE, [object]);
}

/** Changes an object by editing its current document. */
export async function changeDocument(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  request: ObjectRequest,
  edit: (document: Document) => Document,
): Promise<Written[]> {
  const { content, id, expectedVersion } = request;
  const seen = await documentAt(transaction, store, request);
  const change: Change = {
    content,
    id,
    mode: 'UPDATE',
    document: edit(seen),
    expectedVersion,
    locate: (path) => ['input', ...path],
  };
  return writeDrafts(transaction, store, viewer, [change]);
}

/**
 * The document of the expected version, or the current one if the history does not reach back. @throws Refusal
 * NOT_FOUND
 */
async function documentAt(
  transaction: Transaction,
  store: ContentStore,
  { content, id, expectedVersion }: ObjectRequest,
): Promise<Document> {
  const row = await lockedRow(transaction, content, id);
  if (row.version !== expectedVersion) {
    const since = await changesSince(transaction.system, row, expectedVersion, store.locales);
    if (since) return since.base;
  }
  const stored = (await readStored(transaction.draft, content, [id])).get(id);
  return stored ? documentOf(content, (await inputsOf(store)).typeOf(content), stored) : {};
}

interface ObjectRequest {
  readonly content: ContentType;
  readonly id: string;
  readonly expectedVersion: number;
}
