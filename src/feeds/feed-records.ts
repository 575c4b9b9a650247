import type { BackingType } from './feed-item.js';

/** What the operations of feeds answer, by the name of their GraphQL type. */

interface ItemRecord {
  readonly id: string;
  readonly slug: string;
  readonly kindLabel: string;
  readonly title: string | null;
  readonly summary: string | null;
  /** Absent where it was not asked for. */
  readonly bodyHtml?: string | null;
  readonly bodyText?: string | null;
  readonly publishedAt: string | null;
  readonly changedAt: string;
  readonly credits: readonly { readonly displayName: string | null }[];
  readonly requiredDisclaimers: readonly DisclaimerRecord[];
  readonly links: readonly { readonly url: string | null }[];
  readonly localization: {
    readonly requested: string;
    readonly fallbacks: readonly { readonly field: string; readonly locale: string }[];
  };
}

export interface DisclaimerRecord {
  readonly text: string;
  readonly locale: string;
}

/** An organisation under the name that is printed; without a page there is nothing to link to. */
export interface PartyRecord {
  readonly displayName: string | null;
  readonly organisation: { readonly website: string | null } | null;
}

export interface BackerRecord extends PartyRecord {
  readonly type: BackingType;
  readonly typeLabel: string;
}

export interface ScheduleRecord {
  readonly precision: 'TIME' | 'DATE' | 'TBA';
  readonly start: string | null;
  readonly end: string | null;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly timeZone: string;
}

export interface EventRecord extends ItemRecord {
  readonly __typename: 'Event';
  readonly shortName: string | null;
  readonly lifecycle: 'SCHEDULED' | 'POSTPONED' | 'RESCHEDULED' | 'CANCELLED' | 'COMPLETED';
  readonly attendanceMode: 'IN_PERSON' | 'ONLINE' | 'HYBRID' | null;
  readonly onlineUrl: string | null;
  readonly schedule: ScheduleRecord;
  readonly venue: Readonly<Record<'name' | 'room' | 'address' | 'mapUrl', string | null>> | null;
  readonly participations: readonly PartyRecord[];
  readonly sponsorships: readonly BackerRecord[];
  readonly admission: {
    readonly type: 'FREE' | 'PAID' | 'MEMBERS';
    readonly price: string | null;
    readonly currency: string | null;
  } | null;
  readonly registration: { readonly url: string | null } | null;
  readonly categories: readonly string[];
  readonly spokenLanguages: readonly string[];
  readonly session: number | null;
  readonly series: { readonly id: string; readonly title: string | null } | null;
  readonly parent: { readonly id: string } | null;
}

export interface ArticleRecord extends ItemRecord {
  readonly __typename: 'Article';
  readonly publishedOn: string | null;
  readonly external: { readonly url: string | null } | null;
}

export interface WithdrawnRecord {
  readonly id: string;
  readonly title: string | null;
  readonly withdrawnAt: string;
  readonly schedule: ScheduleRecord;
}

export interface PageRecord<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
