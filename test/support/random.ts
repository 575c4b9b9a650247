/** Random, and the same in every run: mulberry32. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** From `least` to `most`, both included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new Error('There is nothing to pick from.');
    return items[Math.floor(this.next() * items.length)] as Item;
  }

  /** Picks what has the greater weight more often. */
  weighted<Item>(items: readonly Item[], weight: (item: Item) => number): Item {
    const weights = items.map(weight);
    let left = this.next() * weights.reduce((sum, one) => sum + one, 0);
    for (const [index, item] of items.entries()) {
      left -= weights[index] ?? 0;
      if (left <= 0) return item;
    }
    return this.pick(items);
  }
}
