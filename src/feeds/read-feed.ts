import type { RequestRecord } from '../foundation/request-record.js';
import type { FinishedResponse, Headers } from '../http/finished-response.js';
import { tagHeadersOf } from '../http/finished-response.js';
import { type FeedSettings, findFeed, refusalOf } from './find-feed.js';

/**
 * What a feed in JSON answers to the program itself; why it is refused stands in `errors`, as GraphQL has them.
 * @param record of the request that it is for, whose turn it is
 */
export function readingFeeds(settings: FeedSettings) {
  /** Of answers that are kept: whoever makes something of one can keep that with it. */
  const parsed = new WeakMap<FinishedResponse, unknown>();
  const jsonOf = (answer: FinishedResponse) => {
    const json: unknown = parsed.get(answer) ?? JSON.parse(answer.body.toString());
    parsed.set(answer, json);
    return json;
  };
  return async (
    address: string,
    record?: RequestRecord,
  ): Promise<{ readonly status: number; readonly json: unknown; readonly tags?: Headers }> => {
    try {
      const { answer } = await findFeed(settings, new URL(address, settings.publicUrl), { record });
      return { status: 200, json: jsonOf(answer), tags: tagHeadersOf(answer.headers) };
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      return { status: refusal.status, json: { errors: [{ message: refusal.sentence }] } };
    }
  };
}
