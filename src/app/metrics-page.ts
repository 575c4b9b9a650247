import cluster from 'node:cluster';
import type { Registry } from 'prom-client';
import type { Measured } from './metrics.js';
import { metricsOfAllWorkers } from './worker-metrics.js';

/** What `/metrics` shows. What makes it is loaded when it is asked for, so that the program starts sooner. */
export class Metrics {
  #registry: Promise<Registry> | undefined;

  constructor(readonly measured: Measured) {}

  /** @throws Error when they cannot be had of all workers */
  async read(): Promise<string> {
    if (cluster.isWorker) return metricsOfAllWorkers();
    return (await this.#ready()).metrics();
  }

  /** In one of several workers: takes part when all are asked. */
  async share(): Promise<void> {
    const { shareWithParent } = await import('./metrics.js');
    shareWithParent(await this.#ready());
  }

  #ready(): Promise<Registry> {
    this.#registry ??= import('./metrics.js').then(({ createMetrics }) => createMetrics(this.measured));
    return this.#registry;
  }
}
