import type { Headers } from '../http/answer.js';
import { tagHeadersOf } from '../http/tag-headers.js';
import { type FeedSettings, findFeed, refusalOf } from './find-feed.js';

/**
 * What a feed in JSON answers to the program itself; why it is refused stands in `errors`, as GraphQL has them.
 * @param pay takes points for a feed that has to be made. @throws whatever refuses it
 */
export function readingFeeds(settings: FeedSettings) {
  return async (
    address: string,
    pay: (points: number) => void,
  ): Promise<{ readonly status: number; readonly json: unknown; readonly tags?: Headers }> => {
    try {
      const { answer } = await findFeed(settings, new URL(address, settings.publicUrl), { pay });
      return { status: 200, json: JSON.parse(answer.body.toString()), tags: tagHeadersOf(answer.headers) };
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      return { status: refusal.status, json: { errors: [{ message: refusal.sentence }] } };
    }
  };
}
