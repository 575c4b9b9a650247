import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { In } from 'typeorm';
import { globalId } from '../content/contract/global-id.js';
import { type Outcome, runMutation } from '../content/editing/mutation.js';
import type { Transaction } from '../content/storage/transaction.js';
import { redeliver, sendTest } from './redelivery.js';
import { Webhook, WebhookDelivery } from './webhook.entity.js';
import {
  WebhookCreateInput,
  WebhookInput,
  WebhookRedeliverInput,
  WebhookSecretRotateInput,
  WebhookUpdateInput,
} from './webhook.input.js';
import {
  WebhookDeletePayload,
  WebhookDeliveriesPayload,
  WebhookPayload,
  WebhookSecretPayload,
} from './webhook.payload.js';
import { toWebhook } from './webhook.type.js';
import type { WebhookContext } from './webhook-context.js';
import { toDelivery } from './webhook-delivery.type.js';
import { deliveryId, WEBHOOK } from './webhook-ids.js';
import { validateWebhook } from './webhook-input.js';
import {
  createWebhook,
  deleteWebhook,
  disableWebhook,
  enableWebhook,
  rotateSecret,
  updateWebhook,
  type WithSecret,
} from './webhooks.js';

/** What the audit log records of a mutation: ids, and never a secret. */
interface Changed {
  readonly ids: readonly string[];
  readonly targets: readonly string[];
}

@Resolver()
export class WebhookMutationResolver {
  @Mutation(() => WebhookSecretPayload, {
    description: 'Creates a webhook and returns its secret, once. For administrators.',
  })
  async webhookCreate(
    @Arg('input', () => WebhookCreateInput, { description: 'The webhook.' }) input: WebhookCreateInput,
    @Ctx() context: WebhookContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<WebhookSecretPayload> {
    const validated = await validateWebhook(context, input);
    return withSecret(context, info, (transaction) => createWebhook(context, transaction, validated));
  }

  @Mutation(() => WebhookPayload, { description: 'Updates a webhook. For administrators.' })
  async webhookUpdate(
    @Arg('input', () => WebhookUpdateInput, { description: 'The fields to change.' })
    input: WebhookUpdateInput,
    @Ctx() context: WebhookContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<WebhookPayload> {
    const validated = await validateWebhook(context, input);
    return changed(context, info, (transaction) => updateWebhook(context, transaction, input, validated));
  }

  @Mutation(() => WebhookDeletePayload, {
    description: 'Deletes a webhook with all its deliveries. For administrators.',
  })
  async webhookDelete(
    @Arg('input', () => WebhookInput, { description: 'The webhook to delete.' }) input: WebhookInput,
    @Ctx() context: WebhookContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<WebhookDeletePayload> {
    const work = async (transaction: Transaction) => [await deleteWebhook(context, transaction, input)];
    const { targets, userErrors } = await run(context, info, work, webhookGlobalId);
    return { deletedId: targets?.[0] ?? null, userErrors };
  }

  @Mutation(() => WebhookSecretPayload, {
    description:
      'Creates a new secret and returns it, once; earlier secrets keep signing beside it for some hours. For administrators.',
  })
  webhookSecretRotate(
    @Arg('input', () => WebhookSecretRotateInput, {
      description: 'The webhook, and how long its earlier secrets stay valid.',
    })
    input: WebhookSecretRotateInput,
    @Ctx() context: WebhookContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<WebhookSecretPayload> {
    return withSecret(context, info, (transaction) => rotateSecret(context, transaction, input));
  }

  @Mutation(() => WebhookPayload, {
    description:
      'Enables a webhook: it receives events from now on. Failed deliveries are not retried; see `webhookRedeliver`. For administrators.',
  })
  webhookEnable(
    @Arg('input', () => WebhookInput, { description: 'The webhook to enable.' }) input: WebhookInput,
    @Ctx() context: WebhookContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<WebhookPayload> {
    return changed(context, info, (transaction) => enableWebhook(context, transaction, input));
  }

  @Mutation(() => WebhookPayload, {
    description:
      'Disables a webhook: unfinished deliveries fail, and events are not recorded for it until it is enabled. For administrators.',
  })
  webhookDisable(
    @Arg('input', () => WebhookInput, { description: 'The webhook to disable.' }) input: WebhookInput,
    @Ctx() context: WebhookContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<WebhookPayload> {
    return changed(context, info, (transaction) => disableWebhook(context, transaction, input));
  }

  @Mutation(() => WebhookDeliveriesPayload, {
    description:
      'Sends deliveries again with the same ids and payloads, whatever their state. For administrators.',
  })
  webhookRedeliver(
    @Arg('input', () => WebhookRedeliverInput, { description: 'The deliveries to send.' })
    input: WebhookRedeliverInput,
    @Ctx() context: WebhookContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<WebhookDeliveriesPayload> {
    return sent(context, info, (transaction) => redeliver(context, transaction, input));
  }

  @Mutation(() => WebhookDeliveriesPayload, {
    description: 'Sends the topic `webhook.test` once, also to a disabled webhook. For administrators.',
  })
  webhookTest(
    @Arg('input', () => WebhookInput, { description: 'The webhook to test.' }) input: WebhookInput,
    @Ctx() context: WebhookContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<WebhookDeliveriesPayload> {
    return sent(context, info, async (transaction) => [await sendTest(context, transaction, input)]);
  }
}

function run(
  context: WebhookContext,
  info: GraphQLResolveInfo,
  work: (transaction: Transaction) => Promise<readonly string[]>,
  idOf: (uuid: string) => string,
): Promise<Outcome<Changed>> {
  return runMutation<Changed>(context, info, async (transaction) => {
    const ids = await work(transaction);
    return { ids, targets: ids.map(idOf) };
  });
}

async function changed(
  context: WebhookContext,
  info: GraphQLResolveInfo,
  work: (transaction: Transaction) => Promise<string>,
): Promise<WebhookPayload> {
  const { ids, userErrors } = await run(
    context,
    info,
    async (transaction) => [await work(transaction)],
    webhookGlobalId,
  );
  const id = ids?.[0];
  const row = id ? await context.store.draft.manager.findOneBy(Webhook, { id }) : null;
  return { webhook: row && toWebhook(row), userErrors };
}

async function withSecret(
  context: WebhookContext,
  info: GraphQLResolveInfo,
  work: (transaction: Transaction) => Promise<WithSecret>,
): Promise<WebhookSecretPayload> {
  let secret: string | null = null;
  const payload = await changed(context, info, async (transaction) => {
    const made = await work(transaction);
    secret = made.secret;
    return made.id;
  });
  return { ...payload, secret };
}

async function sent(
  context: WebhookContext,
  info: GraphQLResolveInfo,
  work: (transaction: Transaction) => Promise<readonly string[]>,
): Promise<WebhookDeliveriesPayload> {
  const { ids, userErrors } = await run(context, info, work, deliveryId);
  if (!ids) return { deliveries: null, userErrors };
  const rows = await context.store.draft.manager.find(WebhookDelivery, {
    where: { id: In([...ids]) },
    order: { id: 'ASC' },
  });
  return { deliveries: rows.map(toDelivery), userErrors };
}

function webhookGlobalId(uuid: string): string {
  return globalId(WEBHOOK, uuid);
}
