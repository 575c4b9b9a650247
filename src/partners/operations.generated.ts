// Written by `npm run generate`, from schema.graphql and the .graphql files of this folder: change those.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> =
  | T
  | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type AttendanceMode = 'HYBRID' | 'IN_PERSON' | 'ONLINE';

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

export type RegistrationState = 'CLOSED' | 'FULL' | 'NOT_YET_OPEN' | 'OPEN';

export type SavedFilterQueryVariables = Exact<{
  filter?: EventFilter | null | undefined;
}>;

export type SavedFilterQuery = { readonly events: { readonly __typename: 'EventConnection' } };

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

export const SavedFilterDocument = new TypedDocumentString(`
    query SavedFilter($filter: EventFilter) {
  events(filter: $filter, first: 1) {
    __typename
  }
}
    `) as unknown as TypedDocumentString<SavedFilterQuery, SavedFilterQueryVariables>;
