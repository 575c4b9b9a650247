import { IsNull, Raw } from 'typeorm';
import type { ContentStore, Transaction } from '../content/store.js';
import type { Claim } from './finishing.js';
import { WebhookAttempt, WebhookDelivery, WebhookDeliveryState } from './webhook.entity.js';

interface Attempt {
  readonly delivery: WebhookDelivery;
  /** What is sent unless something else was sent before. */
  readonly payload: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How long an attempt can take. */
  readonly seconds: number;
}

/**
 * Takes a delivery for this process alone, for as long as an attempt can take, and writes down that it is made.
 * @returns what is to be sent; undefined when the job is not the one that sends it
 * @throws Error when another process has it
 */
export async function claimDelivery(
  store: ContentStore,
  jobId: string,
  { delivery: { id }, payload: rendered, headers: requestHeaders, seconds }: Attempt,
): Promise<(Claim & { readonly payload: string }) | undefined> {
  return store.transaction(async (transaction) => {
    const { system } = transaction;
    const delivery = await lockDelivery(transaction, id, jobId);
    if (!delivery) return undefined;
    const number = delivery.attempts + 1;
    // The same in each attempt, whatever has changed since the first.
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

/**
 * The delivery, locked until the end of the transaction; null when the job is not the one that sends it.
 * @throws Error when another process has it: then the job, which that one holds as well, comes again
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

/** @throws Error when whoever claimed it may be alive still */
async function takeOver({ system }: Transaction, id: string): Promise<void> {
  const claimedUntil = Raw((until) => `${until} > now()`);
  if (await system.existsBy(WebhookDelivery, { id, claimedUntil }))
    throw new Error(`Delivery ${id} is being sent by another process.`);
  const interrupted = { durationMs: 0, error: 'The program ended before there was an answer.' };
  await system.update(WebhookAttempt, { deliveryId: id, durationMs: IsNull() }, interrupted);
}
