// Written by `npm run generate`, from schema.graphql and the .graphql files of this folder: change those.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> =
  | T
  | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ApiKeyCreateInput = {
  readonly account?: string | null | undefined;
  readonly accountName?: string | null | undefined;
  readonly expiresAt?: string | null | undefined;
  readonly locales?: ReadonlyArray<string> | null | undefined;
  readonly name: string;
  readonly roles: ReadonlyArray<Role>;
};

export type ApiKeyRevokeInput = {
  readonly id: string;
};

export type AttendanceMode = 'HYBRID' | 'IN_PERSON' | 'ONLINE';

export type AuditOutcome = 'DONE' | 'FAILED' | 'REFUSED';

export type BulkOperationAddInput = {
  readonly entries?: ReadonlyArray<ContentPushEntry> | null | undefined;
  readonly id: string;
  readonly ids?: ReadonlyArray<string> | null | undefined;
  readonly withContents?: ReadonlyArray<string> | null | undefined;
};

export type BulkOperationCancelInput = {
  readonly id: string;
};

export type BulkOperationCreateInput = {
  readonly publish?: BulkPublishInput | null | undefined;
  readonly push?: BulkPushInput | null | undefined;
  readonly unpublish?: BulkUnpublishInput | null | undefined;
};

export type BulkOperationRunInput = {
  readonly id: string;
};

export type BulkOperationState = 'CANCELLED' | 'DONE' | 'FAILED' | 'QUEUED' | 'RUNNING' | 'STAGING';

export type BulkPublishInput = {
  readonly expectedFingerprint?: string | null | undefined;
  readonly kind: ContentKind;
  readonly locales?: ReadonlyArray<string> | null | undefined;
};

export type BulkPushInput = {
  readonly overruleOthers?: boolean;
  readonly overwriteOthers?: boolean;
  readonly recreate?: boolean;
};

export type BulkUnpublishInput = {
  readonly kind: ContentKind;
  readonly locales?: ReadonlyArray<string> | null | undefined;
  readonly withoutTrace?: boolean;
};

export type ContentKind =
  | 'ARTICLE'
  | 'ARTICLE_SERIES'
  | 'EVENT'
  | 'EVENT_SERIES'
  | 'FUNDING_PROGRAMME'
  | 'ISSUE'
  | 'ORGANISATION'
  | 'PERSON'
  | 'SPONSORSHIP'
  | 'VENUE';

export type ContentPushEntry = {
  readonly document: Readonly<Record<string, unknown>>;
  readonly expectedVersion?: number | null | undefined;
  readonly externalRef: string;
  readonly kind: ContentKind;
};

export type ContentPushInput = {
  readonly dryRun?: boolean;
  readonly entries: ReadonlyArray<ContentPushEntry>;
  readonly overruleOthers?: boolean;
  readonly overwriteOthers?: boolean;
  readonly recreate?: boolean;
};

export type DeleteInput = {
  readonly expectedVersion: number;
  readonly id: string;
};

export type DiscardDraftInput = {
  readonly expectedVersion: number;
  readonly id: string;
};

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

export type FindingCode =
  | 'BROKEN_EMAIL'
  | 'CHANGED_AFTER_SAVE'
  | 'CHINESE_PUNCTUATION'
  | 'DATES_UNLIKELY'
  | 'DATE_LEFT_BEHIND'
  | 'DISCLAIMER_DROPPED'
  | 'DISCLAIMER_MISSING'
  | 'GARBLED_TEXT'
  | 'KEY_RESTRICTED'
  | 'LANGUAGE_MISSING'
  | 'LINK_MISSING'
  | 'LINK_WITHOUT_ADDRESS'
  | 'NAMESAKE'
  | 'RAW_HTML'
  | 'RELATIVE_ADDRESS'
  | 'SESSION_WITHOUT_DATE'
  | 'STILL_DRAFT'
  | 'STILL_NAMED'
  | 'TARGET_NOT_PUBLISHED'
  | 'TITLE_MISSING';

export type FindingSeverity = 'ERROR' | 'INFO' | 'WARNING';

export type LeftOutReason =
  | 'CHANGED_BY_OTHERS'
  | 'NOT_CHOSEN'
  | 'NO_WORDS'
  | 'REFERRED_TO'
  | 'UNCHANGED'
  | 'WITHDRAWN';

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

export type PreviewTokenCreateInput = {
  readonly id: string;
  readonly minutes?: number;
  readonly withContents?: ReadonlyArray<string> | null | undefined;
};

export type PublicationStatus = 'CHANGED' | 'DRAFT' | 'PUBLISHED';

export type PublishAction = 'PUBLISH' | 'UNCHANGED' | 'UPDATE';

export type PublishGroup =
  | 'CHANGED_BY_OTHERS'
  | 'CHANGED_BY_YOU'
  | 'NEW'
  | 'REFERRED_TO'
  | 'UNCHANGED'
  | 'WITHDRAWN';

export type PublishInput = {
  readonly expectedFingerprint?: string | null | undefined;
  readonly expectedVersion?: number | null | undefined;
  readonly ids: ReadonlyArray<string>;
  readonly locales?: ReadonlyArray<string> | null | undefined;
  readonly withContents?: ReadonlyArray<string> | null | undefined;
};

export type PublishRelation = 'ASKED_FOR' | 'COMPANION' | 'CONTENT' | 'REFERENCE';

export type PublishScheduleInput = {
  readonly action?: ScheduleAction;
  readonly at: string;
  readonly expectedFingerprint?: string | null | undefined;
  readonly ids: ReadonlyArray<string>;
  readonly locales?: ReadonlyArray<string> | null | undefined;
  readonly withContents?: ReadonlyArray<string> | null | undefined;
};

export type PushOutcome = 'CREATED' | 'UNCHANGED' | 'UPDATED';

export type RegistrationState = 'CLOSED' | 'FULL' | 'NOT_YET_OPEN' | 'OPEN';

export type RestoreInput = {
  readonly externalRef?: string | null | undefined;
  readonly id: string;
  readonly slugs?: ReadonlyArray<SlugInput> | null | undefined;
};

export type RevisionAction =
  | 'CREATE'
  | 'DELETE'
  | 'DISCARD'
  | 'ERASE'
  | 'MERGE'
  | 'PUBLISH'
  | 'RESTORE'
  | 'REVERT'
  | 'UNMERGE'
  | 'UNPUBLISH'
  | 'UPDATE';

export type RevisionRestoreInput = {
  readonly expectedVersion: number;
  readonly id: string;
  readonly version: number;
};

export type Role = 'ADMIN' | 'EDITOR' | 'FRONT_END' | 'PARTNER' | 'PUBLISHER' | 'READER';

export type ScheduleAction = 'PUBLISH' | 'UNPUBLISH';

export type ScheduleCancelInput = {
  readonly id: string;
};

export type ScheduleState = 'CANCELLED' | 'DONE' | 'FAILED' | 'PENDING';

export type SlugInput = {
  readonly locale: string;
  readonly slug: string;
};

export type Stage = 'DRAFT' | 'PUBLISHED';

export type UnpublishInput = {
  readonly ids: ReadonlyArray<string>;
  readonly locales?: ReadonlyArray<string> | null | undefined;
  readonly withoutTrace?: boolean;
};

export type UserErrorCode =
  | 'CONFLICT'
  | 'FORBIDDEN'
  | 'INVALID_ID'
  | 'INVALID_INPUT'
  | 'INVALID_LOCALE'
  | 'INVALID_TEXT'
  | 'IN_USE'
  | 'NOT_FOUND'
  | 'NOT_READY'
  | 'NOT_SUPPORTED'
  | 'TAKEN'
  | 'TOO_MANY_OBJECTS';

export type KeysQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;

export type KeysQuery = {
  readonly apiKeys: {
    readonly nodes: ReadonlyArray<ApiKeyFragment>;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};

export type AccountsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;

export type AccountsQuery = {
  readonly accounts: {
    readonly nodes: ReadonlyArray<{ readonly id: string; readonly name: string }>;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};

export type CreateKeyMutationVariables = Exact<{
  input: ApiKeyCreateInput;
}>;

export type CreateKeyMutation = {
  readonly done: {
    readonly secret: string | null;
    readonly apiKey: ApiKeyFragment | null;
    readonly userErrors: ReadonlyArray<UserErrorFragment>;
  };
};

export type RevokeKeyMutationVariables = Exact<{
  input: ApiKeyRevokeInput;
}>;

export type RevokeKeyMutation = {
  readonly done: {
    readonly apiKey: ApiKeyFragment | null;
    readonly userErrors: ReadonlyArray<UserErrorFragment>;
  };
};

export type ApiKeyFragment = {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly roles: ReadonlyArray<Role>;
  readonly locales: ReadonlyArray<string> | null;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
  readonly isActive: boolean;
  readonly account: { readonly name: string };
};

export type AuditQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  operation?: string | null | undefined;
}>;

export type AuditQuery = {
  readonly auditLog: {
    readonly nodes: ReadonlyArray<{
      readonly id: string;
      readonly at: string;
      readonly viewer: string;
      readonly operation: string;
      readonly outcome: AuditOutcome;
      readonly targets: ReadonlyArray<string>;
      readonly reasons: ReadonlyArray<string>;
    }>;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};

export type ContentTypesQueryVariables = Exact<{ [key: string]: never }>;

export type ContentTypesQuery = {
  readonly contentTypes: ReadonlyArray<{
    readonly kind: ContentKind;
    readonly name: string;
    readonly folder: string;
  }>;
};

export type LocalesQueryVariables = Exact<{ [key: string]: never }>;

export type LocalesQuery = { readonly locales: ReadonlyArray<{ readonly code: string }> };

export type FindQueryVariables = Exact<{
  kinds?: ReadonlyArray<ContentKind> | null | undefined;
  externalRefs?: ReadonlyArray<string> | null | undefined;
  first: number;
}>;

export type FindQuery = {
  readonly contentDocuments: {
    readonly nodes: ReadonlyArray<{
      readonly id: string;
      readonly kind: ContentKind;
      readonly externalRef: string;
    }>;
  };
};

export type NamesQueryVariables = Exact<{
  ids: ReadonlyArray<string>;
}>;

export type NamesQuery = {
  readonly nodes: ReadonlyArray<
    | { readonly externalRef: string | null; readonly id: string }
    | { readonly id: string }
    | { readonly externalRef: string | null; readonly id: string }
    | { readonly id: string }
    | { readonly id: string }
    | { readonly externalRef: string | null; readonly id: string }
    | { readonly externalRef: string | null; readonly id: string }
    | { readonly externalRef: string | null; readonly id: string }
    | { readonly id: string }
    | { readonly id: string }
    | null
  >;
};

export type SearchQueryVariables = Exact<{
  query: string;
  types?: ReadonlyArray<ContentKind> | null | undefined;
  first: number;
  locale?: string | null | undefined;
  stage: Stage;
}>;

export type SearchQuery = {
  readonly search: {
    readonly totalCount: number;
    readonly nodes: ReadonlyArray<{
      readonly kind: ContentKind;
      readonly title: string;
      readonly locale: string;
      readonly excerpt: { readonly html: string } | null;
      readonly content:
        | { readonly id: string }
        | { readonly id: string }
        | { readonly id: string }
        | { readonly id: string }
        | { readonly id: string }
        | { readonly id: string }
        | { readonly id: string }
        | { readonly id: string }
        | { readonly id: string }
        | { readonly id: string };
    }>;
  };
};

export type PullQueryVariables = Exact<{
  kinds?: ReadonlyArray<ContentKind> | null | undefined;
  first: number;
  after?: string | null | undefined;
  isFirst: boolean;
}>;

export type PullQuery = {
  readonly contentDocuments: {
    readonly totalCount?: number;
    readonly nodes: ReadonlyArray<PullableFragment>;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};

export type AgainQueryVariables = Exact<{
  kinds?: ReadonlyArray<ContentKind> | null | undefined;
  externalRefs?: ReadonlyArray<string> | null | undefined;
  first: number;
}>;

export type AgainQuery = { readonly contentDocuments: { readonly nodes: ReadonlyArray<PullableFragment> } };

export type PullableFragment = {
  readonly kind: ContentKind;
  readonly externalRef: string;
  readonly version: number;
  readonly document: Readonly<Record<string, unknown>>;
};

export type DryRunMutationVariables = Exact<{
  input: ContentPushInput;
}>;

export type DryRunMutation = {
  readonly contentPush: {
    readonly results: ReadonlyArray<{
      readonly kind: ContentKind;
      readonly externalRef: string;
      readonly outcome: PushOutcome;
      readonly version: number;
      readonly changes: ReadonlyArray<FieldChangeFragment>;
      readonly overruled: ReadonlyArray<FieldChangeFragment>;
    }>;
    readonly userErrors: ReadonlyArray<{ readonly conflict: ConflictFragment | null } & UserErrorFragment>;
  };
};

export type PushMutationVariables = Exact<{
  input: ContentPushInput;
}>;

export type PushMutation = {
  readonly contentPush: {
    readonly results: ReadonlyArray<{
      readonly kind: ContentKind;
      readonly externalRef: string;
      readonly outcome: PushOutcome;
      readonly version: number;
    }>;
    readonly userErrors: ReadonlyArray<UserErrorFragment>;
  };
};

export type UserErrorFragment = {
  readonly code: UserErrorCode;
  readonly message: string;
  readonly path: ReadonlyArray<string> | null;
};

export type FieldChangeFragment = {
  readonly path: string;
  readonly locale: string | null;
  readonly before: unknown;
  readonly after: unknown;
};

export type ConflictFragment = {
  readonly changes: ReadonlyArray<{
    readonly path: string;
    readonly locale: string | null;
    readonly by: string;
    readonly at: string;
    readonly isErasure: boolean;
    readonly before: unknown;
    readonly after: unknown;
  }>;
  readonly yours: ReadonlyArray<FieldChangeFragment>;
};

export type HistoryQueryVariables = Exact<{
  ids: ReadonlyArray<string>;
  first: number;
  after?: string | null | undefined;
}>;

export type HistoryQuery = {
  readonly nodes: ReadonlyArray<
    | {
        readonly revisions: {
          readonly nodes: ReadonlyArray<RevisionFragment>;
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
        };
      }
    | Record<PropertyKey, never>
    | null
  >;
};

export type RevisionFragment = {
  readonly version: number;
  readonly action: RevisionAction;
  readonly at: string;
  readonly by: string;
  readonly locales: ReadonlyArray<string>;
  readonly changes: ReadonlyArray<FieldChangeFragment>;
};

export type DraftsQueryVariables = Exact<{
  ids: ReadonlyArray<string>;
}>;

export type DraftsQuery = {
  readonly nodes: ReadonlyArray<
    | { readonly id: string }
    | { readonly id: string }
    | ({ readonly id: string } & DraftFragment)
    | { readonly id: string }
    | { readonly id: string }
    | { readonly id: string }
    | { readonly id: string }
    | { readonly id: string }
    | { readonly id: string }
    | { readonly id: string }
    | null
  >;
};

export type DraftFragment = {
  readonly id: string;
  readonly externalRef: string | null;
  readonly version: number;
  readonly publication: { readonly publishedVersion: number | null };
};

export type ListDraftsQueryVariables = Exact<{
  filter: EventFilter;
  first: number;
  after?: string | null | undefined;
  locale?: string | null | undefined;
}>;

export type ListDraftsQuery = {
  readonly drafts: {
    readonly nodes: ReadonlyArray<{
      readonly id: string;
      readonly externalRef: string | null;
      readonly slug: string;
      readonly updatedAt: string;
      readonly publication: { readonly status: PublicationStatus };
    }>;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};

export type MeQueryVariables = Exact<{ [key: string]: never }>;

export type MeQuery = { readonly viewer: { readonly name: string } | null };

export type BinQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;

export type BinQuery = {
  readonly deletedObjects: {
    readonly nodes: ReadonlyArray<{
      readonly id: string;
      readonly kind: ContentKind;
      readonly externalRef: string | null;
      readonly title: string | null;
      readonly deletedAt: string;
      readonly deletedBy: string;
    }>;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};

export type DeleteMutationVariables = Exact<{
  input: DeleteInput;
}>;

export type DeleteMutation = { readonly payload: { readonly userErrors: ReadonlyArray<UserErrorFragment> } };

export type DiscardDraftMutationVariables = Exact<{
  input: DiscardDraftInput;
}>;

export type DiscardDraftMutation = {
  readonly payload: { readonly userErrors: ReadonlyArray<UserErrorFragment> };
};

export type RestoreMutationVariables = Exact<{
  input: RestoreInput;
}>;

export type RestoreMutation = { readonly payload: { readonly userErrors: ReadonlyArray<UserErrorFragment> } };

export type RevisionRestoreMutationVariables = Exact<{
  input: RevisionRestoreInput;
}>;

export type RevisionRestoreMutation = {
  readonly payload: { readonly userErrors: ReadonlyArray<UserErrorFragment> };
};

export type BulkCreateMutationVariables = Exact<{
  input: BulkOperationCreateInput;
}>;

export type BulkCreateMutation = {
  readonly bulkOperationCreate: {
    readonly bulkOperation: { readonly id: string } | null;
    readonly userErrors: ReadonlyArray<UserErrorFragment>;
  };
};

export type BulkAddMutationVariables = Exact<{
  input: BulkOperationAddInput;
}>;

export type BulkAddMutation = {
  readonly bulkOperationAdd: { readonly userErrors: ReadonlyArray<UserErrorFragment> };
};

export type BulkCancelMutationVariables = Exact<{
  input: BulkOperationCancelInput;
}>;

export type BulkCancelMutation = {
  readonly bulkOperationCancel: { readonly userErrors: ReadonlyArray<UserErrorFragment> };
};

export type BulkRunMutationVariables = Exact<{
  input: BulkOperationRunInput;
}>;

export type BulkRunMutation = {
  readonly bulkOperationRun: { readonly userErrors: ReadonlyArray<UserErrorFragment> };
};

export type BulkProgressQueryVariables = Exact<{
  id: string;
}>;

export type BulkProgressQuery = {
  readonly bulkOperation: {
    readonly state: BulkOperationState;
    readonly done: number;
    readonly finishedAt: string | null;
    readonly error: string | null;
    readonly userErrors: ReadonlyArray<UserErrorFragment>;
  } | null;
};

export type BulkResultsQueryVariables = Exact<{
  id: string;
  first: number;
  after?: string | null | undefined;
}>;

export type BulkResultsQuery = {
  readonly bulkOperation: {
    readonly results: {
      readonly nodes: ReadonlyArray<{
        readonly index: number;
        readonly outcome: PushOutcome;
        readonly version: number;
      }>;
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  } | null;
};

export type PublishPlanQueryVariables = Exact<{
  ids: ReadonlyArray<string>;
  locales?: ReadonlyArray<string> | null | undefined;
  withContents?: ReadonlyArray<string> | null | undefined;
}>;

export type PublishPlanQuery = {
  readonly publishPlan: {
    readonly isReady: boolean;
    readonly fingerprint: string;
    readonly items: ReadonlyArray<{
      readonly id: string;
      readonly kind: ContentKind;
      readonly title: string | null;
      readonly externalRef: string | null;
      readonly action: PublishAction;
      readonly relation: PublishRelation;
      readonly group: PublishGroup;
      readonly publishedLocales: ReadonlyArray<string>;
      readonly changedBy: ReadonlyArray<{ readonly name: string; readonly at: string }>;
    }>;
    readonly leftOut: ReadonlyArray<LeftOutFragment>;
    readonly findings: ReadonlyArray<FindingFragment>;
  };
};

export type GoingAlongQueryVariables = Exact<{
  ids: ReadonlyArray<string>;
  locales?: ReadonlyArray<string> | null | undefined;
}>;

export type GoingAlongQuery = {
  readonly publishPlan: { readonly items: ReadonlyArray<{ readonly id: string }> };
};

export type NamedFragment = {
  readonly id: string;
  readonly kind: ContentKind;
  readonly title: string | null;
  readonly externalRef: string | null;
};

export type LeftOutFragment = {
  readonly relation: PublishRelation;
  readonly reason: LeftOutReason;
  readonly locales: ReadonlyArray<string> | null;
  readonly message: string;
  readonly object: NamedFragment;
  readonly changedBy: ReadonlyArray<{ readonly name: string; readonly at: string }>;
  readonly withdrawnBy: { readonly name: string; readonly at: string } | null;
};

export type FindingFragment = {
  readonly severity: FindingSeverity;
  readonly code: FindingCode;
  readonly message: string;
  readonly path: ReadonlyArray<string>;
  readonly object: NamedFragment;
  readonly target: NamedFragment | null;
};

export type PublishMutationVariables = Exact<{
  input: PublishInput;
}>;

export type PublishMutation = {
  readonly done: {
    readonly schedules: ReadonlyArray<string>;
    readonly publicChanges: ReadonlyArray<NamedFragment>;
    readonly leftOut: ReadonlyArray<LeftOutFragment>;
    readonly findings: ReadonlyArray<FindingFragment>;
    readonly userErrors: ReadonlyArray<UserErrorFragment>;
  };
};

export type UnpublishMutationVariables = Exact<{
  input: UnpublishInput;
}>;

export type UnpublishMutation = {
  readonly done: {
    readonly schedules: ReadonlyArray<string>;
    readonly publicChanges: ReadonlyArray<NamedFragment>;
    readonly leftOut: ReadonlyArray<LeftOutFragment>;
    readonly findings: ReadonlyArray<FindingFragment>;
    readonly userErrors: ReadonlyArray<UserErrorFragment>;
  };
};

export type ScheduleMutationVariables = Exact<{
  input: PublishScheduleInput;
}>;

export type ScheduleMutation = {
  readonly done: {
    readonly schedule: ScheduleFragment | null;
    readonly findings: ReadonlyArray<FindingFragment>;
    readonly userErrors: ReadonlyArray<UserErrorFragment>;
  };
};

export type SchedulesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  state?: ScheduleState | null | undefined;
}>;

export type SchedulesQuery = {
  readonly schedules: {
    readonly nodes: ReadonlyArray<ScheduleFragment>;
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
};

export type CancelMutationVariables = Exact<{
  input: ScheduleCancelInput;
}>;

export type CancelMutation = {
  readonly done: {
    readonly schedule: ScheduleFragment | null;
    readonly userErrors: ReadonlyArray<UserErrorFragment>;
  };
};

export type ScheduleFragment = {
  readonly id: string;
  readonly kind: ContentKind;
  readonly ids: ReadonlyArray<string>;
  readonly action: ScheduleAction;
  readonly at: string;
  readonly locales: ReadonlyArray<string> | null;
  readonly withContents: ReadonlyArray<string> | null;
  readonly state: ScheduleState;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly finishedAt: string | null;
  readonly problems: ReadonlyArray<{
    readonly code: string;
    readonly message: string;
    readonly path: ReadonlyArray<string>;
  }>;
  readonly leftOut: ReadonlyArray<LeftOutFragment>;
};

export type PreviewMutationVariables = Exact<{
  input: PreviewTokenCreateInput;
}>;

export type PreviewMutation = {
  readonly payload: {
    readonly token: string | null;
    readonly expiresAt: string | null;
    readonly userErrors: ReadonlyArray<UserErrorFragment>;
  };
};

export type BulkPublicationQueryVariables = Exact<{
  id: string;
}>;

export type BulkPublicationQuery = {
  readonly bulkOperation: {
    readonly publication: {
      readonly requestedChanges: number;
      readonly otherChanges: number;
      readonly leftOutCount: number;
      readonly findingCount: number;
      readonly schedules: ReadonlyArray<string>;
      readonly leftOut: ReadonlyArray<LeftOutFragment>;
      readonly findings: ReadonlyArray<FindingFragment>;
    } | null;
  } | null;
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
export const ApiKeyFragmentDoc = new TypedDocumentString(
  `
    fragment ApiKey on ApiKey {
  id
  name
  prefix
  account {
    name
  }
  roles
  locales
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
  isActive
}
    `,
  { fragmentName: 'ApiKey' },
) as unknown as TypedDocumentString<ApiKeyFragment, unknown>;
export const PullableFragmentDoc = new TypedDocumentString(
  `
    fragment Pullable on ContentDocument {
  kind
  externalRef
  version
  document
}
    `,
  { fragmentName: 'Pullable' },
) as unknown as TypedDocumentString<PullableFragment, unknown>;
export const UserErrorFragmentDoc = new TypedDocumentString(
  `
    fragment UserError on UserError {
  code
  message
  path
}
    `,
  { fragmentName: 'UserError' },
) as unknown as TypedDocumentString<UserErrorFragment, unknown>;
export const FieldChangeFragmentDoc = new TypedDocumentString(
  `
    fragment FieldChange on FieldChange {
  path
  locale
  before
  after
}
    `,
  { fragmentName: 'FieldChange' },
) as unknown as TypedDocumentString<FieldChangeFragment, unknown>;
export const ConflictFragmentDoc = new TypedDocumentString(
  `
    fragment Conflict on Conflict {
  changes {
    path
    locale
    by
    at
    isErasure
    before
    after
  }
  yours {
    ...FieldChange
  }
}
    fragment FieldChange on FieldChange {
  path
  locale
  before
  after
}`,
  { fragmentName: 'Conflict' },
) as unknown as TypedDocumentString<ConflictFragment, unknown>;
export const RevisionFragmentDoc = new TypedDocumentString(
  `
    fragment Revision on Revision {
  version
  action
  at
  by
  locales
  changes {
    ...FieldChange
  }
}
    fragment FieldChange on FieldChange {
  path
  locale
  before
  after
}`,
  { fragmentName: 'Revision' },
) as unknown as TypedDocumentString<RevisionFragment, unknown>;
export const DraftFragmentDoc = new TypedDocumentString(
  `
    fragment Draft on Event {
  id
  externalRef
  version
  publication {
    publishedVersion
  }
}
    `,
  { fragmentName: 'Draft' },
) as unknown as TypedDocumentString<DraftFragment, unknown>;
export const NamedFragmentDoc = new TypedDocumentString(
  `
    fragment Named on PlannedObject {
  id
  kind
  title
  externalRef
}
    `,
  { fragmentName: 'Named' },
) as unknown as TypedDocumentString<NamedFragment, unknown>;
export const FindingFragmentDoc = new TypedDocumentString(
  `
    fragment Finding on PublishFinding {
  severity
  code
  message
  path
  object {
    ...Named
  }
  target {
    ...Named
  }
}
    fragment Named on PlannedObject {
  id
  kind
  title
  externalRef
}`,
  { fragmentName: 'Finding' },
) as unknown as TypedDocumentString<FindingFragment, unknown>;
export const LeftOutFragmentDoc = new TypedDocumentString(
  `
    fragment LeftOut on LeftOutObject {
  object {
    ...Named
  }
  relation
  reason
  locales
  changedBy {
    name
    at
  }
  withdrawnBy {
    name
    at
  }
  message
}
    fragment Named on PlannedObject {
  id
  kind
  title
  externalRef
}`,
  { fragmentName: 'LeftOut' },
) as unknown as TypedDocumentString<LeftOutFragment, unknown>;
export const ScheduleFragmentDoc = new TypedDocumentString(
  `
    fragment Schedule on PublishSchedule {
  id
  kind
  ids
  action
  at
  locales
  withContents
  state
  createdAt
  createdBy
  finishedAt
  problems {
    code
    message
    path
  }
  leftOut {
    ...LeftOut
  }
}
    fragment Named on PlannedObject {
  id
  kind
  title
  externalRef
}
fragment LeftOut on LeftOutObject {
  object {
    ...Named
  }
  relation
  reason
  locales
  changedBy {
    name
    at
  }
  withdrawnBy {
    name
    at
  }
  message
}`,
  { fragmentName: 'Schedule' },
) as unknown as TypedDocumentString<ScheduleFragment, unknown>;
export const KeysDocument = new TypedDocumentString(`
    query Keys($first: Int!, $after: String) {
  apiKeys(first: $first, after: $after) {
    nodes {
      ...ApiKey
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment ApiKey on ApiKey {
  id
  name
  prefix
  account {
    name
  }
  roles
  locales
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
  isActive
}`) as unknown as TypedDocumentString<KeysQuery, KeysQueryVariables>;
export const AccountsDocument = new TypedDocumentString(`
    query Accounts($first: Int!, $after: String) {
  accounts(first: $first, after: $after) {
    nodes {
      id
      name
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<AccountsQuery, AccountsQueryVariables>;
export const CreateKeyDocument = new TypedDocumentString(`
    mutation CreateKey($input: ApiKeyCreateInput!) {
  done: apiKeyCreate(input: $input) {
    apiKey {
      ...ApiKey
    }
    secret
    userErrors {
      ...UserError
    }
  }
}
    fragment ApiKey on ApiKey {
  id
  name
  prefix
  account {
    name
  }
  roles
  locales
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
  isActive
}
fragment UserError on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<CreateKeyMutation, CreateKeyMutationVariables>;
export const RevokeKeyDocument = new TypedDocumentString(`
    mutation RevokeKey($input: ApiKeyRevokeInput!) {
  done: apiKeyRevoke(input: $input) {
    apiKey {
      ...ApiKey
    }
    userErrors {
      ...UserError
    }
  }
}
    fragment ApiKey on ApiKey {
  id
  name
  prefix
  account {
    name
  }
  roles
  locales
  createdAt
  expiresAt
  lastUsedAt
  revokedAt
  isActive
}
fragment UserError on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<RevokeKeyMutation, RevokeKeyMutationVariables>;
export const AuditDocument = new TypedDocumentString(`
    query Audit($first: Int!, $after: String, $operation: String) {
  auditLog(first: $first, after: $after, operation: $operation) {
    nodes {
      id
      at
      viewer
      operation
      outcome
      targets
      reasons
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<AuditQuery, AuditQueryVariables>;
export const ContentTypesDocument = new TypedDocumentString(`
    query ContentTypes {
  contentTypes {
    kind
    name
    folder
  }
}
    `) as unknown as TypedDocumentString<ContentTypesQuery, ContentTypesQueryVariables>;
export const LocalesDocument = new TypedDocumentString(`
    query Locales {
  locales {
    code
  }
}
    `) as unknown as TypedDocumentString<LocalesQuery, LocalesQueryVariables>;
export const FindDocument = new TypedDocumentString(`
    query Find($kinds: [ContentKind!], $externalRefs: [String!], $first: Int!) {
  contentDocuments(kinds: $kinds, externalRefs: $externalRefs, first: $first) {
    nodes {
      id
      kind
      externalRef
    }
  }
}
    `) as unknown as TypedDocumentString<FindQuery, FindQueryVariables>;
export const NamesDocument = new TypedDocumentString(`
    query Names($ids: [ID!]!) {
  nodes(ids: $ids, stage: DRAFT) {
    id
    ... on Content {
      externalRef
    }
  }
}
    `) as unknown as TypedDocumentString<NamesQuery, NamesQueryVariables>;
export const SearchDocument = new TypedDocumentString(`
    query Search($query: String!, $types: [ContentKind!], $first: Int!, $locale: Locale, $stage: Stage!) {
  search(
    query: $query
    types: $types
    first: $first
    locale: $locale
    stage: $stage
  ) {
    totalCount
    nodes {
      kind
      title
      locale
      excerpt {
        html
      }
      content {
        id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const PullDocument = new TypedDocumentString(`
    query Pull($kinds: [ContentKind!], $first: Int!, $after: String, $isFirst: Boolean!) {
  contentDocuments(kinds: $kinds, first: $first, after: $after) {
    totalCount @include(if: $isFirst)
    nodes {
      ...Pullable
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment Pullable on ContentDocument {
  kind
  externalRef
  version
  document
}`) as unknown as TypedDocumentString<PullQuery, PullQueryVariables>;
export const AgainDocument = new TypedDocumentString(`
    query Again($kinds: [ContentKind!], $externalRefs: [String!], $first: Int!) {
  contentDocuments(kinds: $kinds, externalRefs: $externalRefs, first: $first) {
    nodes {
      ...Pullable
    }
  }
}
    fragment Pullable on ContentDocument {
  kind
  externalRef
  version
  document
}`) as unknown as TypedDocumentString<AgainQuery, AgainQueryVariables>;
export const DryRunDocument = new TypedDocumentString(`
    mutation DryRun($input: ContentPushInput!) {
  contentPush(input: $input) {
    results {
      kind
      externalRef
      outcome
      version
      changes {
        ...FieldChange
      }
      overruled {
        ...FieldChange
      }
    }
    userErrors {
      ...UserError
      conflict {
        ...Conflict
      }
    }
  }
}
    fragment UserError on UserError {
  code
  message
  path
}
fragment FieldChange on FieldChange {
  path
  locale
  before
  after
}
fragment Conflict on Conflict {
  changes {
    path
    locale
    by
    at
    isErasure
    before
    after
  }
  yours {
    ...FieldChange
  }
}`) as unknown as TypedDocumentString<DryRunMutation, DryRunMutationVariables>;
export const PushDocument = new TypedDocumentString(`
    mutation Push($input: ContentPushInput!) {
  contentPush(input: $input) {
    results {
      kind
      externalRef
      outcome
      version
    }
    userErrors {
      ...UserError
    }
  }
}
    fragment UserError on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<PushMutation, PushMutationVariables>;
export const HistoryDocument = new TypedDocumentString(`
    query History($ids: [ID!]!, $first: Int!, $after: String) {
  nodes(ids: $ids, stage: DRAFT) {
    ... on Event {
      revisions(first: $first, after: $after) {
        nodes {
          ...Revision
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
    fragment FieldChange on FieldChange {
  path
  locale
  before
  after
}
fragment Revision on Revision {
  version
  action
  at
  by
  locales
  changes {
    ...FieldChange
  }
}`) as unknown as TypedDocumentString<HistoryQuery, HistoryQueryVariables>;
export const DraftsDocument = new TypedDocumentString(`
    query Drafts($ids: [ID!]!) {
  nodes(ids: $ids, stage: DRAFT) {
    id
    ...Draft
  }
}
    fragment Draft on Event {
  id
  externalRef
  version
  publication {
    publishedVersion
  }
}`) as unknown as TypedDocumentString<DraftsQuery, DraftsQueryVariables>;
export const ListDraftsDocument = new TypedDocumentString(`
    query ListDrafts($filter: EventFilter!, $first: Int!, $after: String, $locale: Locale) {
  drafts: events(
    stage: DRAFT
    filter: $filter
    first: $first
    after: $after
    locale: $locale
  ) {
    nodes {
      id
      externalRef
      slug
      updatedAt
      publication {
        status
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<ListDraftsQuery, ListDraftsQueryVariables>;
export const MeDocument = new TypedDocumentString(`
    query Me {
  viewer {
    name
  }
}
    `) as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;
export const BinDocument = new TypedDocumentString(`
    query Bin($first: Int!, $after: String) {
  deletedObjects(first: $first, after: $after) {
    nodes {
      id
      kind
      externalRef
      title
      deletedAt
      deletedBy
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<BinQuery, BinQueryVariables>;
export const DeleteDocument = new TypedDocumentString(`
    mutation Delete($input: DeleteInput!) {
  payload: eventDelete(input: $input) {
    userErrors {
      ...UserError
    }
  }
}
    fragment UserError on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<DeleteMutation, DeleteMutationVariables>;
export const DiscardDraftDocument = new TypedDocumentString(`
    mutation DiscardDraft($input: DiscardDraftInput!) {
  payload: eventDiscardDraft(input: $input) {
    userErrors {
      ...UserError
    }
  }
}
    fragment UserError on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<DiscardDraftMutation, DiscardDraftMutationVariables>;
export const RestoreDocument = new TypedDocumentString(`
    mutation Restore($input: RestoreInput!) {
  payload: eventRestore(input: $input) {
    userErrors {
      ...UserError
    }
  }
}
    fragment UserError on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<RestoreMutation, RestoreMutationVariables>;
export const RevisionRestoreDocument = new TypedDocumentString(`
    mutation RevisionRestore($input: RevisionRestoreInput!) {
  payload: eventRevisionRestore(input: $input) {
    userErrors {
      ...UserError
    }
  }
}
    fragment UserError on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<RevisionRestoreMutation, RevisionRestoreMutationVariables>;
export const BulkCreateDocument = new TypedDocumentString(`
    mutation BulkCreate($input: BulkOperationCreateInput!) {
  bulkOperationCreate(input: $input) {
    bulkOperation {
      id
    }
    userErrors {
      ...UserError
    }
  }
}
    fragment UserError on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<BulkCreateMutation, BulkCreateMutationVariables>;
export const BulkAddDocument = new TypedDocumentString(`
    mutation BulkAdd($input: BulkOperationAddInput!) {
  bulkOperationAdd(input: $input) {
    userErrors {
      ...UserError
    }
  }
}
    fragment UserError on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<BulkAddMutation, BulkAddMutationVariables>;
export const BulkCancelDocument = new TypedDocumentString(`
    mutation BulkCancel($input: BulkOperationCancelInput!) {
  bulkOperationCancel(input: $input) {
    userErrors {
      ...UserError
    }
  }
}
    fragment UserError on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<BulkCancelMutation, BulkCancelMutationVariables>;
export const BulkRunDocument = new TypedDocumentString(`
    mutation BulkRun($input: BulkOperationRunInput!) {
  bulkOperationRun(input: $input) {
    userErrors {
      ...UserError
    }
  }
}
    fragment UserError on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<BulkRunMutation, BulkRunMutationVariables>;
export const BulkProgressDocument = new TypedDocumentString(`
    query BulkProgress($id: ID!) {
  bulkOperation(id: $id) {
    state
    done
    finishedAt
    error
    userErrors {
      ...UserError
    }
  }
}
    fragment UserError on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<BulkProgressQuery, BulkProgressQueryVariables>;
export const BulkResultsDocument = new TypedDocumentString(`
    query BulkResults($id: ID!, $first: Int!, $after: String) {
  bulkOperation(id: $id) {
    results(first: $first, after: $after) {
      nodes {
        index
        outcome
        version
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `) as unknown as TypedDocumentString<BulkResultsQuery, BulkResultsQueryVariables>;
export const PublishPlanDocument = new TypedDocumentString(`
    query PublishPlan($ids: [ID!]!, $locales: [Locale!], $withContents: [ID!]) {
  publishPlan(ids: $ids, locales: $locales, withContents: $withContents) {
    isReady
    fingerprint
    items {
      id
      kind
      title
      externalRef
      action
      relation
      group
      changedBy {
        name
        at
      }
      publishedLocales
    }
    leftOut {
      ...LeftOut
    }
    findings {
      ...Finding
    }
  }
}
    fragment Named on PlannedObject {
  id
  kind
  title
  externalRef
}
fragment LeftOut on LeftOutObject {
  object {
    ...Named
  }
  relation
  reason
  locales
  changedBy {
    name
    at
  }
  withdrawnBy {
    name
    at
  }
  message
}
fragment Finding on PublishFinding {
  severity
  code
  message
  path
  object {
    ...Named
  }
  target {
    ...Named
  }
}`) as unknown as TypedDocumentString<PublishPlanQuery, PublishPlanQueryVariables>;
export const GoingAlongDocument = new TypedDocumentString(`
    query GoingAlong($ids: [ID!]!, $locales: [Locale!]) {
  publishPlan(ids: $ids, locales: $locales) {
    items {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<GoingAlongQuery, GoingAlongQueryVariables>;
export const PublishDocument = new TypedDocumentString(`
    mutation Publish($input: PublishInput!) {
  done: eventPublish(input: $input) {
    publicChanges {
      ...Named
    }
    leftOut {
      ...LeftOut
    }
    schedules
    findings {
      ...Finding
    }
    userErrors {
      ...UserError
    }
  }
}
    fragment UserError on UserError {
  code
  message
  path
}
fragment Named on PlannedObject {
  id
  kind
  title
  externalRef
}
fragment LeftOut on LeftOutObject {
  object {
    ...Named
  }
  relation
  reason
  locales
  changedBy {
    name
    at
  }
  withdrawnBy {
    name
    at
  }
  message
}
fragment Finding on PublishFinding {
  severity
  code
  message
  path
  object {
    ...Named
  }
  target {
    ...Named
  }
}`) as unknown as TypedDocumentString<PublishMutation, PublishMutationVariables>;
export const UnpublishDocument = new TypedDocumentString(`
    mutation Unpublish($input: UnpublishInput!) {
  done: eventUnpublish(input: $input) {
    publicChanges {
      ...Named
    }
    leftOut {
      ...LeftOut
    }
    schedules
    findings {
      ...Finding
    }
    userErrors {
      ...UserError
    }
  }
}
    fragment UserError on UserError {
  code
  message
  path
}
fragment Named on PlannedObject {
  id
  kind
  title
  externalRef
}
fragment LeftOut on LeftOutObject {
  object {
    ...Named
  }
  relation
  reason
  locales
  changedBy {
    name
    at
  }
  withdrawnBy {
    name
    at
  }
  message
}
fragment Finding on PublishFinding {
  severity
  code
  message
  path
  object {
    ...Named
  }
  target {
    ...Named
  }
}`) as unknown as TypedDocumentString<UnpublishMutation, UnpublishMutationVariables>;
export const ScheduleDocument = new TypedDocumentString(`
    mutation Schedule($input: PublishScheduleInput!) {
  done: eventSchedule(input: $input) {
    schedule {
      ...Schedule
    }
    findings {
      ...Finding
    }
    userErrors {
      ...UserError
    }
  }
}
    fragment UserError on UserError {
  code
  message
  path
}
fragment Named on PlannedObject {
  id
  kind
  title
  externalRef
}
fragment LeftOut on LeftOutObject {
  object {
    ...Named
  }
  relation
  reason
  locales
  changedBy {
    name
    at
  }
  withdrawnBy {
    name
    at
  }
  message
}
fragment Finding on PublishFinding {
  severity
  code
  message
  path
  object {
    ...Named
  }
  target {
    ...Named
  }
}
fragment Schedule on PublishSchedule {
  id
  kind
  ids
  action
  at
  locales
  withContents
  state
  createdAt
  createdBy
  finishedAt
  problems {
    code
    message
    path
  }
  leftOut {
    ...LeftOut
  }
}`) as unknown as TypedDocumentString<ScheduleMutation, ScheduleMutationVariables>;
export const SchedulesDocument = new TypedDocumentString(`
    query Schedules($first: Int!, $after: String, $state: ScheduleState) {
  schedules(first: $first, after: $after, state: $state) {
    nodes {
      ...Schedule
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment Named on PlannedObject {
  id
  kind
  title
  externalRef
}
fragment LeftOut on LeftOutObject {
  object {
    ...Named
  }
  relation
  reason
  locales
  changedBy {
    name
    at
  }
  withdrawnBy {
    name
    at
  }
  message
}
fragment Schedule on PublishSchedule {
  id
  kind
  ids
  action
  at
  locales
  withContents
  state
  createdAt
  createdBy
  finishedAt
  problems {
    code
    message
    path
  }
  leftOut {
    ...LeftOut
  }
}`) as unknown as TypedDocumentString<SchedulesQuery, SchedulesQueryVariables>;
export const CancelDocument = new TypedDocumentString(`
    mutation Cancel($input: ScheduleCancelInput!) {
  done: scheduleCancel(input: $input) {
    schedule {
      ...Schedule
    }
    userErrors {
      ...UserError
    }
  }
}
    fragment UserError on UserError {
  code
  message
  path
}
fragment Named on PlannedObject {
  id
  kind
  title
  externalRef
}
fragment LeftOut on LeftOutObject {
  object {
    ...Named
  }
  relation
  reason
  locales
  changedBy {
    name
    at
  }
  withdrawnBy {
    name
    at
  }
  message
}
fragment Schedule on PublishSchedule {
  id
  kind
  ids
  action
  at
  locales
  withContents
  state
  createdAt
  createdBy
  finishedAt
  problems {
    code
    message
    path
  }
  leftOut {
    ...LeftOut
  }
}`) as unknown as TypedDocumentString<CancelMutation, CancelMutationVariables>;
export const PreviewDocument = new TypedDocumentString(`
    mutation Preview($input: PreviewTokenCreateInput!) {
  payload: previewTokenCreate(input: $input) {
    token
    expiresAt
    userErrors {
      ...UserError
    }
  }
}
    fragment UserError on UserError {
  code
  message
  path
}`) as unknown as TypedDocumentString<PreviewMutation, PreviewMutationVariables>;
export const BulkPublicationDocument = new TypedDocumentString(`
    query BulkPublication($id: ID!) {
  bulkOperation(id: $id) {
    publication {
      requestedChanges
      otherChanges
      leftOut {
        ...LeftOut
      }
      leftOutCount
      findings {
        ...Finding
      }
      findingCount
      schedules
    }
  }
}
    fragment Named on PlannedObject {
  id
  kind
  title
  externalRef
}
fragment LeftOut on LeftOutObject {
  object {
    ...Named
  }
  relation
  reason
  locales
  changedBy {
    name
    at
  }
  withdrawnBy {
    name
    at
  }
  message
}
fragment Finding on PublishFinding {
  severity
  code
  message
  path
  object {
    ...Named
  }
  target {
    ...Named
  }
}`) as unknown as TypedDocumentString<BulkPublicationQuery, BulkPublicationQueryVariables>;
