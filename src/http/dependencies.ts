/** Collects, while an answer is made, what it is made from: see AnswerCache. */
export class DependencyRecord {
  readonly tables = new Set<string>();
  #until: Date | undefined;

  /** The first instant at which the answer can become wrong by itself. */
  get until(): Date | undefined {
    return this.#until;
  }

  expireAt(instant: Date): void {
    if (!this.#until || instant < this.#until) this.#until = instant;
  }
}
