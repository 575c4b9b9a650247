import { type FeedSettings, findFeed, refusalOf } from './find-feed.js';

/** What a feed in JSON answers to the program itself; what is refused is a status with no JSON. */
export function readingFeeds(settings: FeedSettings) {
  return async (address: string): Promise<{ readonly status: number; readonly json: unknown }> => {
    try {
      const { answer } = await findFeed(settings, new URL(address, settings.publicUrl), {});
      return { status: 200, json: JSON.parse(answer.body.toString()) };
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      return { status: refusal.status, json: undefined };
    }
  };
}
