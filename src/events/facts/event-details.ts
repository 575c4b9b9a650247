/** The values of the enums of the same names: this file is also for browsers. */
export const EVENT_STATES = [
  'SCHEDULED',
  'RESCHEDULED',
  'TO_BE_ANNOUNCED',
  'POSTPONED',
  'CANCELLED',
  'ONGOING',
  'COMPLETED',
] as const;
export type EventState = (typeof EVENT_STATES)[number];

export const DAY_PARTS = ['MORNING', 'AFTERNOON', 'EVENING'] as const;

/** A text with its actual language, a BCP 47 tag. */
export interface LocalizedText {
  readonly text: string;
  readonly language: string;
}

/** The date and time of an event. */
export interface EventTimes {
  readonly precision: 'TIME' | 'DATE' | 'TBA';
  /** RFC 3339 with the offset of the time zone; for precision TIME. */
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  /** YYYY-MM-DD, inclusive; the local days for precision TIME. */
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
  /** The part of the day, if the time is unknown. */
  readonly dayPart?: (typeof DAY_PARTS)[number] | undefined;
  /** An IANA time zone. */
  readonly timeZone: string;
}

/** An organisation or a person with the label of their role, in the language of the request. */
export interface Party {
  /** Its name in the schema. */
  readonly role?: string;
  readonly label: string;
  readonly name: LocalizedText;
  readonly url?: string;
}

/** What there is to know about an event besides its own texts. */
export interface EventDetails {
  readonly state: EventState;
  readonly stateLabel: string;
  readonly schedule: EventTimes;
  /** When it was to begin before it was moved. */
  readonly previous?: Pick<EventTimes, 'start' | 'startDate'>;
  readonly attendanceMode?: 'IN_PERSON' | 'ONLINE' | 'HYBRID';
  readonly venue?: {
    readonly name?: LocalizedText;
    readonly room?: LocalizedText;
    readonly address?: LocalizedText;
    readonly mapUrl?: string;
  };
  readonly onlineUrl?: string;
  /** In display order. */
  readonly organisations: readonly Party[];
  readonly people: readonly Party[];
  /** Funders first. */
  readonly sponsors: readonly Party[];
  readonly admission?: {
    readonly type: 'FREE' | 'PAID' | 'MEMBERS';
    readonly price?: string;
    readonly currency?: string;
    readonly note?: LocalizedText;
  };
  readonly registration?: {
    readonly state: 'NOT_YET_OPEN' | 'OPEN' | 'FULL' | 'CLOSED';
    readonly label: string;
    readonly url?: string;
    /** RFC 3339 with the offset of the time zone. */
    readonly opensAt?: string;
    readonly deadline?: string;
  };
  /** BCP 47 tags. */
  readonly spokenLanguages: readonly string[];
}
