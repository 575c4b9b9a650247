import type { MutationContext } from '../content/editing/mutation.js';
import type { Selections } from './render-payload.js';
import type { WebhookTargets } from './target.js';

/** What a webhook may be, where that depends on the settings and on the schema. */
export interface WebhookRules {
  readonly targets: WebhookTargets;
  readonly selections: Selections;
}

/** What managing webhooks needs to know of a request. */
export interface WebhookContext extends MutationContext {
  readonly webhooks: WebhookRules;
}
