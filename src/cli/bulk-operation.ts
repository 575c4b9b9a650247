import { setTimeout as pause } from 'node:timers/promises';
import type { Api, UserError } from './api.js';
import type { Context } from './command.js';
import { exitCodes, Failure, refused } from './failure.js';
import { Interruption } from './interruption.js';
import {
  BulkAddDocument,
  type BulkAddMutationVariables,
  BulkCancelDocument,
  BulkCreateDocument,
  type BulkCreateMutationVariables,
  BulkProgressDocument,
  type BulkProgressQuery,
  BulkResultsDocument,
  BulkRunDocument,
} from './operations.generated.js';
import { LARGEST_PAGE, pagesOf } from './pages.js';
import type { Progress } from './progress.js';

const POLL_INTERVAL_MS = 500;

export type Ended = NonNullable<BulkProgressQuery['bulkOperation']>;
export type Addition = Omit<BulkAddMutationVariables['input'], 'id'>;

/** Many objects that the server writes or publishes as one. */
export interface Bulk {
  readonly input: BulkCreateMutationVariables['input'];
  readonly total: number;
  /** What the server does, for the progress bar. */
  readonly doing: string;
  /** The objects, so many as fit into a request at a time, with their number. */
  readonly additions: AsyncIterable<{ readonly addition: Addition; readonly count: number }>;
  /** Is called before the server begins. */
  readonly onStaged?: (id: string) => Promise<void>;
}

/**
 * Stages objects on the server, and waits until it has written or published all or none. An interruption cancels it.
 * @returns its end; undefined if the server has no bulk operations
 * @throws Failure if it was cancelled, or failed for another reason than the objects
 */
export async function performInBulk(
  { api, output: { progress } }: Pick<Context, 'api' | 'output'>,
  bulk: Bulk,
): Promise<{ readonly id: string; readonly ended: Ended } | undefined> {
  const id = await create(api, bulk);
  if (id === undefined) return undefined;
  const cancel = () => api.mutate(BulkCancelDocument, { input: { id } }).catch(() => undefined);
  const interruption = new Interruption(cancel);
  try {
    await stage(api, id, bulk, progress).catch(async (error: unknown) => {
      // What is staged is of no use to the next attempt, and the first error says more than one of cancelling.
      await cancel();
      throw interruption.hasHappened ? stopped : error;
    });
    const ended = await untilEnded(api, id, bulk, progress).catch((error: unknown) => {
      throw withId(error, id);
    });
    if (ended.state === 'CANCELLED' && interruption.hasHappened) throw stopped;
    return { id, ended };
  } finally {
    interruption.end();
  }
}

const stopped = new Failure(exitCodes.interrupted, 'Stopped; nothing was written.');

async function create(api: Api, { input }: Bulk): Promise<string | undefined> {
  const { bulkOperation, userErrors } = (await api.mutate(BulkCreateDocument, { input })).bulkOperationCreate;
  if (userErrors.some(({ code }) => code === 'NOT_SUPPORTED')) return undefined;
  refuseOn(userErrors);
  return bulkOperation?.id;
}

async function stage(api: Api, id: string, bulk: Bulk, progress: Progress): Promise<void> {
  progress.begin('Sending', bulk.total);
  for await (const { addition, count } of bulk.additions) {
    const { bulkOperationAdd } = await api.mutate(BulkAddDocument, { input: { id, ...addition } });
    refuseOn(bulkOperationAdd.userErrors);
    progress.advance(count);
  }
  progress.end();
  await bulk.onStaged?.(id);
  const { bulkOperationRun } = await api.mutate(BulkRunDocument, { input: { id } });
  refuseOn(bulkOperationRun.userErrors);
}

/** Waits for the end of an operation. */
export async function untilEnded(
  api: Api,
  id: string,
  { total, doing }: Pick<Bulk, 'total' | 'doing'>,
  progress: Progress,
): Promise<Ended> {
  progress.begin(doing, total);
  for (let shown = 0; ; ) {
    const { bulkOperation } = await api.query(BulkProgressDocument, { id });
    if (!bulkOperation) throw refused('The bulk operation is gone; try again.');
    progress.advance(bulkOperation.done - shown);
    shown = bulkOperation.done;
    if (bulkOperation.finishedAt !== null) {
      progress.end();
      return bulkOperation;
    }
    await pause(POLL_INTERVAL_MS);
  }
}

/** The results of a bulk operation, in pages. */
export function resultsOf(api: Api, id: string) {
  return pagesOf(async (after) => {
    const { bulkOperation } = await api.query(BulkResultsDocument, { id, first: LARGEST_PAGE, after });
    return bulkOperation?.results ?? { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
  });
}

/** @throws Failure for an end that is not about the objects */
export function refuseUnlessPerformed({ state, error, userErrors }: Ended): void {
  if (error) throw refused(error);
  // An erasure cancels it, too, and says why.
  if (state === 'CANCELLED' && userErrors.length === 0)
    throw refused('Somebody has cancelled it; nothing was written.');
}

/** The server may still be at it. */
function withId(error: unknown, id: string): unknown {
  if (!(error instanceof Failure) || error.exitCode !== exitCodes.unreachable) return error;
  const sentence = `The server may still carry it out: it is ${id}.`;
  return new Failure(error.exitCode, `${error.message}\n${sentence}`);
}

function refuseOn(errors: readonly UserError[]): void {
  if (errors.length > 0) throw refused(errors.map(({ message }) => message).join('\n'));
}
