import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from './logger.js';

/** The callbacks of a listener. */
export interface Listening {
  /** By channel. */
  readonly heard: ReadonlyMap<string, (payload: string) => void>;
  /** From now on notifications may be missed. */
  lost(): void;
  /** From now on no notification is missed; earlier ones may have been. */
  found(): void;
}

/** The heartbeat interval and its timeout: together less than a second. */
const HEARTBEAT_MS = 300;
const TIMEOUT_MS = 500;
const RECONNECT_DELAY_MS = 250;

/**
 * Listens on channels (LISTEN, NOTIFY) with a dedicated connection, and reconnects. Dead connections are detected within
 * a second by a heartbeat.
 */
export class Notifications {
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(
    readonly connectionString: string,
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
          this.logger.warn(
            { err: error },
            'Notifications of other processes are not received at the moment.',
          );
        isKnown = true;
      }
      await sleep(RECONNECT_DELAY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Returns, or throws, when the connection is lost. */
  async #listen(opened: () => void): Promise<void> {
    const { signal } = this.#stopping;
    const client = new pg.Client({
      connectionString: this.connectionString,
      connectionTimeoutMillis: 2_000,
      query_timeout: TIMEOUT_MS,
      keepAlive: true,
    });
    const broken = new AbortController();
    client.on('error', () => broken.abort());
    client.on('end', () => broken.abort());
    client.on('notification', ({ channel, payload }) => this.listening.heard.get(channel)?.(payload ?? ''));
    let hasFound = false;
    try {
      await client.connect();
      await client.query([...this.listening.heard.keys()].map((channel) => `listen ${channel}`).join('; '));
      hasFound = true;
      opened();
      this.listening.found();
      const ended = AbortSignal.any([signal, broken.signal]);
      while (!ended.aborted) {
        await sleep(HEARTBEAT_MS, undefined, { signal: ended }).catch(() => undefined);
        if (!ended.aborted) await answers(client);
      }
    } finally {
      if (hasFound) this.listening.lost();
      // A dead connection would not respond to a farewell either.
      void client.end().catch(() => undefined);
    }
    if (broken.signal.aborted) throw new Error('The connection for notifications was lost.');
  }
}

/** A round trip that is no statement: the server has nothing to parse, to log or to count. */
function answers(client: pg.Client): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: unknown) => (error ? reject(error) : resolve());
    const heartbeat = {
      // node-postgres replaces it, to know when the time is up.
      callback: done,
      submit: (connection: pg.Connection) => connection.sync(),
      handleReadyForQuery: () => heartbeat.callback(),
      handleError: (error: unknown) => heartbeat.callback(error),
    };
    client.query(heartbeat as unknown as pg.Submittable);
  });
}
