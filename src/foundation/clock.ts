import { availableParallelism } from 'node:os';

/** The current instant; injected, so that tests control the time. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/**
 * A clock that slows down while more runs than there are processors. So a task takes as long by it as it would take
 * alone, whatever the load.
 */
export class SharedClock {
  #running = 0;
  #time = 0;
  #at = performance.now();

  constructor(readonly processors = availableParallelism()) {}

  /** @returns the start, for `end` */
  begin(): number {
    this.#advance();
    this.#running += 1;
    return this.#time;
  }

  /** @returns the duration in milliseconds */
  end(began: number): number {
    this.#advance();
    this.#running -= 1;
    return this.#time - began;
  }

  #advance(): void {
    const now = performance.now();
    this.#time += (now - this.#at) * Math.min(1, this.processors / this.#running);
    this.#at = now;
  }
}
