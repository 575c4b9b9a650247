import type { AccountContext } from '../accounts/account-context.js';
import type { FeedChanges } from './feed-changes.js';
import type { PartnerFeeds } from './partner-feeds.js';
import type { CheckQuery } from './saved-filter.js';

/** The dependencies of partner feeds beside the request context. */
export interface Partners {
  /** The public URL of this server, without a slash at the end. */
  readonly publicUrl: string;
  readonly feeds: PartnerFeeds;
  readonly changes: FeedChanges;
  readonly checkQuery: CheckQuery;
}

/** The request context of queries and mutations on feeds. */
export interface PartnerContext extends AccountContext {
  readonly partners: Partners;
}
