import type { Transaction } from '../content/storage/transaction.js';
import { newId } from '../foundation/ids.js';
import { enqueue, type JobKind } from '../jobs/queue.js';
import { WebhookDelivery, WebhookDeliveryState } from './webhook.entity.js';

/** How often something is tried that fails by a fault of ours, before it counts as an attempt that failed. */
export const TRIES = 5;

/** Long enough for what one attempt may take: 15 seconds for the receiver, and what the database needs before. */
const EXPIRE_IN_SECONDS = 30;

/** Deliveries whose time has come. */
export const deliveryJobs: JobKind = {
  name: 'deliver-webhook',
  expireInSeconds: EXPIRE_IN_SECONDS,
  // More than are made use of: the last ones are for recording the failure.
  retryLimit: TRIES + 20,
};

/** The same for receivers that are slow to answer: they wait for each other only. */
export const slowDeliveryJobs: JobKind = { ...deliveryJobs, name: 'deliver-webhook-slowly' };

/** What a job is about. */
export interface DeliveryJob {
  readonly delivery: string;
}

/** Leaves a delivery to be sent. */
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
