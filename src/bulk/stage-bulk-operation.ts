import type { EntityManager } from 'typeorm';
import { assertMay, type Viewer } from '../content/contract/access.js';
import { uuidOf } from '../content/contract/global-id.js';
import { sentences } from '../content/contract/sentences.js';
import type { ContentPushEntry } from '../content/editing/content-push.type.js';
import { kindOf } from '../content/model/content-kind.js';
import type { ContentType } from '../content/model/content-type.js';
import { chosenLocales } from '../content/publishing/chosen-locales.js';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import { chunksOf } from '../foundation/collections.js';
import { refuse } from '../foundation/errors.js';
import { yieldToEventLoop } from '../foundation/event-loop.js';
import { newId } from '../foundation/ids.js';
import { MAX_BULK_OBJECTS } from '../foundation/object-limit.js';
import { actingAs } from '../jobs/acting-viewer.js';
import { discard, enqueue } from '../jobs/queue.js';
import { bulkJobs } from './bulk-jobs.js';
import {
  BulkAction,
  BulkOperation,
  BulkOperationItem,
  type BulkOptions,
  BulkState,
} from './bulk-operation.entity.js';
import type { BulkOperationAddInput, BulkOperationCreateInput } from './bulk-operation.input.js';
import { bulkSentences } from './bulk-sentences.js';

/** The type in the global ids of bulk operations. */
export const BULK_OPERATION = 'bulk_operation';

const ID = ['input', 'id'];
/** Rows that are inserted with one statement: their parameters are put together at one go. */
const CHUNK = 100;

export async function createOperation(
  { system }: Transaction,
  store: ContentStore,
  viewer: Viewer,
  input: BulkOperationCreateInput,
): Promise<string> {
  if (store.isEmbedded) refuse('NOT_SUPPORTED', bulkSentences.needsServer, ['input']);
  const { action, options } = actionOf(store, viewer, input);
  assertMayPerform(store, viewer, { action, options });
  const id = newId();
  await system.insert(BulkOperation, { id, action, options, state: BulkState.STAGING, ...actingAs(viewer) });
  return id;
}

/** Adds objects to those that are staged. */
export async function addToOperation(
  { system }: Transaction,
  store: ContentStore,
  viewer: Viewer,
  { id, entries, ids, withContents }: BulkOperationAddInput,
): Promise<string> {
  const operation = await stagingOf(system, store, viewer, id);
  assertFits(operation.action, { entries, ids, withContents });
  const { total, options } = operation;
  const staged = [
    ...(entries ?? []).map((entry) => toPush(store, entry)),
    ...(ids ?? []).map((each, index) => toPublish(options, each, index)),
  ];
  const count = total + staged.length;
  if (count > MAX_BULK_OBJECTS)
    refuse('TOO_MANY_OBJECTS', bulkSentences.tooMany(count), ['input', entries ? 'entries' : 'ids']);
  const named = withContents && [...(options.withContents ?? []), ...withContents];
  if (named && named.length > MAX_BULK_OBJECTS)
    refuse('TOO_MANY_OBJECTS', bulkSentences.tooMany(named.length), ['input', 'withContents']);
  await insertItems(system, operation, staged);
  const changed = { total: count, ...(named ? { options: { ...options, withContents: named } } : {}) };
  await system.update(BulkOperation, { id: operation.id }, changed as never);
  return operation.id;
}

async function insertItems(
  system: EntityManager,
  { id: operationId, total }: BulkOperation,
  staged: readonly Staged[],
): Promise<void> {
  const rows = staged.map((item, index) => ({ id: newId(), operationId, position: total + index, ...item }));
  for (const chunk of chunksOf(rows, CHUNK)) {
    await system.insert(BulkOperationItem, chunk as never);
    await yieldToEventLoop();
  }
}

/** @throws Refusal INVALID_INPUT for a list that is not for this action */
function assertFits(
  action: BulkAction,
  { entries, ids, withContents }: Omit<BulkOperationAddInput, 'id'>,
): void {
  const isPush = action === BulkAction.PUSH;
  const wrong = (isPush ? { ids, withContents } : { entries }) as Readonly<Record<string, unknown>>;
  const [list] = Object.entries(wrong).find(([, given]) => given) ?? [];
  const sentence = isPush ? bulkSentences.isForPushing : bulkSentences.isForPublishing;
  if (list) refuse('INVALID_INPUT', sentence, ['input', list]);
  if (withContents && action !== BulkAction.PUBLISH)
    refuse('INVALID_INPUT', bulkSentences.withContentsIsForPublishing, ['input', 'withContents']);
}

/** Starts an operation, in the name and with the rights of the viewer. */
export async function startOperation(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  id: string,
): Promise<string> {
  const { system } = transaction;
  const operation = await stagingOf(system, store, viewer, id);
  if (operation.total === 0) refuse('INVALID_INPUT', sentences.noObject, ID);
  await system.update(BulkOperation, { id: operation.id }, { state: BulkState.QUEUED, ...actingAs(viewer) });
  await enqueue(transaction, bulkJobs, { id: operation.id, data: {} });
  return operation.id;
}

/** Cancels an operation in any state before its end. One that is running notices it, and rolls back. */
export async function cancelOperation(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  id: string,
): Promise<string> {
  const { system } = transaction;
  const operation = await lockedOperation(system, id);
  assertMayPerform(store, viewer, operation);
  if (operation.finishedAt) refuse('CONFLICT', bulkSentences.isFinished, ID);
  const { state } = operation;
  await system.update(
    BulkOperation,
    { id: operation.id },
    { state: BulkState.CANCELLED, finishedAt: () => 'clock_timestamp()' },
  );
  // The rows of a running one are locked; its job deletes them.
  if (state !== BulkState.RUNNING) await system.delete(BulkOperationItem, { operationId: operation.id });
  if (state === BulkState.QUEUED) await discard(transaction, bulkJobs, operation.id);
  return operation.id;
}

/** @throws Refusal without the rights for its action */
export function assertMayPerform(
  { types }: ContentStore,
  viewer: Viewer,
  { action, options }: Pick<BulkOperation, 'action' | 'options'>,
): void {
  const name = types.find(({ table }) => table === options.type)?.name ?? '*';
  assertMay(viewer, action === BulkAction.PUSH ? 'WRITE' : 'PUBLISH', name);
}

/** @throws Refusal NOT_FOUND */
async function lockedOperation(system: EntityManager, id: string): Promise<BulkOperation> {
  const operation = await system.findOne(BulkOperation, {
    where: { id: uuidOf(BULK_OPERATION, id, ID) },
    lock: { mode: 'pessimistic_write' },
  });
  return operation ?? refuse('NOT_FOUND', bulkSentences.notFound, ID);
}

/** @throws Refusal NOT_FOUND, FORBIDDEN for that of another account, CONFLICT once it has been started */
async function stagingOf(
  system: EntityManager,
  store: ContentStore,
  viewer: Viewer,
  id: string,
): Promise<BulkOperation> {
  const operation = await lockedOperation(system, id);
  assertMayPerform(store, viewer, operation);
  if (operation.accountId !== (viewer.accountId ?? null))
    refuse('FORBIDDEN', bulkSentences.isOfOthers(operation.createdBy), ID);
  if (operation.state !== BulkState.STAGING) refuse('CONFLICT', bulkSentences.isStarted, ID);
  return operation;
}

function actionOf(
  store: ContentStore,
  viewer: Viewer,
  { push, publish, unpublish }: BulkOperationCreateInput,
): Pick<BulkOperation, 'action' | 'options'> {
  const given = [push, publish, unpublish].filter(Boolean);
  if (given.length !== 1) refuse('INVALID_INPUT', bulkSentences.oneAction, ['input']);
  if (push) return { action: BulkAction.PUSH, options: { ...push } };
  const field = publish ? 'publish' : 'unpublish';
  const { kind, locales, ...choices } = { ...publish, ...unpublish };
  const type = typeOf(store, kind).table;
  const codes = chosenLocales(store, viewer, locales, ['input', field, 'locales']);
  const action = publish ? BulkAction.PUBLISH : BulkAction.UNPUBLISH;
  return { action, options: { ...choices, type, ...(codes ? { locales: codes } : {}) } };
}

function typeOf({ types }: ContentStore, kind: string | undefined): ContentType {
  const type = types.find((each) => kindOf(each) === kind);
  if (!type) throw new Error(`There is no content type "${kind}".`);
  return type;
}

type Staged = Partial<BulkOperationItem> & Pick<BulkOperationItem, 'type'>;

function toPush(
  store: ContentStore,
  { kind, externalRef, expectedVersion, document }: ContentPushEntry,
): Staged {
  const { table: type } = typeOf(store, kind);
  return { type, externalRef, expectedVersion: expectedVersion ?? null, document };
}

function toPublish({ type = '' }: BulkOptions, id: string, index: number): Staged {
  return { type, contentId: uuidOf(type, id, ['input', 'ids', String(index)]) };
}
