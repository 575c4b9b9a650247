import { LessThan } from 'typeorm';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import { newId } from '../foundation/ids.js';
import type { Logger } from '../foundation/logger.js';
import { FeedFetch, PartnerFeed } from './partner-feed.entity.js';

/** The stored fetches per feed. */
export const STORED_FETCHES = 100;

/** The interval between writes of collected fetches. */
const FLUSH_INTERVAL_MS = 3_000;
const MAX_TEXT = 200;

/** A fetch of a feed. */
export interface NewFetch {
  /** Such as `ics`. */
  readonly format: string;
  /** The HTTP status; 304 counts like 200. */
  readonly status: number;
  readonly locale?: string | undefined;
  readonly userAgent?: string | undefined;
  readonly origin?: string | undefined;
  /** An error message for the partner. */
  readonly error?: string | undefined;
}

interface Collected {
  count: number;
  /** The latest ones, oldest first. */
  readonly fetches: FeedFetch[];
}

/** Logs fetches of feeds in batches, with a delay of some seconds. */
export class FetchLog {
  readonly #collected = new Map<string, Collected>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    readonly store: ContentStore,
    readonly logger: Logger,
  ) {}

  /** Runs in the background. Errors are not reported to the caller. */
  note(feedId: string, fetch: NewFetch): void {
    const collected = this.#collected.get(feedId) ?? { count: 0, fetches: [] };
    this.#collected.set(feedId, collected);
    collected.count += 1;
    collected.fetches.push(this.#entry(feedId, fetch));
    if (collected.fetches.length > STORED_FETCHES) collected.fetches.shift();
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_INTERVAL_MS).unref();
  }

  /** Writes the collected fetches; resolves when all of them are written, or have failed. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const collected = [...this.#collected];
    this.#collected.clear();
    if (collected.length > 0) this.#writing = this.#writing.then(() => this.#write(collected));
    return this.#writing;
  }

  async #write(collected: readonly (readonly [string, Collected])[]): Promise<void> {
    // In the same order on every instance, to avoid deadlocks.
    const sorted = [...collected].sort(([one], [other]) => (one < other ? -1 : 1));
    try {
      await this.store.transaction(async (transaction) => {
        for (const [feedId, each] of sorted) await writeFetches(transaction, feedId, each);
      });
    } catch (error) {
      this.logger.warn({ err: error }, 'Fetches of feeds could not be logged.');
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
      // For pages the origin is stored, and not the browsers of their visitors.
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
    skip: STORED_FETCHES - 1,
    take: 1,
  });
  if (oldest) await system.delete(FeedFetch, { feedId, id: LessThan(oldest.id) });
}

/** Untrusted text in a form that can be stored and displayed. */
function cut(text: string | undefined): string | null {
  if (!text) return null;
  return text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, MAX_TEXT)
    .toWellFormed();
}
