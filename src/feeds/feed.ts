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
  readonly extension?: FeedHead['extension'];
}

export interface WrittenFeed {
  readonly body: Buffer;
  readonly lastModified: Date | undefined;
}

/** The head of a feed, as far as it depends on the request. */
export interface FeedAddress {
  readonly language: string;
  readonly selfUrl: string;
  readonly homeUrl: string;
}

/** For a feed without items, where a format requires an instant. */
const EPOCH = '1970-01-01T00:00:00.000Z';

export async function write(feed: Feed, format: FeedFormat, address: FeedAddress): Promise<WrittenFeed> {
  const { id, title, description, changedAt, extension } = feed;
  const head = {
    id,
    title,
    description,
    ...address,
    updatedAt: changedAt ?? EPOCH,
    ...(extension ? { extension } : {}),
  };
  const chunks: Buffer[] = [];
  for await (const chunk of format.write(head, feed.items)) chunks.push(Buffer.from(chunk));
  return {
    body: Buffer.concat(chunks),
    lastModified: changedAt === null ? undefined : new Date(changedAt),
  };
}
