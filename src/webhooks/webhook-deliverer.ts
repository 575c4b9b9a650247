import { IsNull, Raw } from 'typeorm';
import type { ContentStore } from '../content/storage/store.js';
import { Refusal } from '../foundation/errors.js';
import type { Logger } from '../foundation/logger.js';
import type { JobQueue } from '../jobs/job-queue.js';
import type { Job } from '../jobs/queue.js';
import type { Claim } from './claim-delivery.js';
import { claimDelivery, lockDelivery } from './claim-delivery.js';
import { type DeliveryJob, deliveryJobs, slowDeliveryJobs, startDelivery, TRIES } from './delivery-jobs.js';
import { abandonDelivery, finishAttempt } from './finish-attempt.js';
import { renderPayload, type Selections } from './render-payload.js';
import { Slots } from './slots.js';
import { TEST_TOPIC } from './topics.js';
import { Webhook, WebhookDelivery, WebhookSecret, WebhookState } from './webhook.entity.js';
import { deliveryId } from './webhook-ids.js';
import type { WebhookSender } from './webhook-sender.js';

/**
 * Concurrent deliveries of a process: to all receivers, to one of them, and to slow ones. Slow receivers have a queue
 * of their own, with one delivery at a time for each, so that they block nobody else.
 */
const CONCURRENCY = 10;
const CONCURRENCY_PER_WEBHOOK = 5;
const SLOW_CONCURRENCY = 5;
/**
 * The longer a slow delivery takes, the longer the next one to the same receiver waits: up to so many times as long.
 */
const SLOW_JITTER_FACTOR = 4;
/** How long a delivery waits for a slot of its receiver before it is rescheduled. */
const SLOT_TIMEOUT_MS = 300;
/** Added to the timeout of a request: after that the process with the claim is presumed dead. */
const CLAIM_MARGIN_SECONDS = 5;
/** How long finished deliveries are retained, and how often expired ones are deleted. */
const RETENTION_DAYS = 30;
const CLEANUP_INTERVAL_MS = 3_600_000;
/** Jitter, so that deliveries that were throttled together are not retried together. */
const JITTER_SECONDS = 10;

export interface DeliverySettings {
  readonly store: ContentStore;
  readonly selections: Selections;
  readonly sender: WebhookSender;
  readonly logger: Logger;
}

/** A delivery that this process is about to send. */
interface Prepared {
  readonly webhook: Webhook;
  readonly delivery: WebhookDelivery;
  readonly secrets: readonly string[];
}

/** Sends deliveries: at least once, always with the same id and payload, in order per object. */
export class WebhookDeliverer {
  readonly #slots = new Slots(CONCURRENCY_PER_WEBHOOK);
  readonly #slowSlots = new Slots(1);
  #cleanUpAt = 0;
  /** Counts the attempts of this process, for metrics. */
  readonly attempts = { delivered: 0, failed: 0 };

  constructor(readonly settings: DeliverySettings) {}

  workIn(queue: JobQueue): void {
    queue.work(deliveryJobs, (job) => this.#work(job, false), CONCURRENCY);
    queue.work(slowDeliveryJobs, (job) => this.#work(job, true), SLOW_CONCURRENCY);
  }

  async #work(job: Job, isSlowLine: boolean): Promise<void> {
    // The process of an earlier try died before it could record the failure.
    if (job.attempt > TRIES) return this.#recordInternalError(job);
    try {
      await this.#deliver(job, isSlowLine);
      await this.#deleteExpired();
    } catch (error) {
      if (job.attempt === TRIES) await this.#recordInternalError(job);
      throw error;
    }
  }

  async #deliver(job: Job, isSlowLine: boolean): Promise<void> {
    const prepared = await this.#prepare(job);
    if (!prepared || (await this.#postpone(job, prepared, isSlowLine))) return;
    const { id } = prepared.webhook;
    const slots = isSlowLine ? this.#slowSlots : this.#slots;
    const slot = await slots.take(id, isSlowLine ? 0 : SLOT_TIMEOUT_MS);
    if (!slot) {
      // The longer the running delivery takes, the less often this one is retried.
      const after = Math.random() * (1 + (SLOW_JITTER_FACTOR * slots.longest(id)) / 1_000);
      return this.#reschedule(job, prepared, { after, kind: isSlowLine ? slowDeliveryJobs : deliveryJobs });
    }
    try {
      await this.#attempt(job, prepared);
    } finally {
      slot.free();
    }
  }

  /** The delivery of a job; undefined when there is nothing to do any more. */
  async #prepare({ id: jobId, data }: Job): Promise<Prepared | undefined> {
    const { manager } = this.settings.store.draft;
    const { delivery: id } = data as DeliveryJob;
    // One statement: both rows are from before an erasure, or both from after it.
    const [delivery] = await manager.find(WebhookDelivery, {
      where: { id, jobId },
      relations: { webhook: true },
    });
    const { webhook } = delivery ?? {};
    if (!delivery || !webhook) return undefined;
    const { webhookId } = delivery;
    const isGood = [
      { webhookId, expiresAt: IsNull() },
      { webhookId, expiresAt: Raw((at) => `${at} > now()`) },
    ];
    const secrets = await manager.find(WebhookSecret, { where: isGood, order: { id: 'DESC' } });
    return { webhook, delivery, secrets: secrets.map(({ secret }) => secret) };
  }

  /** Whether the delivery is postponed, moved to the slow queue, or abandoned. */
  async #postpone(job: Job, prepared: Prepared, isSlowLine: boolean): Promise<boolean> {
    const { store, sender } = this.settings;
    const { webhook, delivery } = prepared;
    // The webhook was disabled while the event was recorded.
    if (webhook.state === WebhookState.DISABLED && delivery.topic !== TEST_TOPIC) {
      await store.transaction(async (transaction) => {
        if (await lockDelivery(transaction, delivery.id, job.id))
          await abandonDelivery(transaction, delivery);
      });
      return true;
    }
    const secondsLeft = await this.#throttledFor(webhook);
    const isSlow = webhook.isSlow || this.#slots.longest(webhook.id) > sender.limits.slow;
    if (secondsLeft > 0)
      await this.#reschedule(job, prepared, { after: secondsLeft + Math.random() * JITTER_SECONDS });
    else if (isSlow && !isSlowLine) await this.#reschedule(job, prepared, { kind: slowDeliveryJobs });
    else return false;
    return true;
  }

  /** Reschedules a delivery without counting an attempt. */
  async #reschedule(
    job: Job,
    { delivery: { id } }: Prepared,
    options: Parameters<typeof startDelivery>[2],
  ): Promise<void> {
    await this.settings.store.transaction(async (transaction) => {
      if (await lockDelivery(transaction, id, job.id)) await startDelivery(transaction, id, options);
    });
  }

  async #throttledFor({ id, throttledUntil }: Webhook): Promise<number> {
    if (!throttledUntil) return 0;
    const { manager } = this.settings.store.draft;
    const isThrottled = await manager.existsBy(Webhook, { id, throttledUntil: Raw((at) => `${at} > now()`) });
    return isThrottled ? Math.max(1, (throttledUntil.getTime() - Date.now()) / 1_000) : 0;
  }

  async #attempt(job: Job, { webhook, delivery, secrets }: Prepared): Promise<void> {
    const { store, sender, logger } = this.settings;
    const payload = delivery.payload ?? (await this.#render(job, webhook, delivery));
    if (payload === undefined) return;
    const id = deliveryId(delivery.id);
    const headers = sender.headersOf({ id });
    const claim = await claimDelivery(store, job.id, {
      webhook,
      delivery,
      payload,
      headers,
      seconds: this.#claimSeconds,
    });
    if (!claim) return;
    const outcome = await sender.send({ url: webhook.url, id, payload: claim.payload, secrets }, headers);
    const { status, error, durationMs } = outcome;
    const result = { webhook: webhook.id, delivery: delivery.id, status, durationMs };
    this.attempts[error ? 'failed' : 'delivered'] += 1;
    if (error) logger.info(result, 'Webhook delivery failed.');
    else logger.debug(result, 'Webhook delivered.');
    await finishAttempt(store, claim, outcome);
    const isSlow = durationMs > sender.limits.slow;
    if (isSlow !== webhook.isSlow) await store.draft.manager.update(Webhook, { id: webhook.id }, { isSlow });
  }

  /** Undefined when the selection is invalid, which is recorded for an administrator to fix. */
  async #render(job: Job, webhook: Webhook, delivery: WebhookDelivery): Promise<string | undefined> {
    const { store, selections } = this.settings;
    try {
      return await renderPayload(store, selections, webhook, delivery);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'INVALID_INPUT') throw error;
      await finishAttempt(store, claimOf(job, delivery), { durationMs: 0, error: error.message });
      return undefined;
    }
  }

  /** Counts repeated internal errors as a failed attempt, so that other deliveries get their turn. */
  async #recordInternalError(job: Job): Promise<void> {
    const prepared = await this.#prepare(job);
    if (!prepared) return;
    const error = 'It could not be sent because of an internal error, which has been logged.';
    const claim = claimOf(job, prepared.delivery);
    await finishAttempt(this.settings.store, claim, { durationMs: 0, error });
  }

  /** Deletes expired deliveries once in a while. */
  async #deleteExpired(): Promise<void> {
    if (performance.now() < this.#cleanUpAt) return;
    this.#cleanUpAt = performance.now() + CLEANUP_INTERVAL_MS;
    const finishedAt = Raw((at) => `${at} < now() - interval '${RETENTION_DAYS} days'`);
    await this.settings.store.draft.manager.delete(WebhookDelivery, { finishedAt });
  }

  get #claimSeconds(): number {
    return this.settings.sender.limits.total / 1_000 + CLAIM_MARGIN_SECONDS;
  }
}

function claimOf(job: Job, { id }: WebhookDelivery): Claim {
  return { id, jobId: job.id };
}
