import { type EntityManager, IsNull, Raw } from 'typeorm';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import { startDelivery } from './delivery-jobs.js';
import { Webhook, WebhookAttempt, WebhookDelivery, WebhookDeliveryState } from './webhook.entity.js';

/** The right to say what became of an attempt. */
export interface Claim {
  readonly id: string;
  readonly jobId: string;
  /** That of the attempt; absent where it came to nothing before it was written down. */
  readonly number?: number;
}

/** Seconds until a delivery is tried again that an erasure has got in the way of. */
const AFTER_ERASURE = 1;

interface Attempt {
  /** As it was when the payload was written. */
  readonly webhook: Webhook;
  readonly delivery: WebhookDelivery;
  /** What is sent unless something else was sent before. */
  readonly payload: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How long an attempt can take. */
  readonly seconds: number;
}

/**
 * Takes a delivery for this process alone, for as long as an attempt can take, and writes down that it is made.
 * @returns what is to be sent; undefined when the job is not the one that sends it, and when the payload may say what
 * was erased since: then another job writes it anew
 * @throws Error when another process has it
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
      await startDelivery(transaction, id, { after: AFTER_ERASURE });
      return undefined;
    }
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

/** Whether nothing was erased since. It is not waited for an erasure that is under way, which may take long. */
async function isUntouched(system: EntityManager, { id, erasures }: Webhook): Promise<boolean> {
  const found = await system.findOne(Webhook, {
    select: { id: true },
    where: { id, erasures },
    lock: { mode: 'pessimistic_read', onLocked: 'skip_locked' },
  });
  return found !== null;
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
