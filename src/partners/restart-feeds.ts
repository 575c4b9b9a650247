import type { ForgettingListener } from '../content/storage/listeners.js';
import { event } from '../events/event.js';
import type { Clock } from '../foundation/clock.js';
import { PartnerFeed } from './partner-feed.entity.js';

/**
 * Events that are removed without trace cannot be listed as changes, so clients with copies of feeds are told to start
 * again.
 */
export function restartFeeds(clock: Clock): ForgettingListener {
  return async ({ system }, content) => {
    if (content !== event) return [];
    await system.createQueryBuilder().update(PartnerFeed).set({ filterChangedAt: clock() }).execute();
    return [];
  };
}
