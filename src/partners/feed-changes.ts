import type { ReadContext } from '../content/reading/reader.js';
import type { SavedFilter } from './partner-feed.entity.js';

/** A request for changes. */
export interface ChangesRequest {
  readonly filter: SavedFilter;
  /** Only later changes. */
  readonly since: Date;
  /** A configured locale: the language of titles. */
  readonly locale: string;
}

export interface ChangedEvent {
  /** The global id. */
  readonly id: string;
  readonly title: string;
  /** RFC 3339: the last public change of the event, or of something that it shows. */
  readonly updatedAt: string;
}

/** An event that is no longer in the feed: withdrawn, deleted, or not matched by the filter. */
export interface WithdrawnEvent {
  /** The global id. */
  readonly id: string;
  /** Null if it is no longer known. */
  readonly title: string | null;
  /** RFC 3339. */
  readonly withdrawnAt: string;
}

export interface FeedChangeSet {
  /** Those that match the filter now. */
  readonly events: readonly ChangedEvent[];
  readonly withdrawn: readonly WithdrawnEvent[];
}

/** Finds the changes of the events of a feed since an instant. */
export interface FeedChanges {
  /**
   * @param context of the request; reads as the public, whoever the caller is
   * @returns undefined when there are so many changes that reading the whole feed is cheaper
   */
  changes(input: ChangesRequest, context: ReadContext): Promise<FeedChangeSet | undefined>;
}
