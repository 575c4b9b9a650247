import { ArrayContains } from 'typeorm';
import type { Transaction } from '../content/storage/transaction.js';
import { newId } from '../foundation/ids.js';
import { startDelivery } from './delivery-jobs.js';
import { FAILED_SCHEDULE } from './topics.js';
import { Webhook, WebhookDelivery, WebhookDeliveryState, WebhookState } from './webhook.entity.js';

/** Records the deliveries about a failed schedule in the transaction that marks it as failed. */
export async function recordFailedSchedule(transaction: Transaction, scheduleId: string): Promise<void> {
  const { system } = transaction;
  const webhooks = await system.find(Webhook, {
    where: { state: WebhookState.ENABLED, topics: ArrayContains([FAILED_SCHEDULE]) },
    order: { id: 'ASC' },
    lock: { mode: 'for_key_share' },
  });
  for (const { id: webhookId } of webhooks) {
    const id = newId();
    await system.insert(WebhookDelivery, {
      id,
      webhookId,
      topic: FAILED_SCHEDULE,
      contentId: scheduleId,
      locales: [],
      state: WebhookDeliveryState.PENDING,
      jobId: newId(),
    });
    await startDelivery(transaction, id);
  }
}
