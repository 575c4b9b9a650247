import cluster, { type Worker } from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../foundation/logger.js';
import { untilResponsive } from './wait-until-responsive.js';

/** A worker that ends sooner than that after its start is not started again at once. */
const SETTLED_MS = 5_000;
const PAUSE_MS = 1_000;
/** What is left then is killed: all is over within ten seconds. */
const PATIENCE_MS = 9_900;

/** How long it is waited, when the port is to be closed, until no connection is in line for a worker. */
export const LINE_MS = 2_000;

/** Which of the workers a process is: from 1 on. The first one also does the background work. */
export const WORKER_NUMBER = 'SCC_WORKER';

export interface WorkerSettings {
  readonly count: number;
  /** How long connections are still taken when all is to end, in milliseconds. */
  readonly graceMs: number;
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
}

/**
 * Serves with several processes that share one port (node:cluster). One that ends is replaced; a signal ends all of
 * them in order. Resolves when all have ended; says once when all serve.
 * @throws Error when no worker could be started at all
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
 * Closes the port here and at once, and tells the workers then: so no connection is on its way to nobody. Those that
 * are in line for a worker are lost, so it is waited until there is no line.
 */
async function closePort(host: string, port: number): Promise<void> {
  await untilResponsive(host, port, LINE_MS);
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
      logger.info({ worker: number, pid: worker.process.pid }, 'A worker serves.');
      listens(number);
    });
    const code = await ended(worker, stopping);
    if (stopping.aborted) return;
    if (!hasServed) {
      process.exitCode = 1;
      throw new Error(`Worker ${number} could not start.`);
    }
    logger.error({ worker: number, code }, 'A worker has ended; another one takes its place.');
    if (Date.now() - started < SETTLED_MS)
      await sleep(PAUSE_MS, undefined, { signal: stopping }).catch(() => undefined);
  }
}

/** The exit code, once the process is gone; a worker that does not go when it is told to is killed. */
async function ended(worker: Worker, stopping: AbortSignal): Promise<number | null> {
  const timeout = new AbortController();
  stopping.addEventListener(
    'abort',
    () => {
      sleep(PATIENCE_MS, undefined, { signal: timeout.signal, ref: false }).then(
        () => worker.process.kill('SIGKILL'),
        () => undefined,
      );
    },
    { once: true },
  );
  return new Promise((resolve) => {
    worker.once('exit', (code: number | null) => {
      timeout.abort();
      resolve(code);
    });
  });
}
