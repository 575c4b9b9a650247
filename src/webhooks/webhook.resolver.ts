import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { assertMay } from '../content/contract/access.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../content/sql/connection.js';
import { type Page, readPage } from '../content/storage/pagination.js';
import { Webhook, WebhookDelivery, WebhookDeliveryState } from './webhook.entity.js';
import {
  toWebhook,
  WebhookConnection,
  type WebhookDeliveryCounts,
  type WebhookSecretType,
  WebhookType,
} from './webhook.type.js';
import type { WebhookContext } from './webhook-context.js';
import {
  toDelivery,
  type WebhookAttemptType,
  WebhookDeliveryConnection,
  WebhookDeliveryType,
} from './webhook-delivery.type.js';
import { deliveryUuid, webhookUuid } from './webhook-ids.js';
import { webhookLoaders } from './webhook-loaders.js';
import { WebhookMutationResolver } from './webhook-mutation.resolver.js';

const first = { defaultValue: DEFAULT_PAGE, description: `The page size, from 1 to ${MAX_PAGE}.` };
const after = { nullable: true, description: 'The cursor after which the page begins.' };

@Resolver()
class WebhookQueryResolver {
  @Query(() => WebhookConnection, {
    description: 'All webhooks, oldest first. For administrators.',
  })
  webhooks(
    @Arg('first', () => Int, first) size: number,
    @Arg('after', () => String, after) cursor: string | undefined,
    @Ctx() { viewer, store }: WebhookContext,
  ): Promise<Page<WebhookType>> {
    assertMay(viewer, 'MANAGE', 'Webhook');
    const list = { entity: Webhook, toNode: toWebhook };
    return readPage(store.draft.manager, list, { first: size, after: cursor });
  }

  @Query(() => WebhookType, {
    nullable: true,
    description: 'A webhook by id; null when it does not exist. For administrators.',
  })
  async webhook(
    @Arg('id', () => ID, { description: 'The id of a webhook.' }) id: string,
    @Ctx() { viewer, store }: WebhookContext,
  ): Promise<WebhookType | null> {
    assertMay(viewer, 'MANAGE', 'Webhook');
    const row = await store.draft.manager.findOneBy(Webhook, { id: webhookUuid(id, ['id']) });
    return row && toWebhook(row);
  }

  @Query(() => WebhookDeliveryType, {
    nullable: true,
    description: 'A delivery by id; null when it does not exist or has expired. For administrators.',
  })
  async webhookDelivery(
    @Arg('id', () => ID, { description: 'The id of a delivery, which the receiver gets as `webhook-id`.' })
    id: string,
    @Ctx() { viewer, store }: WebhookContext,
  ): Promise<WebhookDeliveryType | null> {
    assertMay(viewer, 'MANAGE', 'Webhook');
    const row = await store.draft.manager.findOneBy(WebhookDelivery, { id: deliveryUuid(id, ['id']) });
    return row && toDelivery(row);
  }
}

@Resolver(() => WebhookType)
class WebhookFieldResolver {
  @FieldResolver()
  secrets(@Root() { uuid }: WebhookType, @Ctx() context: WebhookContext): Promise<WebhookSecretType[]> {
    return webhookLoaders(context).secrets.load(uuid);
  }

  @FieldResolver()
  deliveryCounts(
    @Root() { uuid }: WebhookType,
    @Ctx() context: WebhookContext,
  ): Promise<WebhookDeliveryCounts> {
    return webhookLoaders(context).counts.load(uuid);
  }

  @FieldResolver(() => WebhookDeliveryConnection, { description: 'Its deliveries, newest first.' })
  deliveries(
    @Root() { uuid: webhookId }: WebhookType,
    @Arg('first', () => Int, first) size: number,
    @Arg('after', () => String, after) cursor: string | undefined,
    @Arg('state', () => WebhookDeliveryState, {
      nullable: true,
      description: 'Only deliveries in this state.',
    })
    state: WebhookDeliveryState | undefined,
    @Ctx() context: WebhookContext,
  ): Promise<Page<WebhookDeliveryType>> {
    const page = { webhookId, first: size, after: cursor ?? null, state: state ?? null };
    return webhookLoaders(context).deliveries.load(page);
  }
}

@Resolver(() => WebhookDeliveryType)
class WebhookDeliveryFieldResolver {
  @FieldResolver()
  attempts(
    @Root() { uuid }: WebhookDeliveryType,
    @Ctx() context: WebhookContext,
  ): Promise<WebhookAttemptType[]> {
    return webhookLoaders(context).attempts.load(uuid);
  }
}

/** The resolvers of webhooks and their deliveries. */
export const webhookResolvers: readonly Function[] = [
  WebhookQueryResolver,
  WebhookFieldResolver,
  WebhookDeliveryFieldResolver,
  WebhookMutationResolver,
];
