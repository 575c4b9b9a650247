import type { AccountContext } from '../accounts/account-context.js';
import type { FeedChanges } from './feed-changes.js';
import type { PartnerFeeds } from './partner-feeds.js';
import type { CheckQuery } from './saved-filter.js';

/** What the feeds of partners need beside what a request brings. */
export interface Partners {
  /** Under which address the world reaches this program; without a slash at the end. */
  readonly publicUrl: string;
  readonly feeds: PartnerFeeds;
  readonly changes: FeedChanges;
  readonly checkQuery: CheckQuery;
}

/** What managing feeds, and looking at them, needs to know of a request. */
export interface PartnerContext extends AccountContext {
  readonly partners: Partners;
}
