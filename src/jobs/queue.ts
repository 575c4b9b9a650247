import type { Transaction } from '../content/storage/transaction.js';
import { countingDatabase, pgBoss, transactionDatabase } from './queue-database.js';

/** A job that is overdue for longer would be deleted. */
const RETENTION_DAYS = 3_650;
const DAY_MS = 86_400_000;

export interface JobKind {
  /** The name of the queue, which a migration creates. */
  readonly name: string;
  /**
   * The visibility timeout: a process that has taken a job for longer is presumed dead, and the job is retried. So jobs
   * must tolerate running twice at the same time.
   */
  readonly expireInSeconds: number;
  /** The number of retries, after a delay of a second, doubled each time. */
  readonly retryLimit: number;
}

export interface NewJob {
  readonly id: string;
  readonly data: object;
  /** An instant or a delay in seconds, by the clock of the database; at once if absent. */
  readonly startAfter?: Date | number;
}

export interface Job {
  readonly id: string;
  readonly data: unknown;
  /** Starts with 1. */
  readonly attempt: number;
}

/** Handles a job. Errors are logged, and the job is retried. */
export type Work = (job: Job) => Promise<void>;

/** Enqueues a job in the transaction of the change that it belongs to. */
export async function enqueue(
  transaction: Transaction,
  kind: JobKind,
  { id, data, startAfter }: NewJob,
): Promise<void> {
  const { name, expireInSeconds, retryLimit } = kind;
  const boss = await pgBoss({ db: transactionDatabase(transaction) });
  const sent = await boss.send(name, data, {
    id,
    ...(startAfter ? { startAfter } : {}),
    expireInSeconds,
    retryLimit,
    retryDelay: 1,
    retryBackoff: true,
    retentionDays: RETENTION_DAYS,
  });
  if (sent === null) throw new Error(`There is no queue "${name}", or it has a job ${id} already.`);
}

/** Enqueues many jobs in one statement. */
export async function enqueueAll(
  transaction: Transaction,
  { name, expireInSeconds, retryLimit }: JobKind,
  jobs: readonly NewJob[],
): Promise<void> {
  if (jobs.length === 0) return;
  const { db, written } = countingDatabase(transaction);
  const boss = await pgBoss({ db });
  const rows = jobs.map(({ id, data, startAfter }) => ({
    name,
    id,
    data,
    ...(startAfter === undefined ? {} : { startAfter: textOf(startAfter) }),
    expireInSeconds,
    retryLimit,
    retryDelay: 1,
    retryBackoff: true,
    keepUntil: new Date(Date.now() + RETENTION_DAYS * DAY_MS).toISOString(),
  }));
  await boss.insert(rows);
  if (written() !== jobs.length)
    throw new Error(`There is no queue "${name}", or it has one of the jobs already.`);
}

function textOf(startAfter: Date | number): string {
  return typeof startAfter === 'number' ? String(startAfter) : startAfter.toISOString();
}

/** Removes a job from its queue; does nothing if it is gone. */
export async function discard(transaction: Transaction, { name }: JobKind, id: string): Promise<void> {
  const boss = await pgBoss({ db: transactionDatabase(transaction) });
  await boss.deleteJob(name, id);
}
