import type {
  AdmissionType,
  AttendanceMode,
  EventLifecycle,
  SchedulePrecision,
  SponsorshipType,
} from './operations.generated.js';

/** A text with its actual language, a BCP 47 tag. */
export interface LocalizedText {
  readonly text: string;
  readonly language: string;
}

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

export interface EventItem extends FeedItem {
  readonly kind: 'Event';
  readonly lifecycle: EventLifecycle;
  /** Set when it was withdrawn: only its id, title and time are left. */
  readonly isWithdrawn: boolean;
  readonly schedule: {
    readonly precision: SchedulePrecision;
    /** RFC 3339 with the offset of the time zone; for precision TIME. */
    readonly start?: string;
    readonly end?: string;
    /** YYYY-MM-DD, inclusive; the local days for precision TIME. */
    readonly startDate?: string;
    readonly endDate?: string;
    /** An IANA time zone. */
    readonly timeZone: string;
  };
  readonly attendanceMode?: AttendanceMode;
  readonly venue?: {
    readonly name?: string;
    readonly room?: string;
    readonly address?: string;
    readonly mapUrl?: string;
  };
  readonly onlineUrl?: string;
  readonly organisers: readonly Party[];
  readonly performers: readonly { readonly name: string }[];
  /** By role, in display order. */
  readonly sponsors: readonly Backer[];
  readonly admission?: {
    readonly type: AdmissionType;
    readonly price?: string;
    readonly currency?: string;
  };
  readonly registrationUrl?: string;
  readonly categories: readonly string[];
  /** BCP 47 tags of the spoken languages. */
  readonly spokenLanguages: readonly string[];
  readonly series?: { readonly id: string; readonly title?: string; readonly session?: number };
  /** The global id of its parent event. */
  readonly parentId?: string;
}

/** An item of a feed. */
export type Item = ArticleItem | EventItem;

export interface Party {
  readonly name: string;
  readonly url?: string;
}

export const backingTypes: readonly SponsorshipType[] = ['FUNDED', 'SPONSORED', 'IN_KIND', 'SUPPORTED'];

/** A backer of an event, and the label of its role in the language of the feed. */
export interface Backer extends Party {
  readonly type?: SponsorshipType;
  readonly label?: string;
}
