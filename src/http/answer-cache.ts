import type { Answer } from './answer.js';

/** What a finished answer was made from, and so by what it becomes wrong. */
export interface Dependencies {
  /** Tables that were read. */
  readonly tables: ReadonlySet<string>;
  /** The first instant at which it can become wrong by itself. */
  readonly until?: Date | undefined;
}

export interface MadeAnswer {
  readonly answer: Answer;
  /** Undefined: not to be kept. */
  readonly dependencies?: Dependencies | undefined;
  /** By what it is kept, where more requests get it than those with the key that it was made for. */
  readonly key?: string | undefined;
}

interface Entry {
  readonly answer: Answer;
  readonly dependencies: Dependencies;
  readonly madeAt: Date;
  readonly bytes: number;
}

export interface CacheStatistics {
  readonly hits: number;
  readonly misses: number;
  /** Misses for which the answer was being made already. */
  readonly waits: number;
  readonly evictions: number;
  readonly dropped: number;
  readonly entries: number;
  readonly bytes: number;
}

/** What an entry takes beside its body: the encodings of it, headers, its key. */
const ENCODED_SHARE = 0.5;
const ENTRY_BYTES = 1_000;

/**
 * Finished answers to what the public asks, in memory, those that were not asked for the longest leaving first. What
 * an answer was made from is known by table: a change to one of them drops it. Of requests for the same answer that
 * come while it is being made, all get that one.
 */
export class AnswerCache {
  readonly #entries = new Map<string, Entry>();
  #flights = new Map<string, Promise<MadeAnswer>>();
  /** When each table changed last, in numbers of changes. */
  readonly #changedAt = new Map<string, number>();
  #changes = 0;
  #allChangedAt = 0;
  #bytes = 0;
  #isTrusted = true;
  #hits = 0;
  #misses = 0;
  #waits = 0;
  #evictions = 0;
  #dropped = 0;

  constructor(
    /** 0: nothing is kept. */
    readonly maxBytes: number,
    readonly clock: () => Date,
  ) {}

  /** An answer that is there and still right. */
  find(key: string): Answer | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (this.#isOutOfTime(entry)) {
      this.#remove(key, entry);
      return undefined;
    }
    // The last to be used is the last to leave.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#hits += 1;
    return entry.answer;
  }

  /** The answer that is there, or the one that is being made, or a new one. */
  async answer(key: string, make: () => Promise<MadeAnswer>): Promise<Answer> {
    return this.find(key) ?? this.make(key, make);
  }

  /** The answer that is being made, or a new one, where it is known that none is there. */
  async make(key: string, make: () => Promise<MadeAnswer>): Promise<Answer> {
    this.#misses += 1;
    if (this.#flights.has(key)) this.#waits += 1;
    const known = await this.#flights.get(key);
    // What is not to be kept may be for one of them alone, such as that they ask for too much.
    if (known) return known.dependencies ? known.answer : (await make()).answer;
    const begun = { changes: this.#changes, at: this.clock() };
    const flight = make();
    const flights = this.#flights;
    flights.set(key, flight);
    try {
      const made = await flight;
      if (made.dependencies) this.#keep(made.key ?? key, made.answer, made.dependencies, begun);
      return made.answer;
    } finally {
      flights.delete(key);
    }
  }

  /** Forgets what was made from these tables. Whoever asks from now on gets nothing that is older than this call. */
  drop(tables: Iterable<string>): void {
    this.#changes += 1;
    const changed = new Set(tables);
    for (const table of changed) this.#changedAt.set(table, this.#changes);
    // What is being made is finished for those who wait for it already.
    this.#flights = new Map();
    for (const [key, entry] of this.#entries) {
      if ([...entry.dependencies.tables].some((table) => changed.has(table))) this.#drop(key, entry);
    }
  }

  dropAll(): void {
    this.#changes += 1;
    this.#allChangedAt = this.#changes;
    this.#flights = new Map();
    for (const [key, entry] of this.#entries) this.#drop(key, entry);
  }

  /** While it is not known what changes, nothing is kept. */
  distrust(): void {
    this.#isTrusted = false;
    this.dropAll();
  }

  trust(): void {
    this.dropAll();
    this.#isTrusted = true;
  }

  get statistics(): CacheStatistics {
    return {
      hits: this.#hits,
      misses: this.#misses,
      waits: this.#waits,
      evictions: this.#evictions,
      dropped: this.#dropped,
      entries: this.#entries.size,
      bytes: this.#bytes,
    };
  }

  /** Also before its time, for a clock that was put back. */
  #isOutOfTime({ dependencies: { until }, madeAt }: Entry): boolean {
    if (!until) return false;
    const now = this.clock();
    return now >= until || now < madeAt;
  }

  #keep(key: string, answer: Answer, dependencies: Dependencies, begun: { changes: number; at: Date }): void {
    const bytes = Math.round(answer.body.length * (1 + ENCODED_SHARE)) + 2 * key.length + ENTRY_BYTES;
    if (!this.#isTrusted || bytes > this.maxBytes / 2 || this.#hasChangedSince(begun.changes, dependencies))
      return;
    const before = this.#entries.get(key);
    if (before) this.#remove(key, before);
    this.#entries.set(key, { answer, dependencies, madeAt: begun.at, bytes });
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#entries) {
      if (this.#bytes <= this.maxBytes) break;
      this.#evictions += 1;
      this.#remove(oldest, entry);
    }
  }

  /** What was read before a change may not be kept after it. */
  #hasChangedSince(begun: number, { tables }: Dependencies): boolean {
    return (
      this.#allChangedAt > begun || [...tables].some((table) => (this.#changedAt.get(table) ?? 0) > begun)
    );
  }

  #drop(key: string, entry: Entry): void {
    this.#dropped += 1;
    this.#remove(key, entry);
  }

  #remove(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
  }
}

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
