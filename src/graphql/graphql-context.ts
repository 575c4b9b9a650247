import type { PartnerContext } from '../partners/partner-context.js';
import type { WebhookContext } from '../webhooks/webhook-context.js';
import type { RequestGuard } from './request-guard.js';

/** The context of GraphQL execution. */
export interface GraphQLContext extends PartnerContext, WebhookContext {
  readonly guard: RequestGuard;
}
