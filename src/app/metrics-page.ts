import cluster from 'node:cluster';
import type { Registry } from 'prom-client';
// Counts from the start.
import '../foundation/garbage-collections.js';
import type { Measured } from './metrics.js';
import { metricsOfAllWorkers } from './worker-metrics.js';

/** The response of `/metrics`. Its library is loaded lazily, so that the program starts faster. */
export class Metrics {
  #registry: Promise<Registry> | undefined;

  constructor(readonly measured: Measured) {}

  /** @throws Error if a worker does not respond */
  async read(): Promise<string> {
    if (cluster.isWorker) return metricsOfAllWorkers();
    return (await this.#ready()).metrics();
  }

  /** In a worker: contributes to the metrics of all. */
  async share(): Promise<void> {
    const { shareWithParent } = await import('./metrics.js');
    shareWithParent(await this.#ready());
  }

  #ready(): Promise<Registry> {
    this.#registry ??= import('./metrics.js').then(({ createMetrics }) => createMetrics(this.measured));
    return this.#registry;
  }
}
