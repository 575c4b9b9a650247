import type { EventLifecycle } from '../events/event.enum.js';
import type { EventDetails, LocalizedText } from '../events/facts/event-details.js';

/** The metadata of a feed. All URLs are absolute. */
export interface FeedHead {
  /** A permanent and unique URI. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The requested language. */
  readonly language: string;
  /** The URL of this feed. */
  readonly selfUrl: string;
  /** The URL of a page for people. */
  readonly homeUrl: string;
  /** RFC 3339: the last change of any item. */
  readonly updatedAt: string;
  /** Whether it is a single event, for a calendar to import: nothing to subscribe to. */
  readonly isSingle: boolean;
  /** Additional metadata in formats for programs. */
  readonly extension?: Readonly<Record<string, unknown>>;
}

/** The common fields of all items. */
interface FeedItem {
  /** The global id, which never changes. */
  readonly id: string;
  /** The UUID of the global id. */
  readonly uuid: string;
  readonly url?: string;
  /** RFC 3339, in UTC. */
  readonly publishedAt: string;
  /** RFC 3339, in UTC: the last public change of the item, or of something that it shows. */
  readonly updatedAt: string;
  readonly kindLabel: string;
  readonly title: LocalizedText;
  readonly summary?: LocalizedText;
  /** Sanitised HTML, and the same as plain text. */
  readonly body?: { readonly html: string; readonly text: string; readonly language: string };
  /** Texts that must be shown wherever the item is described at length. */
  readonly disclaimers: readonly LocalizedText[];
}

export interface ArticleItem extends FeedItem {
  readonly kind: 'Article';
  readonly authors: readonly string[];
}

export interface EventItem extends FeedItem, EventDetails {
  readonly kind: 'Event';
  /** As editors have set it; see `state`. */
  readonly lifecycle: EventLifecycle;
  /** Set when it was withdrawn: only its id, title and time are left. */
  readonly isWithdrawn: boolean;
  readonly categories: readonly string[];
  readonly series?: { readonly id: string; readonly title?: string; readonly session?: number };
  /** The global id of its parent event. */
  readonly parentId?: string;
}

/** An item of a feed. */
export type Item = ArticleItem | EventItem;
