import { LRUCache } from 'lru-cache';

/** What one connection has the server keep, in characters and in statements: of its memory they take many times as much. */
const MAX_LENGTH = 1_000_000;
const MAX_STATEMENTS = 300;

/** The statements that the server keeps for one connection. Those that were not used for the longest time are closed. */
export class KeptStatements {
  readonly #lengths = new LRUCache<string, number>({
    max: MAX_STATEMENTS,
    maxSize: MAX_LENGTH,
    sizeCalculation: (length) => length,
    dispose: (_length, name, reason) => {
      if (reason === 'evict') this.#closing.push(name);
    },
  });
  #closing: string[] = [];

  /** @returns the names of the statements that have to be closed when this one is used */
  use(name: string, { length }: string): readonly string[] {
    if (this.#lengths.get(name) === undefined) this.#lengths.set(name, length);
    const closing = this.#closing;
    if (closing.length > 0) this.#closing = [];
    return closing;
  }
}
