import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from './logger.js';

/** What happens to whoever listens on a channel of the database. */
export interface Listening {
  heard(payload: string): void;
  /** From now on something may be missed. */
  lost(): void;
  /** From now on nothing is missed; what was told before may have been. */
  found(): void;
}

/** How often it is asked whether the connection lives, and how long that may take: together less than a second. */
const HEARTBEAT_MS = 300;
const PATIENCE_MS = 500;
const PAUSE_MS = 250;

/**
 * Listens on a channel (LISTEN, NOTIFY) with a connection of its own, and opens another when that is lost. Also a
 * connection that is dead without having said so is noticed, within a second.
 */
export class Notifications {
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    readonly connectionString: string,
    readonly channel: string,
    readonly listening: Listening,
    readonly logger: Logger,
  ) {}

  start(): void {
    this.#running = this.#run();
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    let isKnown = false;
    while (!signal.aborted) {
      try {
        await this.#listen(() => {
          isKnown = false;
        });
      } catch (error) {
        if (!isKnown && !signal.aborted)
          this.logger.warn({ err: error }, 'Changes by other processes are not heard at the moment.');
        isKnown = true;
      }
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Returns, or throws, when the connection is of no use any more. */
  async #listen(opened: () => void): Promise<void> {
    const { signal } = this.#stopping;
    const client = new pg.Client({
      connectionString: this.connectionString,
      connectionTimeoutMillis: 2_000,
      query_timeout: PATIENCE_MS,
      keepAlive: true,
    });
    const broken = new AbortController();
    client.on('error', () => broken.abort());
    client.on('end', () => broken.abort());
    client.on('notification', ({ payload }) => this.listening.heard(payload ?? ''));
    let hasFound = false;
    try {
      await client.connect();
      await client.query(`listen ${this.channel}`);
      hasFound = true;
      opened();
      this.listening.found();
      const ended = AbortSignal.any([signal, broken.signal]);
      while (!ended.aborted) {
        await sleep(HEARTBEAT_MS, undefined, { signal: ended }).catch(() => undefined);
        if (!ended.aborted) await client.query('');
      }
    } finally {
      if (hasFound) this.listening.lost();
      // A connection that does not answer would not take leave either.
      void client.end().catch(() => undefined);
    }
    if (broken.signal.aborted) throw new Error('The connection that listens was lost.');
  }
}
