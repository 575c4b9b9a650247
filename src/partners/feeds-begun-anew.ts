import type { ForgettingListener } from '../content/storage/listeners.js';
import { event } from '../events/event.js';
import type { Clock } from '../foundation/clock.js';
import { PartnerFeed } from './partner-feed.entity.js';

/**
 * When events are to be forgotten, nobody can be told which: those who keep copies of feeds are told to read them anew,
 * and so have what there is.
 */
export function beginningFeedsAnew(clock: Clock): ForgettingListener {
  return async ({ system }, content) => {
    if (content !== event) return [];
    await system.createQueryBuilder().update(PartnerFeed).set({ filterChangedAt: clock() }).execute();
    return [];
  };
}
