import { type EntityManager, IsNull, Raw } from 'typeorm';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import { startDelivery } from './delivery-jobs.js';
import { Webhook, WebhookAttempt, WebhookDelivery, WebhookDeliveryState } from './webhook.entity.js';

/** The right to record the outcome of an attempt. */
export interface Claim {
  readonly id: string;
  readonly jobId: string;
  /** The number of the attempt; absent when it failed before it was recorded. */
  readonly number?: number;
}

/** Seconds until the retry of a delivery that an erasure interrupted. */
const RETRY_AFTER_ERASURE_SECONDS = 1;

interface Attempt {
  /** The webhook as it was when the payload was rendered. */
  readonly webhook: Webhook;
  readonly delivery: WebhookDelivery;
  /** Sent unless the delivery has a stored payload. */
  readonly payload: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The longest that an attempt can take. */
  readonly seconds: number;
}

/**
 * Claims a delivery for this process for the duration of one attempt, and records that attempt.
 * @returns what to send; undefined when another job owns the delivery, or when the payload may contain data erased
 * since: then a new job renders it again
 * @throws Error when another process holds the claim
 */
export async function claimDelivery(
  store: ContentStore,
  jobId: string,
  { webhook, delivery: { id }, payload: rendered, headers: requestHeaders, seconds }: Attempt,
): Promise<(Claim & { readonly payload: string }) | undefined> {
  return store.transaction(async (transaction) => {
    const { system } = transaction;
    const delivery = await lockDelivery(transaction, id, jobId);
    if (!delivery) return undefined;
    if (!(await isUntouched(system, webhook))) {
      await startDelivery(transaction, id, { after: RETRY_AFTER_ERASURE_SECONDS });
      return undefined;
    }
    const number = delivery.attempts + 1;
    // Every attempt sends the same payload, whatever has changed since the first.
    const payload = delivery.payload ?? rendered;
    await system.insert(WebhookAttempt, { deliveryId: id, number, requestHeaders });
    await system
      .createQueryBuilder()
      .update(WebhookDelivery)
      .set({
        attempts: number,
        payload,
        nextAttemptAt: null,
        claimedUntil: () => 'now() + make_interval(secs => :seconds)',
      })
      .where({ id })
      .setParameter('seconds', seconds)
      .execute();
    return { id, jobId, number, payload };
  });
}

/** Whether nothing was erased since. Does not wait for an erasure in progress, which may take long. */
async function isUntouched(system: EntityManager, { id, erasures }: Webhook): Promise<boolean> {
  const found = await system.findOne(Webhook, {
    select: { id: true },
    where: { id, erasures },
    lock: { mode: 'pessimistic_read', onLocked: 'skip_locked' },
  });
  return found !== null;
}

/**
 * The delivery, locked until the end of the transaction; null when another job owns it.
 * @throws Error when another process holds the claim: the job, which that process holds too, is retried
 */
export async function lockDelivery(
  transaction: Transaction,
  id: string,
  jobId: string,
): Promise<WebhookDelivery | null> {
  const delivery = await transaction.system.findOne(WebhookDelivery, {
    where: { id, jobId, state: WebhookDeliveryState.PENDING },
    lock: { mode: 'pessimistic_write' },
  });
  if (delivery?.claimedUntil) await takeOver(transaction, id);
  return delivery;
}

/** @throws Error when the claim has not expired */
async function takeOver({ system }: Transaction, id: string): Promise<void> {
  const claimedUntil = Raw((until) => `${until} > now()`);
  if (await system.existsBy(WebhookDelivery, { id, claimedUntil }))
    throw new Error(`Delivery ${id} is being sent by another process.`);
  const interrupted = { durationMs: 0, error: 'The process ended before there was a response.' };
  await system.update(WebhookAttempt, { deliveryId: id, durationMs: IsNull() }, interrupted);
}
