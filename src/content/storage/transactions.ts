import { type DataSource, QueryFailedError, type QueryRunner } from 'typeorm';
import { endWhenAborted } from '../../foundation/abandoned-connection.js';
import { Refusal } from '../../foundation/errors.js';
import { chargeTo } from '../../foundation/measured-client.js';
import type { RequestRecord } from '../../foundation/request-record.js';
import { isStalePlan } from '../../foundation/transient-errors.js';
import { waitToBegin } from '../../foundation/work.js';
import type { WriterQueue } from '../../foundation/writer-queue.js';
import { CHANGE_NOTES, changesNoted, ONE_PUBLIC_CHANGE } from '../sql/published-changes.js';
import type { Transaction } from './transaction.js';

/**
 * Database limits on the transaction of a request, like those on reads: of a statement, of waiting for a lock, and of
 * idling. The program's own transactions may take longer. Prepared statements are planned once: all take lists of ids,
 * whose length the planner would otherwise look at each time.
 */
const REQUEST_LIMITS =
  "set local statement_timeout = '4s'; set local lock_timeout = '2s'; set local idle_in_transaction_session_timeout = '10s'; set local plan_cache_mode = force_generic_plan";

/** How long a change waits for locks in all, once it is its turn. */
const LOCK_WAIT_MS = 10_000;
const LOCK_TIMEOUT = '55P03';
/** A deadlock: PostgreSQL has aborted one of two transactions. */
const DEADLOCK = '40P01';
/** Another transaction has inserted the same row: on a retry it is found, or the error is reported. */
const UNIQUE_VIOLATION = '23505';
/** How often a transaction is retried. */
const MAX_RETRIES = 8;
const UUIDS = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;

/** The details of a database error. */
interface Refused {
  readonly code?: string;
  readonly constraint?: string;
  readonly detail?: string;
}

const BEGIN = 'start transaction';

/** The client of node-postgres, as far as it is used here: several statements travel together. */
interface Client {
  query(text: string): Promise<[{ readonly rows: readonly { readonly notes: string | null }[] }]>;
}

/** Those who wait to write, and to change what is public. */
export interface Queues {
  readonly writers: WriterQueue;
  readonly publishers: WriterQueue;
}

interface RunOptions {
  /** The statements that it begins with. */
  readonly begin?: string;
  /** Whether they lock what is public: see oneAtATime. */
  readonly isAlone?: boolean;
  readonly record?: RequestRecord | undefined;
  readonly onConnected?: () => void;
}

/** Transactions over both stages, in turn. */
export class Transactions {
  readonly #listeners: ((tables: readonly string[]) => void)[] = [];

  constructor(
    readonly draft: DataSource,
    readonly published: DataSource,
    readonly queues: Queues,
    readonly isEmbedded: boolean,
  ) {}

  /** Registers a listener of committed changes in `published`. */
  onPublished(listener: (tables: readonly string[]) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Runs the work of a request in one transaction, when it is its turn. After a lock timeout, deadlock or conflicting
   * insert it is retried, and then sees the other changes.
   * @param owner the account, so that busy callers do not delay others
   * @param changes whether public content changes: such requests wait for each other, without occupying a slot
   * meanwhile
   */
  async ofRequest<Result>(
    work: (transaction: Transaction) => Promise<Result>,
    record?: RequestRecord,
    owner = '',
    changes: 'DRAFTS' | 'PUBLIC' = 'DRAFTS',
  ): Promise<Result> {
    const { writers, publishers } = this.queues;
    const inLine = (run: () => Promise<Result>) =>
      changes === 'PUBLIC' ? publishers.run(owner, run) : run();
    let until: number | undefined;
    // The lock travels with the beginning; see oneAtATime.
    const isAlone = changes === 'PUBLIC';
    const begin = [BEGIN, REQUEST_LIMITS, ...(isAlone ? [ONE_PUBLIC_CHANGE] : [])].join('; ');
    const attempt = (begun: () => void) => {
      record?.signal?.throwIfAborted();
      const onConnected = () => {
        begun();
        until ??= performance.now() + LOCK_WAIT_MS;
      };
      return this.run(work, { begin, isAlone, record, onConnected });
    };
    for (let overtaken = 0, clash = ''; ; ) {
      try {
        return await waitToBegin(record?.work, (begun) =>
          inLine(() => writers.run(owner, () => attempt(begun))),
        );
      } catch (error) {
        record?.signal?.throwIfAborted();
        const cause = error instanceof Refusal ? error.cause : error;
        const { code, constraint, detail } = (
          cause instanceof QueryFailedError ? cause.driverError : {}
        ) as Refused;
        // The same conflict on a retry is an error that retrying cannot resolve; ids are generated anew each time.
        const clashes = code === UNIQUE_VIOLATION ? `${constraint} ${detail?.replace(UUIDS, '')}` : clash;
        const isOvertaken =
          code === DEADLOCK || isStalePlan(cause) || (code === UNIQUE_VIOLATION && clashes !== clash);
        clash = clashes;
        if (isOvertaken && overtaken < MAX_RETRIES) overtaken += 1;
        else if (code !== LOCK_TIMEOUT || performance.now() > (until ?? 0)) throw error;
      }
    }
  }

  /** Runs the work in one transaction. Its beginning and its end are one round trip each. */
  async run<Result>(
    work: (transaction: Transaction) => Promise<Result>,
    { begin = BEGIN, isAlone = false, record, onConnected }: RunOptions = {},
  ): Promise<Result> {
    const runner = this.draft.createQueryRunner();
    let result: Result;
    let changed: readonly string[];
    const client = await runner.connect();
    chargeTo(client, record);
    const stayOpen = this.isEmbedded ? undefined : endWhenAborted(client, record?.signal);
    // Of a connection that was lost between two statements, TypeORM says only that it is gone.
    let lost: Error | undefined;
    const noteLoss = (error: Error) => {
      lost = error;
    };
    client.on('error', noteLoss);
    try {
      onConnected?.();
      // Entities of `system` name their schema, so they are the same in both data sources.
      const { manager: draft } = runner;
      const published = this.published.createEntityManager(runner);
      result = await within(runner, begin, () => work({ draft, published, system: draft, isAlone }));
      changed = await commit(runner);
    } catch (error) {
      throw lost ?? error;
    } finally {
      stayOpen?.();
      client.off('error', noteLoss);
      Object.assign(runner, { isTransactionActive: false });
      await runner.release();
    }
    if (changed.length > 0) for (const listener of this.#listeners) listener(changed);
    return result;
  }
}

/** Begins, works, and rolls back what fails. */
async function within<Result>(
  runner: QueryRunner,
  begin: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    await runner.query(begin);
    // TypeORM would begin another one for some of its methods.
    Object.assign(runner, { isTransactionActive: true });
    return await work();
  } catch (error) {
    // A lost connection has rolled it back already.
    await runner.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** @returns the tables of `published`, or groups of their columns, that have changed: see CHANGE_NOTES */
async function commit(runner: QueryRunner): Promise<string[]> {
  const client = (await runner.connect()) as Client;
  const text = `${CHANGE_NOTES}; commit`;
  try {
    const [notes] = await client.query(text);
    return changesNoted(notes.rows[0]?.notes);
  } catch (error) {
    throw new QueryFailedError(text, [], error as Error);
  }
}
