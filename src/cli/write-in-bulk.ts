import { setTimeout as pause } from 'node:timers/promises';
import { MAX_BULK_OBJECTS, MAX_OBJECTS } from '../foundation/object-limit.js';
import type { Api, UserError } from './api.js';
import type { CheckedFile, Checking } from './checked-files.js';
import { batchLimits, flagsFor, placeOf } from './content-push.js';
import { refused } from './failure.js';
import {
  BulkAddDocument,
  BulkCancelDocument,
  BulkCreateDocument,
  BulkProgressDocument,
  type BulkProgressQuery,
  BulkResultsDocument,
  BulkRunDocument,
} from './operations.generated.js';
import { toBatches } from './order.js';
import { LARGEST_PAGE, pagesOf } from './pages.js';
import type { Progress } from './progress.js';
import type { FileError, PushedFile, PushSet } from './push-set.js';
import { loadAll, noteOrigin, type Sent, type Written } from './write-batches.js';

const POLL_INTERVAL_MS = 500;

type Ended = NonNullable<BulkProgressQuery['bulkOperation']>;

/** Whether so many files are too many for a request, and not too many for a bulk operation. */
export function isForBulk(count: number): boolean {
  return count > MAX_OBJECTS && count <= MAX_BULK_OBJECTS;
}

/**
 * Writes files in one bulk operation, all or none, and records the new version of each.
 * @returns undefined if the server has none
 */
export async function writeInBulk(
  api: Api,
  { set }: Checking,
  wanted: readonly CheckedFile[],
  progress: Progress,
): Promise<Written | undefined> {
  const id = await create(api, set);
  if (id === undefined) return undefined;
  const sent = await add(api, set, id, wanted, progress).catch(async (error: unknown) => {
    // What is staged is of no use to the next push, and the first error says more than one of cancelling.
    await api.mutate(BulkCancelDocument, { input: { id } }).catch(() => undefined);
    throw error;
  });
  const { bulkOperationRun } = await api.mutate(BulkRunDocument, { input: { id } });
  refuseOn(bulkOperationRun.userErrors);
  const { state, error, userErrors } = await untilEnded(api, id, wanted.length, progress);
  if (error) throw refused(error);
  // An erasure cancels it, too, and says why.
  if (state === 'CANCELLED' && userErrors.length === 0)
    throw refused('Somebody has cancelled the push; nothing was written.');
  if (userErrors.length > 0)
    return { count: 0, created: 0, merged: [], fileErrors: await fileErrorsOf(set, sent, userErrors) };
  return { count: sent.length, fileErrors: [], ...(await noteResults(api, set, id, sent)) };
}

async function create(api: Api, { settings }: PushSet): Promise<string | undefined> {
  const input = { push: flagsFor(settings) };
  const { bulkOperation, userErrors } = (await api.mutate(BulkCreateDocument, { input })).bulkOperationCreate;
  if (userErrors.some(({ code }) => code === 'NOT_SUPPORTED')) return undefined;
  refuseOn(userErrors);
  return bulkOperation?.id;
}

/** @returns what was sent, in order; the documents themselves may not fit into memory */
async function add(
  api: Api,
  set: PushSet,
  id: string,
  wanted: readonly CheckedFile[],
  progress: Progress,
): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  progress.begin('Sending', wanted.length);
  const limits = { items: MAX_OBJECTS, bytes: batchLimits.bytes };
  for (const batch of toBatches(
    wanted.map((each) => [each]),
    limits,
  )) {
    const files = await loadAll(set, batch);
    const entries = files.map(({ entry }) => entry);
    const { bulkOperationAdd } = await api.mutate(BulkAddDocument, { input: { id, entries } });
    refuseOn(bulkOperationAdd.userErrors);
    sent.push(
      ...files.map(({ file, digest, entry: { expectedVersion } }) => ({ file, digest, expectedVersion })),
    );
    progress.advance(batch.length);
  }
  progress.end();
  return sent;
}

async function untilEnded(api: Api, id: string, total: number, progress: Progress): Promise<Ended> {
  progress.begin('Writing', total);
  for (let shown = 0; ; ) {
    const { bulkOperation } = await api.query(BulkProgressDocument, { id });
    if (!bulkOperation) throw refused('The bulk operation is gone; push again.');
    progress.advance(bulkOperation.done - shown);
    shown = bulkOperation.done;
    if (bulkOperation.finishedAt !== null) {
      progress.end();
      return bulkOperation;
    }
    await pause(POLL_INTERVAL_MS);
  }
}

async function noteResults(
  api: Api,
  set: PushSet,
  id: string,
  sent: readonly Sent[],
): Promise<Pick<Written, 'created' | 'merged'>> {
  let created = 0;
  const merged: PushedFile[] = [];
  const read = async (after: string | null) => {
    const { bulkOperation } = await api.query(BulkResultsDocument, { id, first: LARGEST_PAGE, after });
    return bulkOperation?.results ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
  };
  for await (const results of pagesOf(read)) {
    for (const { index, outcome, version } of results) {
      const file = sent[index];
      if (file) merged.push(...noteOrigin(set, file, { outcome, version }));
      if (outcome === 'CREATED') created += 1;
    }
  }
  await set.origins.save();
  return { created, merged };
}

async function fileErrorsOf(
  set: PushSet,
  sent: readonly Sent[],
  errors: readonly UserError[],
): Promise<readonly FileError[]> {
  const fileErrors: FileError[] = [];
  for (const error of errors) {
    const place = placeOf(error);
    const file = place && sent[place.index]?.file;
    const loaded = file && (await set.load(file));
    const { code, message } = error;
    if (loaded && 'entry' in loaded) fileErrors.push(set.fileErrorIn(loaded, error, place.path));
    else fileErrors.push({ file: file ? set.placeOf(file) : set.folder, line: 1, code, message });
  }
  return fileErrors;
}

function refuseOn(errors: readonly UserError[]): void {
  if (errors.length > 0) throw refused(errors.map(({ message }) => message).join('\n'));
}
