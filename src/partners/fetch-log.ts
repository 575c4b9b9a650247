import { LessThan } from 'typeorm';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import { newId } from '../foundation/ids.js';
import type { Logger } from '../foundation/logger.js';
import { FeedFetch, PartnerFeed } from './partner-feed.entity.js';

/** How many fetches of each feed are kept. */
export const KEPT_FETCHES = 100;

/** How long fetches are collected before they are written down together. */
const COLLECTED_FOR = 3_000;
const MAX_TEXT = 200;

/** One fetch of a feed, as whoever answered it tells. */
export interface NewFetch {
  /** Such as `ics`. */
  readonly format: string;
  /** Of HTTP; 304 counts like 200. */
  readonly status: number;
  readonly locale?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly origin?: string | undefined;
  /** What was wrong, as a sentence for the partner. */
  readonly error?: string | undefined;
}

interface Collected {
  count: number;
  /** The last ones, the oldest first. */
  readonly fetches: FeedFetch[];
}

/** Writes down who fetched which feed: some seconds later, and many at once. */
export class FetchLog {
  readonly #collected = new Map<string, Collected>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    readonly store: ContentStore,
    readonly logger: Logger,
  ) {}

  /** Nobody waits for that, and nothing fails when it fails. */
  note(feedId: string, fetch: NewFetch): void {
    const collected = this.#collected.get(feedId) ?? { count: 0, fetches: [] };
    this.#collected.set(feedId, collected);
    collected.count += 1;
    collected.fetches.push(this.#entry(feedId, fetch));
    if (collected.fetches.length > KEPT_FETCHES) collected.fetches.shift();
    this.#timer ??= setTimeout(() => void this.flush(), COLLECTED_FOR).unref();
  }

  /** Writes down what has been collected; resolves when all of it is written, or could not be. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const collected = [...this.#collected];
    this.#collected.clear();
    if (collected.length > 0) this.#writing = this.#writing.then(() => this.#write(collected));
    return this.#writing;
  }

  async #write(collected: readonly (readonly [string, Collected])[]): Promise<void> {
    // In the same order on every instance, so that two of them do not wait for each other.
    const sorted = [...collected].sort(([one], [other]) => (one < other ? -1 : 1));
    try {
      await this.store.transaction(async (transaction) => {
        for (const [feedId, each] of sorted) await writeFetches(transaction, feedId, each);
      });
    } catch (error) {
      this.logger.warn({ err: error }, 'Fetches of feeds could not be written down.');
    }
  }

  #entry(feedId: string, { format, status, locale, userAgent, origin, error }: NewFetch): FeedFetch {
    return {
      id: newId(),
      feedId,
      at: this.store.clock(),
      format: cut(format) ?? '',
      status,
      locale: cut(locale),
      // A page of a partner is told by its origin; which browser its visitors have is nobody's business.
      userAgent: origin ? null : cut(userAgent),
      origin: cut(origin),
      error: cut(error),
    };
  }
}

async function writeFetches(
  { system }: Transaction,
  feedId: string,
  { count, fetches }: Collected,
): Promise<void> {
  const failed = fetches.findLast(({ error }) => error !== null);
  await system.update(
    PartnerFeed,
    { id: feedId },
    {
      fetchCount: () => `fetch_count + ${count}`,
      lastFetchedAt: fetches.at(-1)?.at ?? null,
      ...(failed ? { lastError: failed.error, lastErrorAt: failed.at } : {}),
    },
  );
  await system.insert(FeedFetch, fetches);
  const [oldest] = await system.find(FeedFetch, {
    where: { feedId },
    order: { id: 'DESC' },
    skip: KEPT_FETCHES - 1,
    take: 1,
  });
  if (oldest) await system.delete(FeedFetch, { feedId, id: LessThan(oldest.id) });
}

/** What others send, in a form that can be stored and shown. */
function cut(text: string | undefined): string | null {
  if (!text) return null;
  return text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, MAX_TEXT)
    .toWellFormed();
}
