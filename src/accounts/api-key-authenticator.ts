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
 * How long a key that was good is believed to be good without asking the database, and how many are remembered.
 * So a key that another instance revokes may be accepted here for five seconds more; this instance forgets it at
 * once. Longer would save little: it is one query by an index.
 */
const TTL_MS = 5_000;
const MAX_KEYS = 1_000;
/** A use is written down when the last one is older than that. */
const USE_INTERVAL = 60_000;

interface KnownKey {
  readonly viewer: Viewer;
  readonly keyId: string;
  readonly expiresAt: Date | null;
  readonly readAt: number;
  lastUsedAt: number;
}

/** Knows whose a key is. */
export class ApiKeyAuthenticator implements Authenticator {
  readonly prefix = KEY_PREFIX;
  readonly #known = new BoundedMap<string, KnownKey>(MAX_KEYS);
  readonly #lookups = new Map<string, Promise<KnownKey | undefined>>();
  readonly #writing = new Set<Promise<void>>();
  #changes = 0;

  constructor(
    readonly store: ContentStore,
    readonly logger: Logger,
  ) {}

  /** @throws Refusal UNAUTHENTICATED, with the same sentence for keys that never were and keys that were revoked */
  async authenticate(secret: string): Promise<Viewer> {
    if (!isWellFormed(secret)) {
      refuse('UNAUTHENTICATED', 'This is not a key of this API: it may be mistyped or cut off.');
    }
    const hash = hashOf(secret);
    const key = this.#remembered(hash) ?? (await this.#find(hash));
    if (!key) return refuse('UNAUTHENTICATED', 'This key is not known, or has been revoked.');
    const now = this.store.clock();
    // Also for a key that is remembered: it is refused from the very instant on.
    if (key.expiresAt && key.expiresAt <= now) refuse('UNAUTHENTICATED', 'This key has expired.');
    this.#noteUse(key, now);
    return key.viewer;
  }

  /** To be called whenever a key or an account has changed, after the change is committed. */
  forget(): void {
    this.#changes += 1;
    this.#known.clear();
    this.#lookups.clear();
  }

  /** Resolves when every use so far has been written down. */
  async settled(): Promise<void> {
    await Promise.all(this.#writing);
  }

  #remembered(hash: string): KnownKey | undefined {
    const key = this.#known.get(hash);
    if (!key) return undefined;
    const age = this.store.clock().getTime() - key.readAt;
    if (age >= 0 && age < TTL_MS) return key;
    this.#known.delete(hash);
    return undefined;
  }

  /** Of many requests that come with a key at once, one looks it up. */
  async #find(hash: string): Promise<KnownKey | undefined> {
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

  async #lookUp(hash: string): Promise<KnownKey | undefined> {
    const changes = this.#changes;
    const row = await this.#read(hash);
    if (!row?.account || row.revokedAt || row.account.disabledAt || !isSame(row.hash, hash)) return undefined;
    const known: KnownKey = {
      viewer: viewerOf(row, row.account.name),
      keyId: row.id,
      expiresAt: row.expiresAt,
      readAt: this.store.clock().getTime(),
      lastUsedAt: row.lastUsedAt?.getTime() ?? Number.NEGATIVE_INFINITY,
    };
    // What was read before a change must not be remembered after it.
    if (changes === this.#changes) this.#remember(hash, known);
    return known;
  }

  async #read(hash: string): Promise<ApiKey | undefined> {
    // Not findOne(): with a relation that makes two queries.
    const [row] = await this.store.draft.manager.find(ApiKey, {
      where: { hash },
      relations: { account: true },
    });
    return row;
  }

  #remember(hash: string, key: KnownKey): void {
    this.#known.set(hash, key);
  }

  /** Nobody waits for that, and nothing fails when it fails. */
  #noteUse(key: KnownKey, now: Date): void {
    if (now.getTime() - key.lastUsedAt < USE_INTERVAL) return;
    key.lastUsedAt = now.getTime();
    const { keyId: id } = key;
    const before = LessThanOrEqual(new Date(now.getTime() - USE_INTERVAL));
    // Other instances may have written the same use down meanwhile.
    const unlessNoted = [
      { id, lastUsedAt: IsNull() },
      { id, lastUsedAt: before },
    ];
    const writing: Promise<void> = this.store.draft.manager
      .update(ApiKey, unlessNoted, { lastUsedAt: now })
      .then(
        () => undefined,
        (error: unknown) => this.logger.warn({ err: error }, 'The use of a key could not be written down.'),
      )
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }
}

function viewerOf({ id, accountId, roles, locales }: ApiKey, name: string): Viewer {
  return Object.freeze({
    name,
    // A newer version of the program may know more roles than this one.
    roles: Object.values(Role).filter((role) => roles.includes(role)),
    accountId,
    keyId: id,
    ...(locales ? { locales } : {}),
  });
}

function isSame(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
