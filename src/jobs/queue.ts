import { setTimeout as sleep } from 'node:timers/promises';
import type PgBoss from 'pg-boss';
import type { ContentStore, Transaction } from '../content/store.js';
import type { Logger } from '../foundation/logger.js';
import { noticing, ownDatabase, pgBoss, transactionDatabase } from './queue-database.js';

/** How often a process looks for jobs that are due. */
const POLLING_MS = 500;
/** How long it waits where the database cannot answer. */
const PAUSE_MS = 1_000;
/** How often it tries to tell what became of a job. */
const REPORTS = 3;
/** How often one of the processes looks for jobs whose process has ended without a word; it may leave out one time. */
const MAINTENANCE_SECONDS = 5;
/** How long stopping waits for the jobs that are being worked on. */
const STOPPING_MS = 2_000;

export interface JobKind {
  /** The name of the queue, which a migration creates. */
  readonly name: string;
  /**
   * How long a process that has taken a job has it for itself; then the process is believed dead, and the job is
   * taken again. So work on it must be harmless when it is done twice at the same time.
   */
  readonly expireInSeconds: number;
  /** How often a job is tried again; after a second at first, and then after twice as long each time. */
  readonly retryLimit: number;
}

export interface NewJob {
  readonly id: string;
  readonly data: object;
  /** By the clock of the database; at once when absent. */
  readonly startAfter?: Date;
}

export interface Job {
  readonly id: string;
  readonly data: unknown;
  /** 1 for the first. */
  readonly attempt: number;
}

/** Works on a job. What it throws is logged, and the job is tried again. */
export type Work = (job: Job) => Promise<void>;

/** Puts a job into its queue, in the transaction of the change that it belongs to. */
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
    // A job that is overdue for longer would be forgotten.
    retentionDays: 3_650,
  });
  if (sent === null) throw new Error(`There is no queue "${name}", or it has a job ${id} already.`);
}

/** Takes a job out of its queue; nothing happens when it is not there any more. */
export async function discard(transaction: Transaction, { name }: JobKind, id: string): Promise<void> {
  const boss = await pgBoss({ db: transactionDatabase(transaction) });
  await boss.deleteJob(name, id);
}

/**
 * The background work of a process. pg-boss keeps the jobs; taking them is our own loop: that of pg-boss neither
 * waits nor cares for the statement that says what became of a job, so a lost connection would end the process.
 */
export class JobQueue {
  readonly #workers: { readonly kind: JobKind; readonly work: Work }[] = [];
  readonly #stopping = new AbortController();
  readonly #database: PgBoss.Db;
  #running: Promise<void> = Promise.resolve();

  constructor(
    store: ContentStore,
    readonly logger: Logger,
  ) {
    this.#database = ownDatabase(store);
  }

  /** Says who works on a kind of jobs, one after the other. Called twice, two jobs are worked on at the same time. */
  work(kind: JobKind, work: Work): void {
    this.#workers.push({ kind, work });
  }

  /** Starts working, and does not wait for the database to be there. */
  start(): void {
    this.#running = this.#run().catch((error: unknown) => {
      this.logger.error({ err: error }, 'The background work has ended.');
    });
  }

  /** Takes no more jobs; resolves when those in hand are finished, or do not finish soon. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const patience = new AbortController();
    const limit = sleep(STOPPING_MS, undefined, patience).catch(() => undefined);
    await Promise.race([this.#running, limit]);
    patience.abort();
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
    // One that has failed to start cannot start again.
    const boss = await pgBoss({ db: this.#database, maintenanceIntervalSeconds: MAINTENANCE_SECONDS });
    boss.on('error', (error) => this.logger.warn({ err: error }, 'The queue of jobs was not looked after.'));
    try {
      await boss.start();
      for (const { kind } of this.#workers) await boss.createQueue(kind.name);
      // What a process that was killed has left; later that is a part of the maintenance.
      await boss.expire();
      return boss;
    } catch (error) {
      this.logger.warn({ err: error }, 'The queue of jobs could not be opened; trying again.');
      await boss.stop({ graceful: false });
      await this.#pause(PAUSE_MS);
      return undefined;
    }
  }

  async #loop(boss: PgBoss, worker: { readonly kind: JobKind; readonly work: Work }): Promise<void> {
    const queue = worker.kind.name;
    let isLost = false;
    while (!this.#isStopping) {
      try {
        const hasWorked = await this.#next(boss, worker.kind, worker.work);
        if (isLost) this.logger.info({ queue }, 'The queue of jobs answers again.');
        isLost = false;
        if (!hasWorked) await this.#pause(POLLING_MS);
      } catch (error) {
        if (!isLost) this.logger.warn({ err: error, queue }, 'The queue of jobs does not answer.');
        isLost = true;
        await this.#pause(PAUSE_MS);
      }
    }
  }

  /** Works on the next job that is due; false when there is none. */
  async #next(boss: PgBoss, { name: queue }: JobKind, work: Work): Promise<boolean> {
    const { db, assertNoFailure } = noticing(this.#database);
    const [job] = await boss.fetch(queue, { includeMetadata: true, db });
    assertNoFailure();
    if (!job) return false;
    const { id, data } = job;
    const attempt = job.retryCount + 1;
    try {
      await work({ id, data, attempt });
    } catch (error) {
      this.logger.error({ err: error, queue, job: id, attempt }, 'A job failed; it is tried again.');
      // Not the error itself, which may hold the values of a statement.
      const message = error instanceof Error ? error.message : String(error);
      await this.#report(() => boss.fail(queue, id, { message }));
      return true;
    }
    await this.#report(() => boss.complete(queue, id));
    return true;
  }

  /** What is not told because a connection was lost is told again; otherwise nobody knew before the job expires. */
  async #report(tell: () => Promise<void>): Promise<void> {
    for (let left = REPORTS - 1; ; left -= 1) {
      try {
        return await tell();
      } catch (error) {
        if (left === 0 || this.#isStopping) throw error;
        await this.#pause(PAUSE_MS);
      }
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    const { signal } = this.#stopping;
    await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}
