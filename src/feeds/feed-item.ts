import type {
  AdmissionType,
  AttendanceMode,
  EventLifecycle,
  SchedulePrecision,
  SponsorshipType,
} from './operations.generated.js';

/** Words with the language that they really are in, a BCP 47 tag. */
export interface Words {
  readonly text: string;
  readonly language: string;
}

/** What a feed says of itself. All addresses are absolute. */
export interface FeedHead {
  /** Permanent and unique, a URI. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The language asked for. */
  readonly language: string;
  /** This very feed. */
  readonly selfUrl: string;
  /** A page for people. */
  readonly homeUrl: string;
  /** RFC 3339: when anything in it changed last. */
  readonly updatedAt: string;
  /** What formats for programs say of it beside that. */
  readonly extension?: Readonly<Record<string, unknown>>;
}

/** What items of every feed have. */
interface FeedItem {
  /** The global id, the same for ever. */
  readonly id: string;
  /** The UUID in it. */
  readonly uuid: string;
  readonly url?: string;
  /** RFC 3339, in UTC. */
  readonly publishedAt: string;
  /** RFC 3339, in UTC: when the item, or something that it shows, changed last in the eyes of the public. */
  readonly updatedAt: string;
  readonly kindLabel: string;
  readonly title: Words;
  readonly summary?: Words;
  /** Rendered and safe HTML, and the same as plain text. */
  readonly body?: { readonly html: string; readonly text: string; readonly language: string };
  /** What must be shown wherever the item is described at length. */
  readonly disclaimers: readonly Words[];
}

export interface ArticleItem extends FeedItem {
  readonly kind: 'Article';
  readonly authors: readonly string[];
}

export interface EventItem extends FeedItem {
  readonly kind: 'Event';
  readonly lifecycle: EventLifecycle;
  /** Set when it was taken out: what is left of it is its id, title and time. */
  readonly isWithdrawn: boolean;
  readonly schedule: {
    readonly precision: SchedulePrecision;
    /** RFC 3339 with the offset of the time zone; for precision TIME. */
    readonly start?: string;
    readonly end?: string;
    /** YYYY-MM-DD, the last day included; for precision TIME the local days. */
    readonly startDate?: string;
    readonly endDate?: string;
    /** IANA. */
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
  /** By how they back it, in the order in which that is told. */
  readonly sponsors: readonly Backer[];
  readonly admission?: {
    readonly type: AdmissionType;
    readonly price?: string;
    readonly currency?: string;
  };
  readonly registrationUrl?: string;
  readonly categories: readonly string[];
  /** BCP 47 tags of the languages spoken there. */
  readonly spokenLanguages: readonly string[];
  readonly series?: { readonly id: string; readonly title?: string; readonly session?: number };
  /** The global id of the event it is a part of. */
  readonly parentId?: string;
}

/** What stands in a feed. */
export type Item = ArticleItem | EventItem;

export interface Party {
  readonly name: string;
  readonly url?: string;
}

export const backingTypes: readonly SponsorshipType[] = ['FUNDED', 'SPONSORED', 'IN_KIND', 'SUPPORTED'];

/** Who backs an event, and in the language of the feed the words for how. */
export interface Backer extends Party {
  readonly type?: SponsorshipType;
  readonly label?: string;
}
