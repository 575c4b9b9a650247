import type { Transaction } from '../content/storage/transaction.js';
import { newId } from '../foundation/ids.js';
import { enqueue, type JobKind } from '../jobs/queue.js';
import { WebhookDelivery, WebhookDeliveryState } from './webhook.entity.js';

/** Job attempts that fail because of us before they count as one failed delivery attempt. */
export const TRIES = 5;

/** Long enough for one attempt: 15 seconds for the receiver, and the database before that. */
const EXPIRE_IN_SECONDS = 30;

/** Deliveries that are due. */
export const deliveryJobs: JobKind = {
  name: 'deliver-webhook',
  expireInSeconds: EXPIRE_IN_SECONDS,
  // More than are used: the last ones are for recording the failure.
  retryLimit: TRIES + 20,
};

/** Deliveries to slow receivers, which wait only for each other. */
export const slowDeliveryJobs: JobKind = { ...deliveryJobs, name: 'deliver-webhook-slowly' };

/** The data of a delivery job. */
export interface DeliveryJob {
  readonly delivery: string;
}

/** Schedules a delivery. */
export async function startDelivery(
  transaction: Transaction,
  id: string,
  { after = 0, kind = deliveryJobs }: { readonly after?: number; readonly kind?: JobKind } = {},
): Promise<void> {
  const jobId = newId();
  await transaction.system
    .createQueryBuilder()
    .update(WebhookDelivery)
    .set({
      state: WebhookDeliveryState.PENDING,
      jobId,
      nextAttemptAt: () => 'now() + make_interval(secs => :after)',
      claimedUntil: null,
      finishedAt: null,
    })
    .where({ id })
    .setParameter('after', after)
    .execute();
  await enqueue(transaction, kind, {
    id: jobId,
    data: { delivery: id } satisfies DeliveryJob,
    startAfter: after,
  });
}
