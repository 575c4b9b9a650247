import type { RequestRecord } from '../foundation/request-record.js';
import type { FinishedResponse, Headers } from '../http/finished-response.js';
import { tagHeadersOf, wholeBody } from '../http/finished-response.js';
import { type FeedSettings, findFeed, refusalOf } from './find-feed.js';

/**
 * Reads a JSON feed inside the program; a refusal is in `errors`, as in GraphQL.
 * @param record of the request, which is scheduled and charged for it
 */
export function feedReader(settings: FeedSettings) {
  /** A cached response: derived data can be cached with it. */
  const parsed = new WeakMap<FinishedResponse, unknown>();
  const jsonOf = async (rendered: FinishedResponse) => {
    const json: unknown = parsed.get(rendered) ?? JSON.parse((await wholeBody(rendered)).toString());
    parsed.set(rendered, json);
    return json;
  };
  return async (
    address: string,
    record?: RequestRecord,
  ): Promise<{ readonly status: number; readonly json: unknown; readonly tags?: Headers }> => {
    try {
      const { rendered } = await findFeed(settings, new URL(address, settings.publicUrl), { record });
      return { status: 200, json: await jsonOf(rendered), tags: tagHeadersOf(rendered.headers) };
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      return { status: refusal.status, json: { errors: [{ message: refusal.sentence }] } };
    }
  };
}
