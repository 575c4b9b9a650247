import type { ReadContext } from '../content/reading/reader.js';
import type { SavedFilter } from './partner-feed.entity.js';

/** Which changes somebody wants to know. */
export interface ChangesAsked {
  readonly filter: SavedFilter;
  /** Everything that changed later than that. */
  readonly since: Date;
  /** A configured locale: the one that titles are in. */
  readonly locale: string;
}

export interface ChangedEvent {
  /** The global id. */
  readonly id: string;
  readonly title: string;
  /** RFC 3339: when it, or something that it shows, changed last in the eyes of the public. */
  readonly updatedAt: string;
}

/** An event that does not belong to the feed any more: taken out, deleted, or not one that the filter means. */
export interface WithdrawnEvent {
  /** The global id. */
  readonly id: string;
  /** Null where that is not known any more. */
  readonly title: string | null;
  /** RFC 3339. */
  readonly withdrawnAt: string;
}

export interface FeedChangeSet {
  /** Those that the filter means now. */
  readonly events: readonly ChangedEvent[];
  readonly withdrawn: readonly WithdrawnEvent[];
}

/** Knows what became of the events of a feed since an instant. */
export interface FeedChanges {
  /**
   * @param context of the request; what is read must be what the public sees, whoever asks
   * @returns undefined when so much has changed that the feed is better read anew
   */
  changes(asked: ChangesAsked, context: ReadContext): Promise<FeedChangeSet | undefined>;
}
