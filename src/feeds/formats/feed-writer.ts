import { setImmediate } from 'node:timers/promises';
import type { FeedHead, Item } from '../feed-item.js';

/** Writes a feed in chunks, deterministically. Withdrawn events may come before or after the others. */
export type FeedWriter = (
  head: FeedHead,
  items: AsyncIterable<Item> | Iterable<Item>,
) => AsyncIterable<string>;

/** A feed that is being written. */
export interface Composition {
  readonly opening: string;
  /** Empty for items that the format does not show. */
  item(item: Item): string;
  closing(): string;
}

/** In UTF-16 code units: large enough that the overhead of a chunk is small. */
const CHUNK = 32_768;

/** Makes a writer from a function that formats one item. Yields to other requests between chunks. */
export function streaming(begin: (head: FeedHead) => Composition): FeedWriter {
  return async function* write(head, items) {
    const composition = begin(head);
    let chunk = composition.opening;
    for await (const item of items) {
      chunk += composition.item(item);
      if (chunk.length < CHUNK) continue;
      yield chunk;
      chunk = '';
      await setImmediate();
    }
    yield chunk + composition.closing();
  };
}
