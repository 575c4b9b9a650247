import { parseGlobalId } from '../content/contract/global-id.js';
import type { ContentStore } from '../content/storage/store.js';
import { BoundedMap } from '../foundation/bounded-map.js';
import { Refusal, refuse } from '../foundation/errors.js';
import type { Logger } from '../foundation/logger.js';
import { noteOutage } from '../foundation/outages.js';
import { refusalOfPassing } from '../foundation/transient-errors.js';
import { FetchLog, type NewFetch } from './fetch-log.js';
import { PartnerFeed } from './partner-feed.entity.js';
import { PARTNER_FEED } from './partner-feed-mutations.js';
import { feedSentences } from './partner-feed-sentences.js';

/**
 * The cache TTL of feeds, and how many are cached. A change by another instance becomes visible here after five
 * seconds; this one invalidates its cache at once.
 */
const TTL_MS = 5_000;
const MAX_FEEDS = 1_000;

/** What serving a feed needs to know of it. */
export type SavedFeed = Readonly<
  Pick<
    PartnerFeed,
    | 'id'
    | 'name'
    | 'organisationId'
    | 'filter'
    | 'defaultLocale'
    | 'locales'
    | 'theme'
    | 'allowedOrigins'
    | 'limit'
    | 'updatedAt'
    | 'deletedAt'
  >
>;

/** The state of a feed URL: a feed, a deleted one, or unknown. */
export type FoundFeed =
  | { readonly status: 'found'; readonly feed: SavedFeed }
  | { readonly status: 'gone'; readonly feed: SavedFeed }
  | { readonly status: 'missing' };

/** The cache of partner feeds for the routes that serve them. */
export class PartnerFeeds {
  readonly #cache = new BoundedMap<string, { readonly feed: SavedFeed; readonly readAt: number }>(MAX_FEEDS);
  readonly #log: FetchLog | undefined;
  #changes = 0;

  constructor(
    readonly store: ContentStore,
    readonly logger: Logger,
    /** A read-only instance does not log fetches. */
    readOnly = false,
  ) {
    if (!readOnly) this.#log = new FetchLog(store, logger);
  }

  /** The feed with a global id. @throws Refusal UNAVAILABLE while the database is down */
  async find(idText: string): Promise<FoundFeed> {
    const id = uuidIn(idText);
    const feed = id && (this.#cached(id) ?? (await this.#read(id)));
    if (!feed) return { status: 'missing' };
    return { status: feed.deletedAt ? 'gone' : 'found', feed };
  }

  /** Invalidates the cache; to be called after a change of feeds is committed. */
  forget(): void {
    this.#changes += 1;
    this.#cache.clear();
  }

  /** Whether pages of an origin, by the header `Origin`, may read the feed. Other clients send none. */
  mayBeReadFrom({ allowedOrigins }: SavedFeed, origin: string | undefined): boolean {
    return origin === undefined || allowedOrigins === null || allowedOrigins.includes(origin);
  }

  /**
   * The locale of the feed for a request with or without `tag`.
   * @throws Refusal INVALID_LOCALE if it is unknown, or not available in this feed
   */
  localeOf({ locales: allowed, defaultLocale }: SavedFeed, tag: string | undefined): string {
    const { locales } = this.store;
    // The configuration may have changed since the feed was saved.
    if (tag === undefined) return locales.lookup(defaultLocale) ?? locales.default;
    const locale = locales.match(tag);
    if (!allowed || allowed.includes(locale)) return locale;
    return refuse('INVALID_LOCALE', feedSentences.localeNotAllowed(locale, allowed), ['locale']);
  }

  /** Logs a fetch in the background. Errors are not reported to the caller. */
  logFetch({ id }: Pick<SavedFeed, 'id'>, fetch: NewFetch): void {
    this.#log?.note(id, fetch);
  }

  /** Resolves when all fetches so far have been logged. */
  async settled(): Promise<void> {
    await this.#log?.flush();
  }

  #cached(id: string): SavedFeed | undefined {
    const known = this.#cache.get(id);
    const age = known ? this.store.clock().getTime() - known.readAt : Number.POSITIVE_INFINITY;
    return age >= 0 && age < TTL_MS ? known?.feed : undefined;
  }

  async #read(id: string): Promise<SavedFeed | undefined> {
    const changes = this.#changes;
    const readAt = this.store.clock().getTime();
    const feed = await this.#find(id);
    // What was read before a change must not be cached after it.
    if (feed && changes === this.#changes) this.#cache.set(id, { feed, readAt });
    return feed;
  }

  async #find(id: string): Promise<SavedFeed | undefined> {
    try {
      const feed = await this.store.draft.manager.findOneBy(PartnerFeed, { id });
      return feed ? Object.freeze(feed) : undefined;
    } catch (error) {
      const refusal = refusalOfPassing(error);
      if (refusal) noteOutage(this.logger, refusal);
      throw refusal ?? error;
    }
  }
}

/** Undefined for an invalid id. */
function uuidIn(text: string): string | undefined {
  try {
    const { table, id } = parseGlobalId(text, []);
    return table === PARTNER_FEED ? id : undefined;
  } catch (error) {
    // URLs are not validated; an invalid id is simply unknown.
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
