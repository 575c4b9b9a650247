/** Collects, while an answer is made, what it is made from: see AnswerCache. */
export class DependencyRecord {
  readonly tables = new Set<string>();
  /** What caches of others know it by: see CacheTags. */
  readonly tags = new Set<string>();
  #until: Date | undefined;

  /** The first instant at which the answer can become wrong by itself. */
  get until(): Date | undefined {
    return this.#until;
  }

  /** @param qualified names of tables with their schema; changes are told by the name alone, all of `published` */
  read(qualified: Iterable<string>): void {
    for (const table of qualified) this.tables.add(table.slice(table.indexOf('.') + 1));
  }

  tag(tags: Iterable<string>): void {
    for (const tag of tags) this.tags.add(tag);
  }

  expireAt(instant: Date | undefined): void {
    if (instant && (!this.#until || instant < this.#until)) this.#until = instant;
  }
}
