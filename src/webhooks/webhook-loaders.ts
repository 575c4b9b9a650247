import DataLoader from 'dataloader';
import { In, IsNull, Raw } from 'typeorm';
import { type Page, type PageRequest, readPages } from '../content/storage/pagination.js';
import { groupBy } from '../foundation/collections.js';
import {
  WebhookAttempt,
  WebhookDelivery,
  type WebhookDeliveryState,
  WebhookSecret,
} from './webhook.entity.js';
import { toSecret, type WebhookDeliveryCounts, type WebhookSecretType } from './webhook.type.js';
import type { WebhookContext } from './webhook-context.js';
import {
  toAttempt,
  toDelivery,
  type WebhookAttemptType,
  type WebhookDeliveryType,
} from './webhook-delivery.type.js';

/** A page of the deliveries of a webhook. */
export interface DeliveryPage extends PageRequest {
  readonly webhookId: string;
  readonly state?: WebhookDeliveryState | null;
}

/** Batches what a request reads of several webhooks or deliveries into one query. */
export interface WebhookLoaders {
  readonly secrets: DataLoader<string, WebhookSecretType[]>;
  readonly counts: DataLoader<string, WebhookDeliveryCounts>;
  readonly deliveries: DataLoader<DeliveryPage, Page<WebhookDeliveryType>>;
  readonly attempts: DataLoader<string, WebhookAttemptType[]>;
}

const loaders = new WeakMap<WebhookContext, WebhookLoaders>();

export function webhookLoaders(context: WebhookContext): WebhookLoaders {
  const cached = loaders.get(context);
  if (cached) return cached;
  // Not cached beyond one batch: mutations of the same request change it.
  const options = { cache: false };
  const made = {
    secrets: new DataLoader((ids: readonly string[]) => secretsOf(context, ids), options),
    counts: new DataLoader((ids: readonly string[]) => countsOf(context, ids), options),
    deliveries: new DataLoader((pages: readonly DeliveryPage[]) => deliveriesOf(context, pages), options),
    attempts: new DataLoader((ids: readonly string[]) => attemptsOf(context, ids), options),
  };
  loaders.set(context, made);
  return made;
}

async function secretsOf({ store }: WebhookContext, ids: readonly string[]): Promise<WebhookSecretType[][]> {
  const webhookId = In([...ids]);
  const rows = await store.draft.manager.find(WebhookSecret, {
    select: { id: true, webhookId: true, createdAt: true, expiresAt: true },
    where: [
      { webhookId, expiresAt: IsNull() },
      { webhookId, expiresAt: Raw((at) => `${at} > now()`) },
    ],
    order: { id: 'DESC' },
  });
  const byWebhook = groupBy(rows, (row) => row.webhookId);
  return ids.map((id) => (byWebhook.get(id) ?? []).map(toSecret));
}

async function countsOf({ store }: WebhookContext, ids: readonly string[]): Promise<WebhookDeliveryCounts[]> {
  const rows = await store.draft.manager
    .createQueryBuilder(WebhookDelivery, 'delivery')
    .select('delivery.webhookId', 'id')
    .addSelect('delivery.state', 'state')
    .addSelect('count(*)::int', 'count')
    .where({ webhookId: In([...ids]) })
    .groupBy('delivery.webhookId')
    .addGroupBy('delivery.state')
    .getRawMany<{ readonly id: string; readonly state: string; readonly count: number }>();
  return ids.map((id) => {
    const own = new Map(rows.filter((row) => row.id === id).map(({ state, count }) => [state, count]));
    const of = (state: keyof typeof WebhookDeliveryState) => own.get(state) ?? 0;
    return {
      waiting: of('WAITING'),
      pending: of('PENDING'),
      delivered: of('DELIVERED'),
      failed: of('FAILED'),
    };
  });
}

async function deliveriesOf(
  { store }: WebhookContext,
  pages: readonly DeliveryPage[],
): Promise<Page<WebhookDeliveryType>[]> {
  const keyOf = ({ first, after, state }: DeliveryPage) => JSON.stringify([first, after, state]);
  const read = new Map<string, Map<string, Page<WebhookDeliveryType>>>();
  for (const [key, asked] of groupBy(pages, keyOf)) {
    const { first, after, state } = asked[0] ?? {};
    const list = {
      entity: WebhookDelivery,
      owner: 'webhookId' as const,
      order: 'DESC' as const,
      toNode: toDelivery,
      ...(state ? { where: { state } } : {}),
    };
    const owners = [...new Set(asked.map(({ webhookId }) => webhookId))];
    const request = { ...(first === undefined ? {} : { first }), ...(after ? { after } : {}) };
    read.set(key, await readPages(store.draft.manager, list, owners, request));
  }
  return pages.map((page) => {
    const found = read.get(keyOf(page))?.get(page.webhookId);
    if (!found) throw new Error(`Deliveries of ${page.webhookId} were not read.`);
    return found;
  });
}

async function attemptsOf(
  { store }: WebhookContext,
  ids: readonly string[],
): Promise<WebhookAttemptType[][]> {
  const rows = await store.draft.manager.find(WebhookAttempt, {
    where: { deliveryId: In([...ids]) },
    order: { number: 'ASC' },
  });
  const byDelivery = groupBy(rows, (row) => row.deliveryId);
  return ids.map((id) => (byDelivery.get(id) ?? []).map(toAttempt));
}
