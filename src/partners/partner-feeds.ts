import { parseGlobalId } from '../content/contract/global-id.js';
import type { ContentStore } from '../content/storage/store.js';
import { BoundedMap } from '../foundation/bounded-map.js';
import { Refusal, refuse } from '../foundation/errors.js';
import type { Logger } from '../foundation/logger.js';
import { noteOutage } from '../foundation/outages.js';
import { refusalOfPassing } from '../foundation/transient-errors.js';
import { FetchLog, type NewFetch } from './fetch-log.js';
import { PartnerFeed } from './partner-feed.entity.js';
import { feedSentences } from './partner-feed-sentences.js';
import { PARTNER_FEED } from './partner-feed-writing.js';

/**
 * How long a feed is believed to be what it was without asking the database, and how many are remembered. So a
 * change made through another instance is seen here after five seconds; this one forgets at once.
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

/** What is at the address of a feed: it, or that it was there once, or nothing that ever was. */
export type FoundFeed =
  | { readonly status: 'found'; readonly feed: SavedFeed }
  | { readonly status: 'gone'; readonly feed: SavedFeed }
  | { readonly status: 'missing' };

/** The feeds of partners for those who serve them. */
export class PartnerFeeds {
  readonly #known = new BoundedMap<string, { readonly feed: SavedFeed; readonly readAt: number }>(MAX_FEEDS);
  readonly #log: FetchLog | undefined;
  #changes = 0;

  constructor(
    readonly store: ContentStore,
    readonly logger: Logger,
    /** Whether nothing may be written: then fetches are not written down. */
    readOnly = false,
  ) {
    if (!readOnly) this.#log = new FetchLog(store, logger);
  }

  /** The feed with a global id. @throws Refusal UNAVAILABLE while the database cannot answer */
  async find(idText: string): Promise<FoundFeed> {
    const id = uuidIn(idText);
    const feed = id && (this.#remembered(id) ?? (await this.#read(id)));
    if (!feed) return { status: 'missing' };
    return { status: feed.deletedAt ? 'gone' : 'found', feed };
  }

  /** To be called whenever a feed has changed, after the change is committed. */
  forget(): void {
    this.#changes += 1;
    this.#known.clear();
  }

  /** Whether pages of an origin, by the header `Origin`, may read the feed. What is not a page sends none. */
  mayBeReadFrom({ allowedOrigins }: SavedFeed, origin: string | undefined): boolean {
    return origin === undefined || allowedOrigins === null || allowedOrigins.includes(origin);
  }

  /**
   * The locale that a feed is read in by whoever asks for `tag`, or for none.
   * @throws Refusal INVALID_LOCALE for one that is unknown, or not to be had of this feed
   */
  localeOf({ locales: allowed, defaultLocale }: SavedFeed, tag: string | undefined): string {
    const { locales } = this.store;
    // What was configured when the feed was saved need not be configured now.
    if (tag === undefined) return locales.lookup(defaultLocale) ?? locales.default;
    const locale = locales.match(tag);
    if (!allowed || allowed.includes(locale)) return locale;
    return refuse('INVALID_LOCALE', feedSentences.localeNotAllowed(locale, allowed), ['locale']);
  }

  /** Writes down that a feed was fetched. Nobody waits for that, and nothing fails when it fails. */
  noteFetch({ id }: Pick<SavedFeed, 'id'>, fetch: NewFetch): void {
    this.#log?.note(id, fetch);
  }

  /** Resolves when every fetch so far has been written down. */
  async settled(): Promise<void> {
    await this.#log?.flush();
  }

  #remembered(id: string): SavedFeed | undefined {
    const known = this.#known.get(id);
    const age = known ? this.store.clock().getTime() - known.readAt : Number.POSITIVE_INFINITY;
    return age >= 0 && age < TTL_MS ? known?.feed : undefined;
  }

  async #read(id: string): Promise<SavedFeed | undefined> {
    const changes = this.#changes;
    const readAt = this.store.clock().getTime();
    const feed = await this.#find(id);
    // What was read before a change must not be remembered after it.
    if (feed && changes === this.#changes) this.#known.set(id, { feed, readAt });
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

/** Undefined for what is not the id of a feed. */
function uuidIn(text: string): string | undefined {
  try {
    const { table, id } = parseGlobalId(text, []);
    return table === PARTNER_FEED ? id : undefined;
  } catch (error) {
    // An address may hold anything; what is no id leads to nothing.
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
