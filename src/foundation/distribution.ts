/** How often values of which size came, as plain numbers: noting one costs next to nothing. */
export class Distribution {
  /** How many values were up to each of the bounds and above the one before; at the end those above all. */
  readonly counts: number[];
  #sum = 0;

  constructor(
    /** Ascending. */
    readonly bounds: readonly number[],
  ) {
    this.counts = Array<number>(bounds.length + 1).fill(0);
  }

  note(value: number): void {
    const { bounds, counts } = this;
    let at = 0;
    while (at < bounds.length && value > (bounds[at] as number)) at += 1;
    (counts[at] as number) += 1;
    this.#sum += value;
  }

  get sum(): number {
    return this.#sum;
  }
}
