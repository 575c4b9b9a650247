import { In, MoreThanOrEqual } from 'typeorm';
import { systemViewer } from '../content/contract/access.js';
import { globalId } from '../content/contract/global-id.js';
import { audit } from '../content/editing/mutation.js';
import { AuditOutcome } from '../content/history/audit-entry.entity.js';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import {
  UNFINISHED,
  Webhook,
  WebhookAttempt,
  WebhookDelivery,
  WebhookDeliveryState,
  WebhookDisabledReason,
  WebhookState,
} from './webhook.entity.js';
import { WEBHOOK } from './webhook-ids.js';

/**
 * Disables a webhook. Unfinished deliveries fail; they are sent only when somebody redelivers them after the webhook is
 * enabled again.
 * @returns whether it was enabled
 */
export async function disable(
  { system }: Transaction,
  id: string,
  disabledReason: WebhookDisabledReason,
): Promise<boolean> {
  const { affected } = await system.update(
    Webhook,
    { id, state: WebhookState.ENABLED },
    { state: WebhookState.DISABLED, disabledReason, disabledAt: () => 'now()' },
  );
  if (affected === 0) return false;
  // Locked in the same order as by a publication.
  const unfinished = await system.find(WebhookDelivery, {
    select: { id: true, position: true },
    where: { webhookId: id, state: In(UNFINISHED) },
    order: { position: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  await system.update(
    WebhookDelivery,
    { webhookId: id, state: In(UNFINISHED), id: In(unfinished.map((row) => row.id)) },
    {
      state: WebhookDeliveryState.FAILED,
      jobId: null,
      claimedUntil: null,
      nextAttemptAt: null,
      finishedAt: () => 'now()',
    },
  );
  return true;
}

/** "410 Gone": how a receiver unsubscribes in Standard Webhooks. */
export function disableGone(store: ContentStore, id: string): Promise<void> {
  return disableByItself(store, id, WebhookDisabledReason.GONE);
}

/**
 * Called after the last attempt at a delivery, more than three days after the first: disables the webhook when nothing
 * else was delivered in that time either.
 */
export async function disableFailing(
  store: ContentStore,
  { id: deliveryId, webhookId }: WebhookDelivery,
): Promise<void> {
  const { manager } = store.draft;
  const first = await manager.findOneBy(WebhookAttempt, { deliveryId, number: 1 });
  const hasDelivered =
    first &&
    (await manager.existsBy(WebhookDelivery, {
      webhookId,
      state: WebhookDeliveryState.DELIVERED,
      finishedAt: MoreThanOrEqual(first.at),
    }));
  if (!hasDelivered) await disableByItself(store, webhookId, WebhookDisabledReason.FAILING);
}

async function disableByItself(
  store: ContentStore,
  id: string,
  reason: WebhookDisabledReason,
): Promise<void> {
  await store.transaction(async (transaction) => {
    if (!(await disable(transaction, id, reason))) return;
    await audit(transaction.system, store.clock(), systemViewer, `webhookDisable (${reason.toLowerCase()})`, {
      outcome: AuditOutcome.DONE,
      targets: [globalId(WEBHOOK, id)],
    });
  });
}
