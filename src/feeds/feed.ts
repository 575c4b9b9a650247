import type { FeedHead, Item } from './feed-item.js';
import type { FeedFormat } from './formats/formats.js';

/** A feed that is ready to be written, whatever it is of. */
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

/** What of the feed's head depends on the request. */
export interface FeedAddress {
  readonly language: string;
  readonly selfUrl: string;
  readonly homeUrl: string;
}

/** A feed without items has never changed; formats that demand an instant get the beginning of time. */
const NEVER = '1970-01-01T00:00:00.000Z';

export async function write(feed: Feed, format: FeedFormat, address: FeedAddress): Promise<WrittenFeed> {
  const { id, title, description, changedAt, extension } = feed;
  const head = {
    id,
    title,
    description,
    ...address,
    updatedAt: changedAt ?? NEVER,
    ...(extension ? { extension } : {}),
  };
  const chunks: Buffer[] = [];
  for await (const chunk of format.write(head, feed.items)) chunks.push(Buffer.from(chunk));
  return {
    body: Buffer.concat(chunks),
    lastModified: changedAt === null ? undefined : new Date(changedAt),
  };
}
