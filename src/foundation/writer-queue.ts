import { problem, Refusal } from './errors.js';

/** The timeout of waiting in milliseconds, and the most waiters. */
const TIMEOUT_MS = 20_000;
const MAX_WAITING = 500;

/**
 * Limits concurrent writers. Others wait here, and not for a connection or a lock, which readers need. Fair: owners
 * with waiting writers take turns, so whoever writes a lot waits behind themselves.
 */
export class WriterQueue {
  #writing = 0;
  #waiting = 0;
  /** Waiters by owner; the owner whose turn is next comes first. */
  readonly #lines = new Map<string, (() => void)[]>();

  constructor(
    readonly atOnce: number,
    readonly timeout = TIMEOUT_MS,
  ) {}

  get writing(): number {
    return this.#writing;
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** @throws Refusal UNAVAILABLE when the queue is full, or after the timeout */
  async run<Result>(owner: string, work: () => Promise<Result>): Promise<Result> {
    if (this.#writing < this.atOnce) this.#writing += 1;
    else await this.#turn(owner);
    try {
      return await work();
    } finally {
      this.#pass();
    }
  }

  /** Passes the place to the next waiter. */
  #pass(): void {
    const [first] = this.#lines;
    if (!first) {
      this.#writing -= 1;
      return;
    }
    const [owner, line] = first;
    const next = line.shift();
    this.#lines.delete(owner);
    if (line.length > 0) this.#lines.set(owner, line);
    next?.();
  }

  #turn(owner: string): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#waiting >= MAX_WAITING) {
        reject(tooMany());
        return;
      }
      this.#waiting += 1;
      const begin = () => {
        clearTimeout(timer);
        this.#waiting -= 1;
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting -= 1;
        this.#leave(owner, begin);
        reject(tooMany());
      }, this.timeout);
      const line = this.#lines.get(owner) ?? [];
      line.push(begin);
      this.#lines.set(owner, line);
    });
  }

  #leave(owner: string, begin: () => void): void {
    const left = (this.#lines.get(owner) ?? []).filter((each) => each !== begin);
    if (left.length > 0) this.#lines.set(owner, left);
    else this.#lines.delete(owner);
  }
}

function tooMany(): Refusal {
  const message = 'Too many concurrent changes; try again in a few seconds.';
  return new Refusal([problem('UNAVAILABLE', message)]);
}
