import { setTimeout as sleep } from 'node:timers/promises';
import type PgBoss from 'pg-boss';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import type { Logger } from '../foundation/logger.js';
import { countingDatabase, noticing, ownDatabase, pgBoss, transactionDatabase } from './queue-database.js';

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
/** A job that is overdue for longer would be forgotten. */
const KEPT_DAYS = 3_650;
const DAY_MS = 86_400_000;

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
  /** An instant, or seconds from now, by the clock of the database; at once when absent. */
  readonly startAfter?: Date | number;
}

export interface Job {
  readonly id: string;
  readonly data: unknown;
  /** 1 for the first. */
  readonly attempt: number;
}

/** Who works on a kind of jobs, and on how many of them at the same time. */
interface Worker {
  readonly kind: JobKind;
  readonly work: Work;
  readonly atOnce: number;
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
    retentionDays: KEPT_DAYS,
  });
  if (sent === null) throw new Error(`There is no queue "${name}", or it has a job ${id} already.`);
}

/** The same for many jobs, in one statement. */
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
    keepUntil: new Date(Date.now() + KEPT_DAYS * DAY_MS).toISOString(),
  }));
  await boss.insert(rows);
  if (written() !== jobs.length)
    throw new Error(`There is no queue "${name}", or it has one of the jobs already.`);
}

function textOf(startAfter: Date | number): string {
  return typeof startAfter === 'number' ? String(startAfter) : startAfter.toISOString();
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
  /** What became of the jobs of each queue in this process. */
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

  /** Says who works on a kind of jobs: on so many of them at the same time. */
  work(kind: JobKind, work: Work, atOnce = 1): void {
    this.#workers.push({ kind, work, atOnce });
    this.counts.set(kind.name, { done: 0, failed: 0, inHand: 0 });
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
    const timeout = new AbortController();
    const limit = sleep(STOPPING_MS, undefined, timeout).catch(() => undefined);
    await Promise.race([this.#running, limit]);
    timeout.abort();
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

  async #loop(boss: PgBoss, { kind, work, atOnce }: Worker): Promise<void> {
    const queue = kind.name;
    const inHand = new Set<Promise<void>>();
    let isLost = false;
    while (!this.#isStopping) {
      try {
        const job = await this.#take(boss, queue);
        if (isLost) this.logger.info({ queue }, 'The queue of jobs answers again.');
        isLost = false;
        if (!job) await this.#pause(POLLING_MS);
        else {
          const done: Promise<void> = this.#workOn(boss, queue, work, job).finally(() => inHand.delete(done));
          inHand.add(done);
          if (inHand.size >= atOnce) await Promise.race(inHand);
        }
      } catch (error) {
        if (!isLost) this.logger.warn({ err: error, queue }, 'The queue of jobs does not answer.');
        isLost = true;
        await this.#pause(PAUSE_MS);
      }
    }
    await Promise.all(inHand);
  }

  /** The next job that is due. */
  async #take(boss: PgBoss, queue: string): Promise<Job | undefined> {
    const { db, assertNoFailure } = noticing(this.#database);
    const [job] = await boss.fetch(queue, { includeMetadata: true, db });
    assertNoFailure();
    return job && { id: job.id, data: job.data, attempt: job.retryCount + 1 };
  }

  /** Never throws: what became of a job that nobody could be told of is found out when the job expires. */
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
      this.logger.error({ err: error, queue, job: id, attempt }, 'A job failed; it is tried again.');
      // Not the error itself, which may hold the values of a statement.
      failure = { message: error instanceof Error ? error.message : String(error) };
    } finally {
      counts.inHand -= 1;
    }
    try {
      await this.#report(() => (failure ? boss.fail(queue, id, failure) : boss.complete(queue, id)));
    } catch (error) {
      this.logger.warn({ err: error, queue, job: id }, 'The queue was not told what became of a job.');
    }
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
