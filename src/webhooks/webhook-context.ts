import type { MutationContext } from '../content/editing/mutation.js';
import type { Selections } from './render-payload.js';
import type { WebhookTargets } from './target.js';

/** Validation of webhooks that depends on settings and on the schema. */
export interface WebhookRules {
  readonly targets: WebhookTargets;
  readonly selections: Selections;
}

/** The request context of queries and mutations on webhooks. */
export interface WebhookContext extends MutationContext {
  readonly webhooks: WebhookRules;
}
