import { type FinishedResponse, wholeBody } from './finished-response.js';
import { Spool } from './spool.js';

/** What invalidates a cached response. */
export interface Dependencies {
  /** The tables that were read. */
  readonly tables: ReadonlySet<string>;
  /** When the response expires, even if no table changes. */
  readonly until?: Date | undefined;
}

export interface CacheableResponse {
  readonly response: FinishedResponse;
  /** Undefined for a response that must not be cached. */
  readonly dependencies?: Dependencies | undefined;
  /** The cache key, where the response serves more requests than those with the key that was looked up. */
  readonly key?: string | undefined;
}

interface Entry {
  readonly response: FinishedResponse;
  readonly dependencies: Dependencies;
  readonly createdAt: Date;
  readonly bytes: number;
}

export interface CacheStatistics {
  readonly hits: number;
  readonly misses: number;
  /** Misses that waited for a response already in the making. */
  readonly waits: number;
  readonly evictions: number;
  readonly invalidations: number;
  readonly entries: number;
  readonly bytes: number;
}

/** The size of an entry beside its body: compressed bodies in proportion to it, headers and key. */
const ENCODED_SHARE = 0.5;
const ENTRY_BYTES = 1_000;

/** The disk space for large bodies, each of which occupies a file. */
const MAX_SPOOLED_BYTES = 1_000_000_000;
const MAX_SPOOLS = 100;

function bytesOf(key: string, bodyLength: number): number {
  return Math.round(bodyLength * (1 + ENCODED_SHARE)) + 2 * key.length + ENTRY_BYTES;
}

/**
 * An LRU cache of public responses in memory, invalidated by table. Concurrent misses of one key are coalesced: they
 * all get the response of the first. Of a response with a body that stays in a file, the validators outlive it.
 */
export class ResponseCache {
  readonly #entries = new Map<string, Entry>();
  #inFlight = new Map<string, Promise<CacheableResponse>>();
  /** The number of the last invalidation of each table. */
  readonly #invalidatedAt = new Map<string, number>();
  #invalidations = 0;
  #allInvalidatedAt = 0;
  #bytes = 0;
  #isEnabled = true;
  #hits = 0;
  #misses = 0;
  #waits = 0;
  #evictions = 0;
  #dropped = 0;

  constructor(
    /** 0 turns the cache off. */
    readonly maxBytes: number,
    readonly clock: () => Date,
  ) {}

  get(key: string): FinishedResponse | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (this.#isExpired(entry)) {
      this.#remove(key, entry);
      return undefined;
    }
    // Most recently used last.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#hits += 1;
    return entry.response;
  }

  /** The cached response, or the one in flight, or a new one. */
  async getOrCreate(key: string, create: () => Promise<CacheableResponse>): Promise<FinishedResponse> {
    return this.get(key) ?? this.create(key, create);
  }

  /** The response in flight, or a new one; for a key that `get` has just missed. */
  async create(key: string, create: () => Promise<CacheableResponse>): Promise<FinishedResponse> {
    this.#misses += 1;
    if (this.#inFlight.has(key)) this.#waits += 1;
    const shared = await this.#inFlight.get(key);
    // One that must not be cached may concern its own request alone, such as a refusal.
    if (shared) return shared.dependencies ? shared.response : (await create()).response;
    const begun = { invalidations: this.#invalidations, at: this.clock() };
    const flight = create();
    const inFlight = this.#inFlight;
    inFlight.set(key, flight);
    try {
      const created = await flight;
      if (created.dependencies) this.#set(created.key ?? key, created.response, created.dependencies, begun);
      return created.response;
    } finally {
      inFlight.delete(key);
    }
  }

  /** Drops the responses that depend on these tables. A request that comes later gets nothing older than this call. */
  invalidate(tables: Iterable<string>): void {
    this.#invalidations += 1;
    const changed = new Set(tables);
    for (const table of changed) this.#invalidatedAt.set(table, this.#invalidations);
    // Responses in flight still go to the requests that are waiting for them.
    this.#inFlight = new Map();
    for (const [key, entry] of this.#entries) {
      if ([...entry.dependencies.tables].some((table) => changed.has(table))) this.#drop(key, entry);
    }
  }

  invalidateAll(): void {
    this.#invalidations += 1;
    this.#allInvalidatedAt = this.#invalidations;
    this.#inFlight = new Map();
    for (const [key, entry] of this.#entries) this.#drop(key, entry);
  }

  /** Caches nothing until `enable`: while changes go unnoticed, nothing can be invalidated. */
  disable(): void {
    this.#isEnabled = false;
    this.invalidateAll();
  }

  enable(): void {
    this.invalidateAll();
    this.#isEnabled = true;
  }

  get statistics(): CacheStatistics {
    return {
      hits: this.#hits,
      misses: this.#misses,
      waits: this.#waits,
      evictions: this.#evictions,
      invalidations: this.#dropped,
      entries: this.#entries.size,
      bytes: this.#bytes,
    };
  }

  /** Also true when the clock was put back to before the entry was created. */
  #isExpired({ dependencies: { until }, createdAt }: Entry): boolean {
    if (!until) return false;
    const now = this.clock();
    return now >= until || now < createdAt;
  }

  #set(
    key: string,
    response: FinishedResponse,
    dependencies: Dependencies,
    begun: { invalidations: number; at: Date },
  ): void {
    const { body } = response;
    const bytes = bytesOf(key, body instanceof Spool ? 0 : body.length);
    const isStale = this.#wasInvalidatedSince(begun.invalidations, dependencies);
    if (!this.#isEnabled || bytes > this.maxBytes / 2 || isStale) return;
    const entry = { response, dependencies, createdAt: begun.at, bytes };
    this.#put(key, entry);
    if (!(body instanceof Spool)) return;
    this.#keepSpool(body);
    void body.completed().then(
      () => this.#takeIntoMemory(key, entry, body),
      () => undefined,
    );
  }

  #put(key: string, entry: Entry): void {
    const previous = this.#entries.get(key);
    if (previous) this.#remove(key, previous);
    this.#entries.set(key, entry);
    this.#bytes += entry.bytes;
    for (const [oldest, other] of this.#entries) {
      if (this.#bytes <= this.maxBytes) break;
      this.#evictions += 1;
      this.#remove(oldest, other);
    }
  }

  /** Sending from there costs a fraction of sending from a file. */
  async #takeIntoMemory(key: string, entry: Entry, spool: Spool): Promise<void> {
    const bytes = bytesOf(key, spool.length);
    const isThere = () => this.#entries.get(key) === entry;
    if (!spool.isComplete || spool.isClosed || bytes > this.maxBytes / 2 || !isThere()) return;
    const body = await wholeBody(entry.response);
    if (isThere()) this.#put(key, { ...entry, response: { ...entry.response, body }, bytes });
  }

  /** Beyond the limit the least recently used are deleted, and their validators stay. */
  #keepSpool(spool: Spool): void {
    spool.keep(true);
    const kept = [...this.#entries.values()].flatMap(({ response: { body } }) =>
      body instanceof Spool && !body.isClosed ? body : [],
    );
    let bytes = kept.reduce((sum, { length }) => sum + length, 0);
    for (const [index, oldest] of kept.entries()) {
      if (bytes <= MAX_SPOOLED_BYTES && kept.length - index <= MAX_SPOOLS) break;
      bytes -= oldest.length;
      oldest.keep(false);
    }
  }

  /** Whether the response may have been read before a change that it depends on. */
  #wasInvalidatedSince(begun: number, { tables }: Dependencies): boolean {
    return (
      this.#allInvalidatedAt > begun ||
      [...tables].some((table) => (this.#invalidatedAt.get(table) ?? 0) > begun)
    );
  }

  #drop(key: string, entry: Entry): void {
    this.#dropped += 1;
    this.#remove(key, entry);
  }

  #remove(key: string, entry: Entry): void {
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
    if (entry.response.body instanceof Spool) entry.response.body.keep(false);
  }
}

/** Collects the dependencies of a response while it is being created. */
export class DependencyRecord {
  readonly tables = new Set<string>();
  /** The cache tags by which CDNs purge the response: see CacheTags. */
  readonly tags = new Set<string>();
  #until: Date | undefined;

  get until(): Date | undefined {
    return this.#until;
  }

  /** @param qualified names of tables with their schema; invalidation goes by the bare name, always of `published` */
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
