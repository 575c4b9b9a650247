import type { FinishedResponse } from '../http/finished-response.js';
import { spooled } from '../http/spool.js';
import { digestOfBytes } from '../http/validators.js';
import type { FeedHead, Item } from './feed-item.js';
import type { FeedFormat } from './formats/formats.js';

/** A feed of any kind, ready to be written. */
export interface Feed {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly items: AsyncIterable<Item> | Iterable<Item>;
  /** RFC 3339; null for a feed without items. */
  readonly changedAt: string | null;
  /** Differs whenever the items do, and can be written as JSON. */
  readonly state: unknown;
  readonly extension?: FeedHead['extension'];
  readonly isSingle?: boolean;
}

/** The head of a feed, as far as it depends on the request. */
export interface FeedAddress {
  readonly language: string;
  readonly selfUrl: string;
  readonly homeUrl: string;
}

/** For a feed without items, where a format requires an instant. */
const EPOCH = '1970-01-01T00:00:00.000Z';

/** @param done called when everything has been read, or nobody waits for it any more */
export async function write(
  feed: Feed,
  format: FeedFormat,
  address: FeedAddress,
  done: () => Promise<void>,
): Promise<Pick<FinishedResponse, 'body' | 'digest'>> {
  const { id, title, description, changedAt, extension, isSingle = false } = feed;
  const head = {
    id,
    title,
    description,
    ...address,
    updatedAt: changedAt ?? EPOCH,
    isSingle,
    ...(extension ? { extension } : {}),
  };
  async function* parts() {
    try {
      yield* format.write(head, feed.items);
    } finally {
      await done();
    }
  }
  const body = await spooled(parts());
  if (Buffer.isBuffer(body)) return { body };
  // Its beginning differs where the format, the settings or the labels do.
  return { body, digest: digestOfBytes(body.firstDigest + JSON.stringify(feed.state)) };
}
