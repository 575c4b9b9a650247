import { LRUCache } from 'lru-cache';

/**
 * The limits of prepared statements of one connection, in characters and in statements; the server needs many times as
 * much memory.
 */
const MAX_LENGTH = 1_000_000;
const MAX_STATEMENTS = 300;

/** The prepared statements of a connection, an LRU cache: the least recently used are closed. */
export class PreparedStatements {
  readonly #lengths = new LRUCache<string, number>({
    max: MAX_STATEMENTS,
    maxSize: MAX_LENGTH,
    sizeCalculation: (length) => length,
    dispose: (_length, name, reason) => {
      if (reason === 'evict') this.#closing.push(name);
    },
  });
  #closing: string[] = [];

  /** @returns the names of the statements to close when this one is used */
  use(name: string, { length }: string): readonly string[] {
    if (this.#lengths.get(name) === undefined) this.#lengths.set(name, length);
    const closing = this.#closing;
    if (closing.length > 0) this.#closing = [];
    return closing;
  }
}
