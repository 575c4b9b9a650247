import { accountResolvers } from '../accounts/account.resolver.js';
import { AccountMutationResolver } from '../accounts/account-mutation.resolver.js';
import { ViewerResolver } from '../accounts/viewer.resolver.js';
import { bulkResolvers } from '../bulk/bulk-operation.resolver.js';
import { contentFieldResolvers } from '../content/editing/content-field.resolver.js';
import { MergeUndoResolver, mergeResolver } from '../content/editing/merge.resolver.js';
import { PrintedNamesResolver } from '../content/editing/printed-names.resolver.js';
import { PublishPlanResolver } from '../content/editing/publish-plan.resolver.js';
import { ReferencesResolver } from '../content/editing/references.resolver.js';
import { SessionListResolver } from '../events/session-list.resolver.js';
import { WithdrawnEventResolver } from '../events/withdrawn-event.resolver.js';
import { IssueResolver } from '../issues/issue.resolver.js';
import { IssueItemsResolver } from '../issues/issue-items.resolver.js';
import { IssuePublishPlanResolver } from '../issues/issue-publish-plan.resolver.js';
import { scheduleResolvers } from '../jobs/schedule.resolver.js';
import { organisation } from '../organisations/organisation.js';
import { partnerFeedResolvers } from '../partners/partner-feed.resolver.js';
import { PartnerFeedMutationResolver } from '../partners/partner-feed-mutation.resolver.js';
import { person } from '../people/person.js';
import { PersonErasureResolver } from '../people/person-erasure.resolver.js';
import { SponsorshipListResolver } from '../sponsorships/sponsorship-list.resolver.js';
import { webhookResolvers } from '../webhooks/webhook.resolver.js';
import { contentTypes } from './content-types.js';
import { fieldLabels } from './field-labels.js';

/** Resolvers of types with more than the two common root fields, and of everything that is not content. */
export const typeResolvers: readonly Function[] = [
  ...contentFieldResolvers(fieldLabels),
  IssueResolver,
  IssueItemsResolver,
  IssuePublishPlanResolver,
  PrintedNamesResolver,
  PublishPlanResolver,
  ...[person, organisation].map(mergeResolver),
  MergeUndoResolver,
  PersonErasureResolver,
  ReferencesResolver,
  SessionListResolver,
  SponsorshipListResolver,
  WithdrawnEventResolver,
  ViewerResolver,
  ...accountResolvers,
  AccountMutationResolver,
  ...scheduleResolvers(contentTypes),
  ...bulkResolvers,
  ...partnerFeedResolvers,
  PartnerFeedMutationResolver,
  ...webhookResolvers,
];
