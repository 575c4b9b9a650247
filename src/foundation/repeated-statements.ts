import { BoundedMap } from './bounded-map.js';
import { isStalePlan } from './transient-errors.js';

/** A prepared statement takes tens of kilobytes of the server's memory, for each connection. */
const MAX_PREPARED = 300;
const MAX_SEEN = 1_000;

/**
 * Names for the statements of one connection that come again: the server parses and plans them once. Those that are made
 * for one list of a certain length come and go, and get none.
 */
export class RepeatedStatements {
  readonly #seen = new BoundedMap<string, true>(MAX_SEEN);
  readonly #names = new Map<string, string>();
  #count = 0;

  /** @returns undefined the first time, and when there are names enough */
  nameFor(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (!this.#seen.has(text)) {
      this.#seen.set(text, true);
      return undefined;
    }
    if (this.#names.size >= MAX_PREPARED) return undefined;
    this.#count += 1;
    const name = `w${this.#count}`;
    this.#names.set(text, name);
    return name;
  }

  /** Prepares statements again if the error says that a migration has changed their columns meanwhile. */
  noteError(error: unknown): void {
    if (isStalePlan(error)) this.#names.clear();
  }
}
