import { setTimeout as sleep } from 'node:timers/promises';
import type PgBoss from 'pg-boss';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import type { Logger } from '../foundation/logger.js';
import {
  countingDatabase,
  ownDatabase,
  pgBoss,
  recordingFailure,
  transactionDatabase,
} from './queue-database.js';

/** The polling interval for due jobs. */
const POLL_INTERVAL_MS = 500;
/** The retry delay while the database is unavailable. */
const RETRY_DELAY_MS = 1_000;
/** Retries of reporting the result of a job. */
const REPORT_ATTEMPTS = 3;
/** How often one of the processes looks for jobs of dead processes; it may skip one time. */
const MAINTENANCE_SECONDS = 5;
/** How long stopping waits for running jobs. */
const STOP_TIMEOUT_MS = 2_000;
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

/** A handler for a kind of jobs, and its concurrency. */
interface Worker {
  readonly kind: JobKind;
  readonly work: Work;
  readonly atOnce: number;
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

/**
 * The background workers of a process. Jobs are stored by pg-boss, but polled by our own loop: that of pg-boss does not
 * await the statement that reports the result of a job, so a lost connection would end the process.
 */
export class JobQueue {
  /** The results of jobs of each queue in this process, for metrics. */
  readonly counts = new Map<string, { done: number; failed: number; inHand: number }>();
  readonly #workers: Worker[] = [];
  readonly #stopping = new AbortController();
  readonly #database: PgBoss.Db;
  #running: Promise<void> = Promise.resolve();

  constructor(
    store: ContentStore,
    readonly logger: Logger,
  ) {
    this.#database = ownDatabase(store);
  }

  /** Registers a handler for a kind of jobs, with its concurrency. */
  work(kind: JobKind, work: Work, atOnce = 1): void {
    this.#workers.push({ kind, work, atOnce });
    this.counts.set(kind.name, { done: 0, failed: 0, inHand: 0 });
  }

  /** Starts working without waiting for the database. */
  start(): void {
    this.#running = this.#run().catch((error: unknown) => {
      this.logger.error({ err: error }, 'Background workers have stopped.');
    });
  }

  /** Takes no more jobs; resolves when the running ones are finished, or after a timeout. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const finished = new AbortController();
    const limit = sleep(STOP_TIMEOUT_MS, undefined, finished).catch(() => undefined);
    await Promise.race([this.#running, limit]);
    finished.abort();
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #run(): Promise<void> {
    let boss: PgBoss | undefined;
    while (!boss && !this.#isStopping) boss = await this.#open();
    if (!boss) return;
    const opened = boss;
    await Promise.all(this.#workers.map((worker) => this.#loop(opened, worker)));
    await opened.stop({ graceful: false });
  }

  async #open(): Promise<PgBoss | undefined> {
    // An instance that has failed to start cannot start again.
    const boss = await pgBoss({ db: this.#database, maintenanceIntervalSeconds: MAINTENANCE_SECONDS });
    boss.on('error', (error) => this.logger.warn({ err: error }, 'Maintenance of the job queue failed.'));
    try {
      await boss.start();
      for (const { kind } of this.#workers) await boss.createQueue(kind.name);
      // Jobs of a killed process; later this is part of the maintenance.
      await boss.expire();
      return boss;
    } catch (error) {
      this.logger.warn({ err: error }, 'The job queue could not be opened; trying again.');
      await boss.stop({ graceful: false });
      await this.#pause(RETRY_DELAY_MS);
      return undefined;
    }
  }

  async #loop(boss: PgBoss, { kind, work, atOnce }: Worker): Promise<void> {
    const queue = kind.name;
    const inHand = new Set<Promise<void>>();
    let isLost = false;
    while (!this.#isStopping) {
      try {
        const job = await this.#take(boss, queue);
        if (isLost) this.logger.info({ queue }, 'The job queue is available again.');
        isLost = false;
        if (!job) await this.#pause(POLL_INTERVAL_MS);
        else {
          const done: Promise<void> = this.#workOn(boss, queue, work, job).finally(() => inHand.delete(done));
          inHand.add(done);
          if (inHand.size >= atOnce) await Promise.race(inHand);
        }
      } catch (error) {
        if (!isLost) this.logger.warn({ err: error, queue }, 'The job queue is unavailable.');
        isLost = true;
        await this.#pause(RETRY_DELAY_MS);
      }
    }
    await Promise.all(inHand);
  }

  /** The next job that is due. */
  async #take(boss: PgBoss, queue: string): Promise<Job | undefined> {
    const { db, assertNoFailure } = recordingFailure(this.#database);
    const [job] = await boss.fetch(queue, { includeMetadata: true, db });
    assertNoFailure();
    return job && { id: job.id, data: job.data, attempt: job.retryCount + 1 };
  }

  /** Never throws: an unreported result is found out when the job expires. */
  async #workOn(boss: PgBoss, queue: string, work: Work, job: Job): Promise<void> {
    const { id, attempt } = job;
    let failure: { readonly message: string } | undefined;
    const counts = this.counts.get(queue) ?? { done: 0, failed: 0, inHand: 0 };
    counts.inHand += 1;
    try {
      await work(job);
      counts.done += 1;
    } catch (error) {
      counts.failed += 1;
      this.logger.error({ err: error, queue, job: id, attempt }, 'A job failed and will be retried.');
      // Not the error itself, which may contain parameters of a statement.
      failure = { message: error instanceof Error ? error.message : String(error) };
    } finally {
      counts.inHand -= 1;
    }
    try {
      await this.#report(() => (failure ? boss.fail(queue, id, failure) : boss.complete(queue, id)));
    } catch (error) {
      this.logger.warn({ err: error, queue, job: id }, 'The result of a job could not be reported.');
    }
  }

  /** Retries after a lost connection; otherwise nobody knew before the job expires. */
  async #report(report: () => Promise<void>): Promise<void> {
    for (let left = REPORT_ATTEMPTS - 1; ; left -= 1) {
      try {
        return await report();
      } catch (error) {
        if (left === 0 || this.#isStopping) throw error;
        await this.#pause(RETRY_DELAY_MS);
      }
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    const { signal } = this.#stopping;
    await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}
