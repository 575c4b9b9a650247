import { timingSafeEqual } from 'node:crypto';
import { IsNull, LessThanOrEqual } from 'typeorm';
import { type Authenticator, Role, type Viewer } from '../content/contract/access.js';
import type { ContentStore } from '../content/storage/store.js';
import { BoundedMap } from '../foundation/bounded-map.js';
import { refuse } from '../foundation/errors.js';
import type { Logger } from '../foundation/logger.js';
import { ApiKey } from './account.entity.js';
import { hashOf, isWellFormed, KEY_PREFIX } from './secret.js';

/**
 * The cache TTL of keys, and how many are cached. A key revoked by another instance may be accepted here for five more
 * seconds; this instance invalidates it at once. A longer TTL would save little: a lookup is one query by an index.
 */
const TTL_MS = 5_000;
const MAX_KEYS = 1_000;
/** `lastUsedAt` is updated only if it is older than this. */
const USE_INTERVAL = 60_000;

interface CachedKey {
  readonly viewer: Viewer;
  readonly keyId: string;
  readonly expiresAt: Date | null;
  readonly readAt: number;
  lastUsedAt: number;
}

/** Authenticates API keys. */
export class ApiKeyAuthenticator implements Authenticator {
  readonly prefix = KEY_PREFIX;
  readonly #cache = new BoundedMap<string, CachedKey>(MAX_KEYS);
  readonly #lookups = new Map<string, Promise<CachedKey | undefined>>();
  readonly #writing = new Set<Promise<void>>();
  #changes = 0;

  constructor(
    readonly store: ContentStore,
    readonly logger: Logger,
  ) {}

  /** @throws Refusal UNAUTHENTICATED, with the same message for unknown and revoked keys */
  async authenticate(secret: string): Promise<Viewer> {
    if (!isWellFormed(secret)) {
      refuse('UNAUTHENTICATED', 'This is not a key of this API: it may be mistyped or truncated.');
    }
    const hash = hashOf(secret);
    const key = this.#cached(hash) ?? (await this.#find(hash));
    if (!key) return refuse('UNAUTHENTICATED', 'Unknown or revoked key.');
    const now = this.store.clock();
    // Checked for cached keys, too: expiry takes effect at once.
    if (key.expiresAt && key.expiresAt <= now) refuse('UNAUTHENTICATED', 'This key has expired.');
    this.#recordUse(key, now);
    return key.viewer;
  }

  /** Invalidates the cache; to be called after a change of keys or accounts is committed. */
  forget(): void {
    this.#changes += 1;
    this.#cache.clear();
    this.#lookups.clear();
  }

  /** Resolves when all uses so far have been recorded. */
  async settled(): Promise<void> {
    await Promise.all(this.#writing);
  }

  #cached(hash: string): CachedKey | undefined {
    const key = this.#cache.get(hash);
    if (!key) return undefined;
    const age = this.store.clock().getTime() - key.readAt;
    if (age >= 0 && age < TTL_MS) return key;
    this.#cache.delete(hash);
    return undefined;
  }

  /** Concurrent requests with the same key share one lookup. */
  async #find(hash: string): Promise<CachedKey | undefined> {
    const begun = this.#lookups.get(hash);
    if (begun) return begun;
    const lookup = this.#lookUp(hash);
    this.#lookups.set(hash, lookup);
    try {
      return await lookup;
    } finally {
      if (this.#lookups.get(hash) === lookup) this.#lookups.delete(hash);
    }
  }

  async #lookUp(hash: string): Promise<CachedKey | undefined> {
    const changes = this.#changes;
    const row = await this.#read(hash);
    if (!row?.account || row.revokedAt || row.account.disabledAt || !isSame(row.hash, hash)) return undefined;
    const known: CachedKey = {
      viewer: viewerOf(row, row.account.name),
      keyId: row.id,
      expiresAt: row.expiresAt,
      readAt: this.store.clock().getTime(),
      lastUsedAt: row.lastUsedAt?.getTime() ?? Number.NEGATIVE_INFINITY,
    };
    // What was read before a change must not be cached after it.
    if (changes === this.#changes) this.#store(hash, known);
    return known;
  }

  async #read(hash: string): Promise<ApiKey | undefined> {
    // Not findOne(), which makes two queries for a relation.
    const [row] = await this.store.draft.manager.find(ApiKey, {
      where: { hash },
      relations: { account: true },
    });
    return row;
  }

  #store(hash: string, key: CachedKey): void {
    this.#cache.set(hash, key);
  }

  /** Runs in the background. Errors are only logged. */
  #recordUse(key: CachedKey, now: Date): void {
    if (now.getTime() - key.lastUsedAt < USE_INTERVAL) return;
    key.lastUsedAt = now.getTime();
    const { keyId: id } = key;
    const before = LessThanOrEqual(new Date(now.getTime() - USE_INTERVAL));
    // Other instances may have recorded the same use meanwhile.
    const unlessRecorded = [
      { id, lastUsedAt: IsNull() },
      { id, lastUsedAt: before },
    ];
    const writing: Promise<void> = this.store.draft.manager
      .update(ApiKey, unlessRecorded, { lastUsedAt: now })
      .then(
        () => undefined,
        (error: unknown) => this.logger.warn({ err: error }, 'The use of a key could not be recorded.'),
      )
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }
}

function viewerOf({ id, accountId, roles, locales }: ApiKey, name: string): Viewer {
  return Object.freeze({
    name,
    // A newer version of the program may have more roles than this one.
    roles: Object.values(Role).filter((role) => roles.includes(role)),
    accountId,
    keyId: id,
    ...(locales ? { locales } : {}),
  });
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
