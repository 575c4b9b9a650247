import { setTimeout as sleep } from 'node:timers/promises';

/** A permit for one of the slots of a key. */
export interface Slot {
  free(): void;
}

/** A semaphore per key, in this process. */
export class Slots {
  readonly #taken = new Map<string, Set<{ readonly since: number }>>();
  readonly #waiting = new Set<() => void>();

  constructor(readonly perKey: number) {}

  /** A slot, or undefined when none becomes free within so many milliseconds. */
  async take(key: string, timeoutMs: number): Promise<Slot | undefined> {
    const end = performance.now() + timeoutMs;
    while (this.#of(key).size >= this.perKey) {
      const left = end - performance.now();
      if (left <= 0) return undefined;
      await this.#change(left);
    }
    const own = { since: performance.now() };
    this.#taken.set(key, this.#of(key).add(own));
    return { free: () => this.#free(key, own) };
  }

  /** For how many milliseconds the slot that was taken first has been taken. */
  longest(key: string): number {
    const [first] = this.#of(key);
    return first ? performance.now() - first.since : 0;
  }

  #of(key: string): Set<{ readonly since: number }> {
    return this.#taken.get(key) ?? new Set();
  }

  #free(key: string, own: { readonly since: number }): void {
    const taken = this.#of(key);
    taken.delete(own);
    if (taken.size === 0) this.#taken.delete(key);
    for (const wake of this.#waiting) wake();
  }

  /** Resolves when any slot becomes free, or after the timeout. */
  async #change(milliseconds: number): Promise<void> {
    const over = new AbortController();
    const wake = () => over.abort();
    this.#waiting.add(wake);
    await sleep(milliseconds, undefined, { signal: over.signal }).catch(() => undefined);
    this.#waiting.delete(wake);
  }
}
