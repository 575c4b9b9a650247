import type { GraphQLSchema } from 'graphql';
import type { Config } from '../config.js';
import type { ContentStore } from '../content/storage/store.js';
import { systemClock } from '../foundation/clock.js';
import type { Logger } from '../foundation/logger.js';
import type { InternalQueries } from '../graphql/internal-queries.js';
import { WebhookTargets } from '../webhooks/target.js';
import type { WebhookRules } from '../webhooks/webhook-context.js';
import { WebhookDeliverer } from '../webhooks/webhook-deliverer.js';
import { WebhookSender } from '../webhooks/webhook-sender.js';
import { GraphQLSelections } from './webhook-selections.js';

export interface Webhooks {
  /** For managing webhooks. */
  readonly rules: WebhookRules;
  /** For the background jobs. */
  readonly deliverer: WebhookDeliverer;
  close(): Promise<void>;
}

/** Creates what managing webhooks and delivering to them needs. */
export function createWebhooks(
  { webhookTargets }: Pick<Config, 'webhookTargets'>,
  store: ContentStore,
  schema: GraphQLSchema,
  api: InternalQueries,
  logger: Logger,
): Webhooks {
  const targets = new WebhookTargets(webhookTargets);
  const selections = new GraphQLSelections(schema, api, store.locales.default, store.clock);
  // Receivers refuse what was signed at another time than theirs: use the real time, whatever clock is injected.
  const sender = new WebhookSender(targets, systemClock);
  return {
    rules: { targets, selections },
    deliverer: new WebhookDeliverer({ store, selections, sender, logger }),
    close: () => sender.close(),
  };
}
