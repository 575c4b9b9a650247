// Written by `npm run generate`, from schema.graphql and the .graphql files of this folder: change those.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> =
  | T
  | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AdmissionType = 'FREE' | 'MEMBERS' | 'PAID';

export type ArticleFilter = {
  readonly changedBy?: string | null | undefined;
  readonly changedSince?: string | null | undefined;
  readonly creditedTo?: string | null | undefined;
  readonly event?: string | null | undefined;
  readonly from?: string | null | undefined;
  readonly hasLocale?: string | null | undefined;
  readonly isChanged?: boolean | null | undefined;
  readonly isPublic?: boolean | null | undefined;
  readonly issue?: string | null | undefined;
  readonly kind?: ReadonlyArray<ArticleKind> | null | undefined;
  readonly lacksLocale?: string | null | undefined;
  readonly organisation?: string | null | undefined;
  readonly person?: string | null | undefined;
  readonly series?: string | null | undefined;
  readonly to?: string | null | undefined;
};

export type ArticleKind =
  | 'ANNOUNCEMENT'
  | 'COLUMN'
  | 'EVENT_REPORT'
  | 'INITIATIVE'
  | 'NEWS'
  | 'NOTICE'
  | 'VISIT';

export type ArticleOrder =
  | 'OCCURRED_DESC'
  | 'PUBLISHED_AT_DESC'
  | 'PUBLISHED_ON_ASC'
  | 'PUBLISHED_ON_DESC'
  | 'TITLE_ASC'
  | 'UPDATED_AT_DESC';

export type AttendanceMode = 'HYBRID' | 'IN_PERSON' | 'ONLINE';

export type DayPart = 'AFTERNOON' | 'EVENING' | 'MORNING';

export type EventFilter = {
  readonly attendanceMode?: ReadonlyArray<AttendanceMode> | null | undefined;
  readonly changedBy?: string | null | undefined;
  readonly changedSince?: string | null | undefined;
  readonly from?: string | null | undefined;
  readonly hasLocale?: string | null | undefined;
  readonly isChanged?: boolean | null | undefined;
  readonly isPublic?: boolean | null | undefined;
  readonly issue?: string | null | undefined;
  readonly kind?: ReadonlyArray<EventKind> | null | undefined;
  readonly lacksLocale?: string | null | undefined;
  readonly lifecycle?: ReadonlyArray<EventLifecycle> | null | undefined;
  readonly organisation?: string | null | undefined;
  readonly parent?: string | null | undefined;
  readonly person?: string | null | undefined;
  readonly registration?: ReadonlyArray<RegistrationState> | null | undefined;
  readonly role?: ReadonlyArray<OrganisationRole> | null | undefined;
  readonly series?: string | null | undefined;
  readonly state?: ReadonlyArray<EventState> | null | undefined;
  readonly time?: EventTime | null | undefined;
  readonly to?: string | null | undefined;
};

export type EventKind =
  | 'AWARD_SCHEME'
  | 'CEREMONY'
  | 'COMPETITION'
  | 'CONFERENCE'
  | 'EXHIBITION'
  | 'FORUM'
  | 'GOVERNANCE_MEETING'
  | 'OTHER'
  | 'PAVILION'
  | 'ROUNDTABLE'
  | 'SEMINAR'
  | 'SIGNING'
  | 'SUMMIT'
  | 'TALK'
  | 'TRAINING'
  | 'VISIT';

export type EventLifecycle = 'CANCELLED' | 'COMPLETED' | 'POSTPONED' | 'RESCHEDULED' | 'SCHEDULED';

export type EventOrder = 'PUBLISHED_AT_DESC' | 'START_ASC' | 'START_DESC' | 'TITLE_ASC' | 'UPDATED_AT_DESC';

export type EventState =
  | 'CANCELLED'
  | 'COMPLETED'
  | 'ONGOING'
  | 'POSTPONED'
  | 'RESCHEDULED'
  | 'SCHEDULED'
  | 'TO_BE_ANNOUNCED';

export type EventTime = 'ONGOING' | 'PAST' | 'UPCOMING';

export type OrganisationRole =
  | 'CO_ORGANISER'
  | 'EXHIBITOR'
  | 'HOST'
  | 'IMPLEMENTER'
  | 'JOINT_ORGANISER'
  | 'MEDIA_PARTNER'
  | 'OPERATOR'
  | 'ORGANISER'
  | 'SIGNATORY'
  | 'STRATEGIC_PARTNER'
  | 'SUPPORTING';

export type PersonRole =
  | 'AUTHOR'
  | 'AWARDEE'
  | 'BRIEFER'
  | 'GUEST_OF_HONOUR'
  | 'HOST'
  | 'KEYNOTE_SPEAKER'
  | 'MODERATOR'
  | 'PRESENTER'
  | 'SIGNATORY'
  | 'SPEAKER'
  | 'VISITOR'
  | 'WITNESS';

export type RegistrationState = 'CLOSED' | 'FULL' | 'NOT_YET_OPEN' | 'OPEN';

export type SchedulePrecision = 'DATE' | 'TBA' | 'TIME';

export type SponsorshipType = 'FUNDED' | 'IN_KIND' | 'SPONSORED' | 'SUPPORTED';

export type EventFeedQueryVariables = Exact<{
  html: boolean;
  text: boolean;
  filter?: EventFilter | null | undefined;
  orderBy?: EventOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  locale?: string | null | undefined;
}>;

export type EventFeedQuery = {
  readonly page: {
    readonly nodes: ReadonlyArray<FeedEventFragment>;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};

export type OneEventQueryVariables = Exact<{
  html: boolean;
  text: boolean;
  id: string;
  locale?: string | null | undefined;
}>;

export type OneEventQuery = { readonly event: FeedEventFragment | null };

export type ArticleFeedQueryVariables = Exact<{
  html: boolean;
  text: boolean;
  filter?: ArticleFilter | null | undefined;
  orderBy?: ArticleOrder | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  locale?: string | null | undefined;
}>;

export type ArticleFeedQuery = {
  readonly page: {
    readonly nodes: ReadonlyArray<FeedArticleFragment>;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};

export type IssueFeedQueryVariables = Exact<{
  html: boolean;
  text: boolean;
  id?: string | null | undefined;
  slug?: string | null | undefined;
  locale?: string | null | undefined;
}>;

export type IssueFeedQuery = {
  readonly issue: {
    readonly id: string;
    readonly title: string | null;
    readonly updatedAt: string;
    readonly requiredDisclaimers: ReadonlyArray<DisclaimerFragment>;
    readonly sections: ReadonlyArray<{
      readonly items: ReadonlyArray<{ readonly content: FeedArticleFragment | FeedEventFragment }>;
    }>;
  } | null;
};

export type FeedEventFragment = {
  readonly __typename: 'Event';
  readonly id: string;
  readonly slug: string;
  readonly kindLabel: string;
  readonly title: string | null;
  readonly shortName: string | null;
  readonly summary: string | null;
  readonly publishedAt: string | null;
  readonly changedAt: string;
  readonly lifecycle: EventLifecycle;
  readonly state: EventState;
  readonly stateLabel: string;
  readonly previousStart: string | null;
  readonly previousStartDate: string | null;
  readonly attendanceMode: AttendanceMode | null;
  readonly onlineUrl: string | null;
  readonly categories: ReadonlyArray<string>;
  readonly spokenLanguages: ReadonlyArray<string>;
  readonly session: number | null;
  readonly bodyHtml?: string | null;
  readonly bodyText?: string | null;
  readonly schedule: EventScheduleFragment;
  readonly venue: {
    readonly name: string | null;
    readonly room: string | null;
    readonly address: string | null;
    readonly mapUrl: string | null;
    readonly localization: OriginFragment;
  } | null;
  readonly participations: ReadonlyArray<{
    readonly role: OrganisationRole;
    readonly roleLabel: string;
    readonly displayName: string | null;
    readonly organisation: { readonly website: string | null } | null;
    readonly fallbacks: ReadonlyArray<FallbackFragment>;
  }>;
  readonly credits: ReadonlyArray<{
    readonly role: PersonRole;
    readonly roleLabel: string;
    readonly displayName: string | null;
    readonly fallbacks: ReadonlyArray<FallbackFragment>;
  }>;
  readonly sponsorships: ReadonlyArray<{
    readonly type: SponsorshipType;
    readonly typeLabel: string;
    readonly displayName: string | null;
    readonly organisation: { readonly website: string | null } | null;
    readonly localization: OriginFragment;
  }>;
  readonly requiredDisclaimers: ReadonlyArray<DisclaimerFragment>;
  readonly admission: {
    readonly type: AdmissionType;
    readonly price: string | null;
    readonly currency: string | null;
    readonly note: string | null;
  } | null;
  readonly registration: {
    readonly url: string | null;
    readonly opensAt: string | null;
    readonly deadline: string | null;
    readonly state: RegistrationState;
    readonly stateLabel: string;
  } | null;
  readonly series: { readonly id: string; readonly title: string | null } | null;
  readonly parent: { readonly id: string } | null;
  readonly links: ReadonlyArray<{ readonly url: string | null }>;
  readonly localization: OriginFragment;
};

export type FeedArticleFragment = {
  readonly __typename: 'Article';
  readonly id: string;
  readonly slug: string;
  readonly kindLabel: string;
  readonly title: string | null;
  readonly summary: string | null;
  readonly publishedAt: string | null;
  readonly publishedOn: string | null;
  readonly changedAt: string;
  readonly bodyHtml?: string | null;
  readonly bodyText?: string | null;
  readonly credits: ReadonlyArray<{ readonly displayName: string | null }>;
  readonly requiredDisclaimers: ReadonlyArray<DisclaimerFragment>;
  readonly external: { readonly url: string | null } | null;
  readonly links: ReadonlyArray<{ readonly url: string | null }>;
  readonly localization: OriginFragment;
};

export type EventScheduleFragment = {
  readonly precision: SchedulePrecision;
  readonly start: string | null;
  readonly end: string | null;
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly dayPart: DayPart | null;
  readonly timeZone: string;
};

export type DisclaimerFragment = { readonly text: string; readonly locale: string };

export type OriginFragment = {
  readonly requested: string;
  readonly fallbacks: ReadonlyArray<FallbackFragment>;
};

export type FallbackFragment = { readonly field: string; readonly locale: string };

export type EventChangesQueryVariables = Exact<{
  filter?: EventFilter | null | undefined;
  orderBy?: EventOrder | null | undefined;
  first?: number | null | undefined;
  locale?: string | null | undefined;
}>;

export type EventChangesQuery = {
  readonly page: {
    readonly nodes: ReadonlyArray<{
      readonly id: string;
      readonly title: string | null;
      readonly changedAt: string;
      readonly state: EventState;
      readonly registration: { readonly state: RegistrationState } | null;
    }>;
  };
};

export type ArticleChangesQueryVariables = Exact<{
  filter?: ArticleFilter | null | undefined;
  orderBy?: ArticleOrder | null | undefined;
  first?: number | null | undefined;
  locale?: string | null | undefined;
}>;

export type ArticleChangesQuery = {
  readonly page: {
    readonly nodes: ReadonlyArray<{
      readonly id: string;
      readonly title: string | null;
      readonly changedAt: string;
    }>;
  };
};

export type ChangesQueryVariables = Exact<{
  filter?: EventFilter | null | undefined;
  first?: number | null | undefined;
  locale?: string | null | undefined;
}>;

export type ChangesQuery = {
  readonly page: {
    readonly nodes: ReadonlyArray<{
      readonly id: string;
      readonly title: string | null;
      readonly kindLabel: string;
      readonly changedAt: string;
    }>;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};

export type WithdrawnQueryVariables = Exact<{
  filter?: EventFilter | null | undefined;
  first: number;
  after?: string | null | undefined;
  locale?: string | null | undefined;
}>;

export type WithdrawnQuery = {
  readonly page: {
    readonly nodes: ReadonlyArray<{
      readonly id: string;
      readonly title: string | null;
      readonly withdrawnAt: string;
      readonly schedule: EventScheduleFragment;
    }>;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};

export type HasIdQueryVariables = Exact<{
  named: string;
}>;

export type HasIdQuery = {
  readonly node:
    | { readonly id: string }
    | { readonly id: string }
    | { readonly id: string }
    | { readonly id: string }
    | { readonly id: string }
    | { readonly id: string }
    | { readonly id: string }
    | { readonly id: string }
    | { readonly id: string }
    | { readonly id: string }
    | null;
};

export type HasSlugQueryVariables = Exact<{
  named: string;
  locale?: string | null | undefined;
  organisation?: boolean;
  person?: boolean;
  event?: boolean;
  issue?: boolean;
}>;

export type HasSlugQuery = {
  readonly organisation?: { readonly id: string } | null;
  readonly person?: { readonly id: string } | null;
  readonly event?: { readonly id: string } | null;
  readonly issue?: { readonly id: string } | null;
};

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const EventScheduleFragmentDoc = new TypedDocumentString(
  `
    fragment EventSchedule on Schedule {
  precision
  start
  end
  startDate
  endDate
  dayPart
  timeZone
}
    `,
  { fragmentName: 'EventSchedule' },
) as unknown as TypedDocumentString<EventScheduleFragment, unknown>;
export const FallbackFragmentDoc = new TypedDocumentString(
  `
    fragment Fallback on FieldFallback {
  field
  locale
}
    `,
  { fragmentName: 'Fallback' },
) as unknown as TypedDocumentString<FallbackFragment, unknown>;
export const OriginFragmentDoc = new TypedDocumentString(
  `
    fragment Origin on Localization {
  requested
  fallbacks {
    ...Fallback
  }
}
    fragment Fallback on FieldFallback {
  field
  locale
}`,
  { fragmentName: 'Origin' },
) as unknown as TypedDocumentString<OriginFragment, unknown>;
export const DisclaimerFragmentDoc = new TypedDocumentString(
  `
    fragment Disclaimer on RequiredDisclaimer {
  text
  locale
}
    `,
  { fragmentName: 'Disclaimer' },
) as unknown as TypedDocumentString<DisclaimerFragment, unknown>;
export const FeedEventFragmentDoc = new TypedDocumentString(
  `
    fragment FeedEvent on Event {
  __typename
  id
  slug
  kindLabel
  title
  shortName
  summary
  publishedAt
  changedAt
  lifecycle
  state
  stateLabel
  previousStart
  previousStartDate
  attendanceMode
  onlineUrl
  bodyHtml: description(format: HTML) @include(if: $html)
  bodyText: description(format: TEXT) @include(if: $text)
  schedule {
    ...EventSchedule
  }
  venue {
    name
    room
    address
    mapUrl
    localization {
      ...Origin
    }
  }
  participations {
    role
    roleLabel
    displayName
    organisation {
      website
    }
    fallbacks {
      ...Fallback
    }
  }
  credits {
    role
    roleLabel
    displayName
    fallbacks {
      ...Fallback
    }
  }
  sponsorships {
    type
    typeLabel
    displayName
    organisation {
      website
    }
    localization {
      ...Origin
    }
  }
  requiredDisclaimers {
    ...Disclaimer
  }
  admission {
    type
    price
    currency
    note
  }
  registration {
    url
    opensAt
    deadline
    state
    stateLabel
  }
  categories
  spokenLanguages
  session
  series {
    id
    title
  }
  parent {
    id
  }
  links(rel: [DETAILS]) {
    url
  }
  localization {
    ...Origin
  }
}
    fragment EventSchedule on Schedule {
  precision
  start
  end
  startDate
  endDate
  dayPart
  timeZone
}
fragment Disclaimer on RequiredDisclaimer {
  text
  locale
}
fragment Origin on Localization {
  requested
  fallbacks {
    ...Fallback
  }
}
fragment Fallback on FieldFallback {
  field
  locale
}`,
  { fragmentName: 'FeedEvent' },
) as unknown as TypedDocumentString<FeedEventFragment, unknown>;
export const FeedArticleFragmentDoc = new TypedDocumentString(
  `
    fragment FeedArticle on Article {
  __typename
  id
  slug
  kindLabel
  title
  summary
  publishedAt
  publishedOn
  changedAt
  bodyHtml: body(format: HTML) @include(if: $html)
  bodyText: body(format: TEXT) @include(if: $text)
  credits(role: [AUTHOR]) {
    displayName
  }
  requiredDisclaimers {
    ...Disclaimer
  }
  external {
    url
  }
  links(rel: [DETAILS]) {
    url
  }
  localization {
    ...Origin
  }
}
    fragment Disclaimer on RequiredDisclaimer {
  text
  locale
}
fragment Origin on Localization {
  requested
  fallbacks {
    ...Fallback
  }
}
fragment Fallback on FieldFallback {
  field
  locale
}`,
  { fragmentName: 'FeedArticle' },
) as unknown as TypedDocumentString<FeedArticleFragment, unknown>;
export const EventFeedDocument = new TypedDocumentString(`
    query EventFeed($html: Boolean!, $text: Boolean!, $filter: EventFilter, $orderBy: EventOrder, $first: Int, $after: String, $locale: Locale) {
  page: events(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
    locale: $locale
  ) {
    nodes {
      ...FeedEvent
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment FeedEvent on Event {
  __typename
  id
  slug
  kindLabel
  title
  shortName
  summary
  publishedAt
  changedAt
  lifecycle
  state
  stateLabel
  previousStart
  previousStartDate
  attendanceMode
  onlineUrl
  bodyHtml: description(format: HTML) @include(if: $html)
  bodyText: description(format: TEXT) @include(if: $text)
  schedule {
    ...EventSchedule
  }
  venue {
    name
    room
    address
    mapUrl
    localization {
      ...Origin
    }
  }
  participations {
    role
    roleLabel
    displayName
    organisation {
      website
    }
    fallbacks {
      ...Fallback
    }
  }
  credits {
    role
    roleLabel
    displayName
    fallbacks {
      ...Fallback
    }
  }
  sponsorships {
    type
    typeLabel
    displayName
    organisation {
      website
    }
    localization {
      ...Origin
    }
  }
  requiredDisclaimers {
    ...Disclaimer
  }
  admission {
    type
    price
    currency
    note
  }
  registration {
    url
    opensAt
    deadline
    state
    stateLabel
  }
  categories
  spokenLanguages
  session
  series {
    id
    title
  }
  parent {
    id
  }
  links(rel: [DETAILS]) {
    url
  }
  localization {
    ...Origin
  }
}
fragment EventSchedule on Schedule {
  precision
  start
  end
  startDate
  endDate
  dayPart
  timeZone
}
fragment Disclaimer on RequiredDisclaimer {
  text
  locale
}
fragment Origin on Localization {
  requested
  fallbacks {
    ...Fallback
  }
}
fragment Fallback on FieldFallback {
  field
  locale
}`) as unknown as TypedDocumentString<EventFeedQuery, EventFeedQueryVariables>;
export const OneEventDocument = new TypedDocumentString(`
    query OneEvent($html: Boolean!, $text: Boolean!, $id: ID!, $locale: Locale) {
  event(id: $id, locale: $locale) {
    ...FeedEvent
  }
}
    fragment FeedEvent on Event {
  __typename
  id
  slug
  kindLabel
  title
  shortName
  summary
  publishedAt
  changedAt
  lifecycle
  state
  stateLabel
  previousStart
  previousStartDate
  attendanceMode
  onlineUrl
  bodyHtml: description(format: HTML) @include(if: $html)
  bodyText: description(format: TEXT) @include(if: $text)
  schedule {
    ...EventSchedule
  }
  venue {
    name
    room
    address
    mapUrl
    localization {
      ...Origin
    }
  }
  participations {
    role
    roleLabel
    displayName
    organisation {
      website
    }
    fallbacks {
      ...Fallback
    }
  }
  credits {
    role
    roleLabel
    displayName
    fallbacks {
      ...Fallback
    }
  }
  sponsorships {
    type
    typeLabel
    displayName
    organisation {
      website
    }
    localization {
      ...Origin
    }
  }
  requiredDisclaimers {
    ...Disclaimer
  }
  admission {
    type
    price
    currency
    note
  }
  registration {
    url
    opensAt
    deadline
    state
    stateLabel
  }
  categories
  spokenLanguages
  session
  series {
    id
    title
  }
  parent {
    id
  }
  links(rel: [DETAILS]) {
    url
  }
  localization {
    ...Origin
  }
}
fragment EventSchedule on Schedule {
  precision
  start
  end
  startDate
  endDate
  dayPart
  timeZone
}
fragment Disclaimer on RequiredDisclaimer {
  text
  locale
}
fragment Origin on Localization {
  requested
  fallbacks {
    ...Fallback
  }
}
fragment Fallback on FieldFallback {
  field
  locale
}`) as unknown as TypedDocumentString<OneEventQuery, OneEventQueryVariables>;
export const ArticleFeedDocument = new TypedDocumentString(`
    query ArticleFeed($html: Boolean!, $text: Boolean!, $filter: ArticleFilter, $orderBy: ArticleOrder, $first: Int, $after: String, $locale: Locale) {
  page: articles(
    filter: $filter
    orderBy: $orderBy
    first: $first
    after: $after
    locale: $locale
  ) {
    nodes {
      ...FeedArticle
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment FeedArticle on Article {
  __typename
  id
  slug
  kindLabel
  title
  summary
  publishedAt
  publishedOn
  changedAt
  bodyHtml: body(format: HTML) @include(if: $html)
  bodyText: body(format: TEXT) @include(if: $text)
  credits(role: [AUTHOR]) {
    displayName
  }
  requiredDisclaimers {
    ...Disclaimer
  }
  external {
    url
  }
  links(rel: [DETAILS]) {
    url
  }
  localization {
    ...Origin
  }
}
fragment Disclaimer on RequiredDisclaimer {
  text
  locale
}
fragment Origin on Localization {
  requested
  fallbacks {
    ...Fallback
  }
}
fragment Fallback on FieldFallback {
  field
  locale
}`) as unknown as TypedDocumentString<ArticleFeedQuery, ArticleFeedQueryVariables>;
export const IssueFeedDocument = new TypedDocumentString(`
    query IssueFeed($html: Boolean!, $text: Boolean!, $id: ID, $slug: String, $locale: Locale) {
  issue(id: $id, slug: $slug, locale: $locale) {
    id
    title
    updatedAt
    requiredDisclaimers {
      ...Disclaimer
    }
    sections {
      items {
        content {
          ...FeedEvent
          ...FeedArticle
        }
      }
    }
  }
}
    fragment FeedEvent on Event {
  __typename
  id
  slug
  kindLabel
  title
  shortName
  summary
  publishedAt
  changedAt
  lifecycle
  state
  stateLabel
  previousStart
  previousStartDate
  attendanceMode
  onlineUrl
  bodyHtml: description(format: HTML) @include(if: $html)
  bodyText: description(format: TEXT) @include(if: $text)
  schedule {
    ...EventSchedule
  }
  venue {
    name
    room
    address
    mapUrl
    localization {
      ...Origin
    }
  }
  participations {
    role
    roleLabel
    displayName
    organisation {
      website
    }
    fallbacks {
      ...Fallback
    }
  }
  credits {
    role
    roleLabel
    displayName
    fallbacks {
      ...Fallback
    }
  }
  sponsorships {
    type
    typeLabel
    displayName
    organisation {
      website
    }
    localization {
      ...Origin
    }
  }
  requiredDisclaimers {
    ...Disclaimer
  }
  admission {
    type
    price
    currency
    note
  }
  registration {
    url
    opensAt
    deadline
    state
    stateLabel
  }
  categories
  spokenLanguages
  session
  series {
    id
    title
  }
  parent {
    id
  }
  links(rel: [DETAILS]) {
    url
  }
  localization {
    ...Origin
  }
}
fragment FeedArticle on Article {
  __typename
  id
  slug
  kindLabel
  title
  summary
  publishedAt
  publishedOn
  changedAt
  bodyHtml: body(format: HTML) @include(if: $html)
  bodyText: body(format: TEXT) @include(if: $text)
  credits(role: [AUTHOR]) {
    displayName
  }
  requiredDisclaimers {
    ...Disclaimer
  }
  external {
    url
  }
  links(rel: [DETAILS]) {
    url
  }
  localization {
    ...Origin
  }
}
fragment EventSchedule on Schedule {
  precision
  start
  end
  startDate
  endDate
  dayPart
  timeZone
}
fragment Disclaimer on RequiredDisclaimer {
  text
  locale
}
fragment Origin on Localization {
  requested
  fallbacks {
    ...Fallback
  }
}
fragment Fallback on FieldFallback {
  field
  locale
}`) as unknown as TypedDocumentString<IssueFeedQuery, IssueFeedQueryVariables>;
export const EventChangesDocument = new TypedDocumentString(`
    query EventChanges($filter: EventFilter, $orderBy: EventOrder, $first: Int, $locale: Locale) {
  page: events(filter: $filter, orderBy: $orderBy, first: $first, locale: $locale) {
    nodes {
      id
      title
      changedAt
      state
      registration {
        state
      }
    }
  }
}
    `) as unknown as TypedDocumentString<EventChangesQuery, EventChangesQueryVariables>;
export const ArticleChangesDocument = new TypedDocumentString(`
    query ArticleChanges($filter: ArticleFilter, $orderBy: ArticleOrder, $first: Int, $locale: Locale) {
  page: articles(
    filter: $filter
    orderBy: $orderBy
    first: $first
    locale: $locale
  ) {
    nodes {
      id
      title
      changedAt
    }
  }
}
    `) as unknown as TypedDocumentString<ArticleChangesQuery, ArticleChangesQueryVariables>;
export const ChangesDocument = new TypedDocumentString(`
    query Changes($filter: EventFilter, $first: Int, $locale: Locale) {
  page: events(
    filter: $filter
    orderBy: UPDATED_AT_DESC
    first: $first
    locale: $locale
  ) {
    nodes {
      id
      title
      kindLabel
      changedAt
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ChangesQuery, ChangesQueryVariables>;
export const WithdrawnDocument = new TypedDocumentString(`
    query Withdrawn($filter: EventFilter, $first: Int!, $after: String, $locale: Locale) {
  page: withdrawnEvents(
    filter: $filter
    first: $first
    after: $after
    locale: $locale
  ) {
    nodes {
      id
      title
      withdrawnAt
      schedule {
        ...EventSchedule
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment EventSchedule on Schedule {
  precision
  start
  end
  startDate
  endDate
  dayPart
  timeZone
}`) as unknown as TypedDocumentString<WithdrawnQuery, WithdrawnQueryVariables>;
export const HasIdDocument = new TypedDocumentString(`
    query HasId($named: ID!) {
  node(id: $named) {
    id
  }
}
    `) as unknown as TypedDocumentString<HasIdQuery, HasIdQueryVariables>;
export const HasSlugDocument = new TypedDocumentString(`
    query HasSlug($named: String!, $locale: Locale, $organisation: Boolean! = false, $person: Boolean! = false, $event: Boolean! = false, $issue: Boolean! = false) {
  organisation(slug: $named, locale: $locale) @include(if: $organisation) {
    id
  }
  person(slug: $named, locale: $locale) @include(if: $person) {
    id
  }
  event(slug: $named, locale: $locale) @include(if: $event) {
    id
  }
  issue(slug: $named, locale: $locale) @include(if: $issue) {
    id
  }
}
    `) as unknown as TypedDocumentString<HasSlugQuery, HasSlugQueryVariables>;
