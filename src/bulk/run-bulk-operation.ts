import { setTimeout as sleep } from 'node:timers/promises';
import { type EntityManager, In } from 'typeorm';
import type { Viewer } from '../content/contract/access.js';
import { globalId } from '../content/contract/global-id.js';
import { audit } from '../content/editing/mutation.js';
import { AuditOutcome } from '../content/history/audit-entry.entity.js';
import { publish } from '../content/publishing/publish.js';
import { withdraw } from '../content/publishing/unpublish.js';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import { refusalOf } from '../content/writing/constraints.js';
import { refuse } from '../foundation/errors.js';
import { isLockTimeout } from '../foundation/transient-errors.js';
import { viewerOf } from '../jobs/acting-viewer.js';
import type { Work } from '../jobs/queue.js';
import { ATTEMPTS } from './bulk-jobs.js';
import {
  BulkAction,
  BulkOperation,
  BulkOperationItem,
  type BulkProblem,
  BulkState,
} from './bulk-operation.entity.js';
import { type BulkPublicationReport, reportOf } from './bulk-publication.js';
import { bulkSentences } from './bulk-sentences.js';
import { pushStaged } from './push-staged.js';

/** How often a process that was given the job, too, looks whether the other one is still alive. */
const BUSY_POLL_MS = 1_000;
const PROGRESS_INTERVAL_MS = 200;
/** Waits for publications of others, as long as they take. Prepared statements are planned once. */
const SETTINGS = "set local lock_timeout = '300s'; set local plan_cache_mode = force_generic_plan";

interface Settings {
  readonly store: ContentStore;
  /** Whether the viewer still has a valid key. */
  readonly mayStillAct: (system: EntityManager, viewer: Viewer) => Promise<boolean>;
}

/** Runs bulk operations, each exactly once. */
export function bulkHandler(settings: Settings): Work {
  return async ({ id }) => {
    while (!(await runAlone(settings, id))) await sleep(BUSY_POLL_MS);
  };
}

/**
 * Runs an operation unless another process does. The transaction holds a lock that ends with its process; the state and
 * the progress are written outside of it, so that others see them.
 * @returns whether there is nothing left to do
 */
async function runAlone(settings: Settings, id: string): Promise<boolean> {
  const { store } = settings;
  try {
    return await store.transaction(async (transaction) => {
      if (!(await tryLock(transaction.system, id))) return false;
      const operation = await begin(store, id);
      if (operation) await perform(transaction, settings, operation);
      // It was cancelled meanwhile.
      else await deleteStaged(transaction.system, id);
      return true;
    });
  } catch (error) {
    if (error instanceof Cancelled) await deleteStaged(store.draft.manager, id);
    // Nothing is wrong with it, so it begins again.
    else if (isLockTimeout(error)) return false;
    else await recordFailure(store, id, error);
    return true;
  }
}

async function tryLock(system: EntityManager, id: string): Promise<boolean> {
  await system.query(SETTINGS);
  const [row] = (await system.query('select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as free', [
    id,
  ])) as { free: boolean }[];
  return row?.free === true;
}

async function begin({ draft: { manager } }: ContentStore, id: string): Promise<BulkOperation | null> {
  await manager.update(
    BulkOperation,
    { id, state: In([BulkState.QUEUED, BulkState.RUNNING]) },
    {
      state: BulkState.RUNNING,
      done: 0,
      attempts: () => 'attempts + 1',
      startedAt: () => 'coalesce(started_at, now())',
    },
  );
  const operation = await manager.findOneBy(BulkOperation, { id, state: BulkState.RUNNING });
  if (operation && operation.attempts > ATTEMPTS) throw new Error('The process was killed repeatedly.');
  return operation;
}

interface Performed {
  /** Global ids. */
  readonly targets: readonly string[];
  readonly publication?: BulkPublicationReport;
}

async function perform(
  transaction: Transaction,
  { store, mayStillAct }: Settings,
  operation: BulkOperation,
): Promise<void> {
  const { system } = transaction;
  const viewer = viewerOf(operation);
  const assertMayStillAct = async () => {
    if (!(await mayStillAct(system, viewer))) refuse('UNAUTHENTICATED', bulkSentences.keyIsRevoked);
  };
  await assertMayStillAct();
  const progress = new Progress(store, operation.id);
  const { targets, publication }: Performed =
    operation.action === BulkAction.PUSH
      ? await pushStaged(transaction, store, viewer, operation, (count) => progress.advance(count))
      : await changePublic(transaction, store, viewer, operation, progress);
  // It may have taken minutes.
  await assertMayStillAct();
  await audit(system, store.clock(), viewer, operationOf(store, operation), {
    outcome: AuditOutcome.DONE,
    targets,
  });
  const { affected } = await system.update(
    BulkOperation,
    { id: operation.id, state: BulkState.RUNNING },
    {
      state: BulkState.DONE,
      done: operation.total,
      finishedAt: () => 'clock_timestamp()',
      publication: (publication ?? null) as never,
    },
  );
  if (affected === 0) throw new Cancelled();
}

/** @returns the global ids of the objects, and what was done with them */
async function changePublic(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  { id, action, options }: BulkOperation,
  progress: Progress,
): Promise<Performed> {
  const { type = '', locales, expectedFingerprint, withContents, withoutTrace } = options;
  const content = store.types.find(({ table }) => table === type);
  if (!content) throw new Error(`There is no content type "${type}".`);
  const ids = await stagedIds(transaction.system, id);
  const request = { content, ids: [...ids], ...(locales ? { locales } : {}) };
  const done =
    action === BulkAction.PUBLISH
      ? await publish(transaction, store, viewer, {
          ...request,
          withContents: withContents ?? null,
          expectedFingerprint: expectedFingerprint ?? null,
          // Most of what is copied are the contents of the objects.
          onCopied: (share) => progress.to(Math.floor(share * ids.size)),
        })
      : await withdraw(transaction, store, viewer, { ...request, withoutTrace: withoutTrace ?? false });
  await deleteStaged(transaction.system, id);
  const targets = [...ids].map((each) => globalId(type, each));
  const publicChanges = 'published' in done ? done.published : done.publicChanges;
  return { targets, publication: reportOf(new Set(targets), { ...done, publicChanges }) };
}

async function stagedIds(system: EntityManager, id: string): Promise<ReadonlySet<string>> {
  const rows: { id: string }[] = await system.query(
    'select content_id as id from system.bulk_operation_item where operation_id = $1 order by position',
    [id],
  );
  return new Set(rows.map((row) => row.id));
}

async function deleteStaged(system: EntityManager, id: string): Promise<void> {
  await system.delete(BulkOperationItem, { operationId: id });
}

/** The operation was cancelled while it was running. */
class Cancelled extends Error {}

/** Shows how far a running operation is, and notices when it is cancelled. */
class Progress {
  #done = 0;
  #reportedAt = 0;

  constructor(
    readonly store: ContentStore,
    readonly id: string,
  ) {}

  advance(count: number): Promise<void> {
    return this.to(this.#done + count);
  }

  async to(done: number): Promise<void> {
    this.#done = done;
    if (performance.now() - this.#reportedAt < PROGRESS_INTERVAL_MS) return;
    this.#reportedAt = performance.now();
    const { manager } = this.store.draft;
    if (!(await manager.existsBy(BulkOperation, { id: this.id, state: BulkState.RUNNING })))
      throw new Cancelled();
    // Skipped while others have the row, such as an erasure that looks through what is staged.
    await manager.query(
      `update system.bulk_operation set done = $2 where id = (
        select id from system.bulk_operation where id = $1 and state = 'RUNNING' for update skip locked)`,
      [this.id, this.#done],
    );
  }
}

/** Records why it failed. @throws the error if it may pass: the job is then retried */
async function recordFailure(store: ContentStore, id: string, error: unknown): Promise<void> {
  const refusal = refusalOf(error, store.types);
  const isFault = !refusal || refusal.code === 'UNAVAILABLE';
  const operation = await store.draft.manager.findOneBy(BulkOperation, { id });
  if (isFault && (operation?.attempts ?? 0) < ATTEMPTS) throw error;
  const problems: readonly BulkProblem[] = isFault || !refusal ? [fault] : refusal.problems;
  await store.transaction(async ({ system }) => {
    const { affected } = await system.update(
      BulkOperation,
      { id, state: BulkState.RUNNING },
      { state: BulkState.FAILED, finishedAt: () => 'clock_timestamp()', problems: problems as never },
    );
    if (!operation || affected === 0) return;
    await deleteStaged(system, id);
    await audit(system, store.clock(), viewerOf(operation), operationOf(store, operation), {
      outcome: isFault ? AuditOutcome.FAILED : AuditOutcome.REFUSED,
      targets: [],
      reasons: problems.map(({ code, path }) => [code, ...path].join(' ')),
    });
  });
  if (isFault) throw error;
}

/** The operation in the audit log, such as `eventPublish (bulk)`. */
function operationOf({ types }: ContentStore, { action, options }: BulkOperation): string {
  if (action === BulkAction.PUSH) return 'contentPush (bulk)';
  const noun = types.find(({ table }) => table === options.type)?.noun ?? options.type;
  return `${noun}${action === BulkAction.PUBLISH ? 'Publish' : 'Unpublish'} (bulk)`;
}

const fault: BulkProblem = {
  code: 'INTERNAL_SERVER_ERROR',
  message: bulkSentences.hasFault.en,
  chinese: bulkSentences.hasFault['zh-Hant'],
  path: [],
};
