/** A histogram in plain numbers: recording a value costs next to nothing. */
export class Distribution {
  /** The number of values up to each bound and above the one before; finally those above all. */
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
