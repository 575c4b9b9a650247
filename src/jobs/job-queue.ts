import { setTimeout as sleep } from 'node:timers/promises';
import type PgBoss from 'pg-boss';
import type { ContentStore } from '../content/storage/store.js';
import type { Logger } from '../foundation/logger.js';
import { nextDue } from './next-due.js';
import type { Job, JobKind, Work } from './queue.js';
import { ownDatabase, pgBoss, recordingFailure } from './queue-database.js';

/** The channel that a trigger of the database notifies of new jobs. */
export const JOBS_CHANNEL = 'scc_jobs';
/** The polling interval while nobody is notified of new jobs, and while another process has a lock on what is due. */
const POLL_INTERVAL_MS = 500;
/** How often each process looks for jobs of dead processes. */
const LONGEST_SLEEP_MS = 5_000;
/** How often finished jobs are archived. */
const MAINTENANCE_INTERVAL_MS = 3_600_000;
/** The retry delay while the database is unavailable. */
const RETRY_DELAY_MS = 1_000;
/** Retries of reporting the result of a job. */
const REPORT_ATTEMPTS = 3;
/** How long stopping waits for running jobs. */
const STOP_TIMEOUT_MS = 2_000;

/** A handler for a kind of jobs, and its concurrency. */
interface Worker {
  readonly kind: JobKind;
  readonly work: Work;
  readonly atOnce: number;
  readonly inHand: Set<Promise<void>>;
}

/**
 * The background workers of a process. Jobs are stored by pg-boss, but taken by our own loop: that of pg-boss polls every
 * queue, and does not await the statement that reports the result of a job, so a lost connection would end the process.
 * Ours sleeps until the next job is due, and wakes up when there is a new one.
 */
export class JobQueue {
  /** The results of jobs of each queue in this process, for metrics. */
  readonly counts = new Map<string, { done: number; failed: number; inHand: number }>();
  /** Whether `wake` is called whenever there is a new job. */
  isNotified = false;
  readonly #workers: Worker[] = [];
  #alarm = new AbortController();
  #maintainAt = 0;
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
    this.#workers.push({ kind, work, atOnce, inHand: new Set() });
    this.counts.set(kind.name, { done: 0, failed: 0, inHand: 0 });
  }

  /** Starts working without waiting for the database. */
  start(): void {
    this.#running = this.#run().catch((error: unknown) => {
      this.logger.error({ err: error }, 'Background workers have stopped.');
    });
  }

  /** To be called when there may be a new job. */
  wake(): void {
    this.#alarm.abort();
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
    let isLost = false;
    while (!this.#isStopping) {
      // Before looking: a job that is added meanwhile is not overlooked.
      this.#alarm = new AbortController();
      try {
        const idle = await this.#takeDue(boss);
        if (isLost) this.logger.info('The job queue is available again.');
        isLost = false;
        await this.#pause(idle, this.#alarm.signal);
      } catch (error) {
        if (!isLost) this.logger.warn({ err: error }, 'The job queue is unavailable.');
        isLost = true;
        await this.#pause(RETRY_DELAY_MS);
      }
    }
    await Promise.all(this.#workers.flatMap(({ inHand }) => [...inHand]));
    await boss.stop({ graceful: false });
  }

  async #open(): Promise<PgBoss | undefined> {
    // An instance that has failed to start cannot start again.
    const boss = await pgBoss({ db: this.#database, supervise: false });
    boss.on('error', (error) => this.logger.warn({ err: error }, 'The job queue reports an error.'));
    try {
      await boss.start();
      for (const { kind } of this.#workers) await boss.createQueue(kind.name);
      return boss;
    } catch (error) {
      this.logger.warn({ err: error }, 'The job queue could not be opened; trying again.');
      await boss.stop({ graceful: false });
      await this.#pause(RETRY_DELAY_MS);
      return undefined;
    }
  }

  /** Takes the jobs that are due, as many as there are workers. @returns for how long none is due, in milliseconds */
  async #takeDue(boss: PgBoss): Promise<number> {
    if (performance.now() >= this.#maintainAt) {
      await boss.maintain();
      this.#maintainAt = performance.now() + MAINTENANCE_INTERVAL_MS;
    }
    const queues = this.#workers.map(({ kind }) => kind.name);
    const { hasExpired, waits } = await nextDue(this.#database, queues);
    if (hasExpired) await boss.expire();
    let idle = this.isNotified ? LONGEST_SLEEP_MS : POLL_INTERVAL_MS;
    for (const worker of this.#workers) {
      const wait = waits.get(worker.kind.name) ?? idle;
      if (wait > 0) idle = Math.min(idle, wait + 1);
      // With all workers busy, the first that is done wakes us.
      else if (worker.inHand.size < worker.atOnce)
        idle = Math.min(idle, (await this.#fill(boss, worker)) ? 0 : POLL_INTERVAL_MS);
    }
    return idle;
  }

  /** @returns whether there was a job */
  async #fill(boss: PgBoss, worker: Worker): Promise<boolean> {
    const { kind, work, atOnce, inHand } = worker;
    let hasTaken = false;
    while (inHand.size < atOnce && !this.#isStopping) {
      const job = await this.#take(boss, kind.name);
      if (!job) break;
      hasTaken = true;
      const done: Promise<void> = this.#workOn(boss, kind.name, work, job).finally(() => {
        if (inHand.size === atOnce) this.wake();
        inHand.delete(done);
      });
      inHand.add(done);
    }
    return hasTaken;
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

  async #pause(milliseconds: number, ...others: AbortSignal[]): Promise<void> {
    const signal = AbortSignal.any([this.#stopping.signal, ...others]);
    await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
  }
}
