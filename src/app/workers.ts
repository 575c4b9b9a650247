import cluster, { type Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../foundation/logger.js';
import { untilResponsive } from './wait-until-responsive.js';

/** A worker that ends earlier after its start is restarted with a delay. */
const MIN_UPTIME_MS = 5_000;
const RESTART_DELAY_MS = 1_000;
/** Then the remaining workers are killed: the whole shutdown takes less than ten seconds. */
const SHUTDOWN_TIMEOUT_MS = 9_900;

/** How long to wait for queued connections before the port is closed. */
export const QUEUE_DRAIN_MS = 2_000;

/** The number of the worker, from 1. The first one also does the background work. */
export const WORKER_NUMBER = 'SCC_WORKER';

export interface WorkerSettings {
  readonly count: number;
  /** How long connections are still accepted during a shutdown, in milliseconds. */
  readonly graceMs: number;
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
}

/**
 * Serves with several processes that share one port (node:cluster). A worker that ends is replaced; a signal shuts all
 * of them down. Resolves when all have ended; reports once when all serve.
 * @throws Error if no worker could be started
 */
export async function runWorkers(settings: WorkerSettings, isServing: () => void): Promise<void> {
  const { count, graceMs, host, port, logger } = settings;
  const stopping = new AbortController();
  const stop = (signal: NodeJS.Signals, grace: number) => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    for (const worker of workers()) worker.process.kill(signal);
    void sleep(grace).then(() => closePort(host, port));
  };
  process.on('SIGTERM', () => stop('SIGTERM', graceMs));
  process.on('SIGINT', () => stop('SIGINT', 0));
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const serving = new Set<number>();
  const listens = (number: number) => {
    if (serving.size === count) return;
    if (serving.add(number).size === count) isServing();
  };
  await Promise.all(numbers.map((number) => keepAlive(number, stopping.signal, logger, listens)));
}

/**
 * Closes the port here before the workers, so that no connection is accepted that nobody handles. Connections queued
 * for a worker would be lost, so it waits until there are none.
 */
async function closePort(host: string, port: number): Promise<void> {
  await untilResponsive(host, port, QUEUE_DRAIN_MS);
  for (const worker of workers()) worker.disconnect();
}

function workers(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
}

async function keepAlive(
  number: number,
  stopping: AbortSignal,
  logger: Logger,
  listens: (number: number) => void,
): Promise<void> {
  let hasServed = false;
  while (!stopping.aborted) {
    const started = Date.now();
    const worker = cluster.fork({ [WORKER_NUMBER]: String(number) });
    worker.once('listening', () => {
      hasServed = true;
      logger.info({ worker: number, pid: worker.process.pid }, 'A worker is ready.');
      listens(number);
    });
    const code = await ended(worker, stopping);
    if (stopping.aborted) return;
    if (!hasServed) {
      process.exitCode = 1;
      throw new Error(`Worker ${number} could not start.`);
    }
    logger.error({ worker: number, code }, 'A worker has ended; restarting it.');
    if (Date.now() - started < MIN_UPTIME_MS)
      await sleep(RESTART_DELAY_MS, undefined, { signal: stopping }).catch(() => undefined);
  }
}

/** The exit code of the process; a worker that ignores the signal is killed. */
async function ended(worker: Worker, stopping: AbortSignal): Promise<number | null> {
  const exited = new AbortController();
  stopping.addEventListener(
    'abort',
    () => {
      sleep(SHUTDOWN_TIMEOUT_MS, undefined, { signal: exited.signal, ref: false }).then(
        () => worker.process.kill('SIGKILL'),
        () => undefined,
      );
    },
    { once: true },
  );
  return new Promise((resolve) => {
    worker.once('exit', (code: number | null) => {
      exited.abort();
      resolve(code);
    });
  });
}
