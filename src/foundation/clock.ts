import { availableParallelism } from 'node:os';

/** The current instant; passed in, so that a test decides what time it is. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/**
 * A clock that goes slower while more runs than there are processors. So what runs takes as long by it as it would take
 * alone, however much else there is.
 */
export class SharedClock {
  #running = 0;
  #time = 0;
  #at = performance.now();

  constructor(readonly processors = availableParallelism()) {}

  /** @returns when it began, for `end` */
  begin(): number {
    this.#advance();
    this.#running += 1;
    return this.#time;
  }

  /** @returns how long it took, in milliseconds */
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
