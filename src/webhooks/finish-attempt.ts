import { setTimeout as sleep } from 'node:timers/promises';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import { refusalOf } from '../content/writing/constraints.js';
import { type Claim, lockDelivery } from './claim-delivery.js';
import { startDelivery } from './delivery-jobs.js';
import { disableFailing, disableGone } from './disable-webhook.js';
import { delayAfter } from './retry-schedule.js';
import { TEST_TOPIC } from './topics.js';
import { Webhook, WebhookAttempt, WebhookDelivery, WebhookDeliveryState } from './webhook.entity.js';
import type { Outcome } from './webhook-sender.js';

/** Statuses of a receiver, or its proxy, that is overloaded. */
const THROTTLING_STATUSES = [429, 502, 503, 504];
/** Seconds to back off for without a Retry-After header, and the longest that it can ask for. */
const DEFAULT_THROTTLE_SECONDS = 30;
const MAX_THROTTLE_SECONDS = 3_600;
/** Retries of recording a response, and milliseconds between them. */
const TRIES = 4;
const RETRY_DELAY_MS = 1_000;

/** Records the outcome of an attempt, and schedules a retry where there is one. */
export async function finishAttempt(store: ContentStore, claim: Claim, outcome: Outcome): Promise<void> {
  const delivery = await withRetries(() =>
    store.transaction((transaction) => finish(transaction, claim, outcome)),
  );
  if (!delivery) return;
  const { webhookId } = delivery;
  if (outcome.status === 410) await disableGone(store, webhookId);
  else if (delivery.state === WebhookDeliveryState.FAILED && delivery.topic !== TEST_TOPIC)
    await disableFailing(store, delivery);
  if (isThrottling(outcome)) await throttle(store, webhookId, outcome);
}

/** Fails a delivery that is not to be sent any more. */
export async function abandonDelivery(transaction: Transaction, delivery: WebhookDelivery): Promise<void> {
  await settle(transaction, delivery, WebhookDeliveryState.FAILED);
}

/** The delivery after the attempt; undefined when another job has taken it over. */
async function finish(
  transaction: Transaction,
  { id, jobId, number }: Claim,
  outcome: Outcome,
): Promise<WebhookDelivery | undefined> {
  const { system } = transaction;
  const delivery = number
    ? await system.findOne(WebhookDelivery, { where: { id }, lock: { mode: 'pessimistic_write' } })
    : await lockDelivery(transaction, id, jobId);
  // It was deleted with its webhook, or another job owns it.
  if (!delivery) return undefined;
  if (number) {
    // The payload has been erased meanwhile, and the response may repeat it.
    const outcomeToStore = delivery.payload === null ? { ...outcome, start: undefined } : outcome;
    await system.update(WebhookAttempt, { deliveryId: id, number }, columnsOf(outcomeToStore));
    if (delivery.jobId !== jobId || delivery.attempts !== number) return undefined;
  } else {
    const attempt = { deliveryId: id, number: delivery.attempts + 1, requestHeaders: {} };
    await system.insert(WebhookAttempt, { ...attempt, ...columnsOf(outcome) });
    await system.update(WebhookDelivery, { id }, { attempts: attempt.number });
  }
  if (outcome.error === undefined) return settle(transaction, delivery, WebhookDeliveryState.DELIVERED);
  const step = delivery.step + 1;
  const delay = delivery.topic === TEST_TOPIC || outcome.status === 410 ? undefined : delayAfter(step);
  if (delay === undefined) return settle(transaction, delivery, WebhookDeliveryState.FAILED);
  await system.update(WebhookDelivery, { id }, { step });
  await startDelivery(transaction, id, { after: Math.max(delay, throttledFor(outcome)) });
  return delivery;
}

function columnsOf({ durationMs, status, start, error }: Outcome) {
  return {
    durationMs,
    responseStatus: status ?? null,
    responseStart: start ?? null,
    error: error ?? null,
  };
}

/** Finishes a delivery and starts the next one about the same object. */
async function settle(
  transaction: Transaction,
  delivery: WebhookDelivery,
  state: WebhookDeliveryState,
): Promise<WebhookDelivery> {
  const { system } = transaction;
  const { id, webhookId, contentId } = delivery;
  const over = { jobId: null, claimedUntil: null, nextAttemptAt: null, finishedAt: () => 'now()' };
  await system.update(WebhookDelivery, { id }, { state, ...over });
  if (contentId) {
    const next = await system.findOne(WebhookDelivery, {
      where: { webhookId, contentId, state: WebhookDeliveryState.WAITING },
      order: { position: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    if (next) await startDelivery(transaction, next.id);
  }
  return { ...delivery, state };
}

function isThrottling({ status, retryAfter }: Outcome): boolean {
  return (
    status !== undefined &&
    THROTTLING_STATUSES.includes(status) &&
    (status !== 503 || retryAfter !== undefined)
  );
}

/** Backoff in seconds. */
function throttledFor(outcome: Outcome): number {
  if (!isThrottling(outcome)) return 0;
  return Math.min(outcome.retryAfter ?? DEFAULT_THROTTLE_SECONDS, MAX_THROTTLE_SECONDS);
}

/** Backs off from an overloaded receiver: nothing is sent to it for a while. */
async function throttle({ draft }: ContentStore, id: string, outcome: Outcome): Promise<void> {
  await draft.manager
    .createQueryBuilder()
    .update(Webhook)
    .set({ throttledUntil: () => 'greatest(throttled_until, now() + make_interval(secs => :seconds))' })
    .where({ id })
    .setParameter('seconds', throttledFor(outcome))
    .execute();
}

/** A response must not be lost with a connection to the database. */
async function withRetries<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0 || refusalOf(error, [])?.code !== 'UNAVAILABLE') throw error;
      await sleep(RETRY_DELAY_MS);
    }
  }
}
