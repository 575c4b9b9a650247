import { createHash } from 'node:crypto';

/** Pseudo-random choices, the same in every run: seeded by a name such as "article 17". */
export class Choices {
  readonly #state: Uint32Array;

  constructor(name: string) {
    const digest = createHash('sha256').update(name).digest();
    this.#state = Uint32Array.from([0, 4, 8, 12], (offset) => digest.readUInt32LE(offset));
  }

  /** From 0 (inclusive) to 1 (exclusive). The generator is sfc32. */
  fraction(): number {
    const [a = 0, b = 0, c = 0, counter = 0] = this.#state;
    const result = (a + b + counter) >>> 0;
    this.#state[0] = b ^ (b >>> 9);
    this.#state[1] = c + (c << 3);
    this.#state[2] = ((c << 21) | (c >>> 11)) + result;
    this.#state[3] = counter + 1;
    return result / 2 ** 32;
  }

  /** A whole number, both ends included. */
  between(first: number, last: number): number {
    return first + Math.floor(this.fraction() * (last - first + 1));
  }

  isLuckyIn(share: number): boolean {
    return this.fraction() < share;
  }

  oneOf<Value>(values: readonly Value[]): Value {
    const value = values[this.between(0, values.length - 1)];
    if (value === undefined) throw new Error('There is nothing to choose from.');
    return value;
  }

  /** An index below `count`, skewed towards low ones: as in life, a few organisations are everywhere. */
  skewedIndex(count: number): number {
    return Math.floor(count * this.fraction() ** 2);
  }
}
