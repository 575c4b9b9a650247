import { IsNull, Raw } from 'typeorm';
import type { ContentStore } from '../content/storage/store.js';
import { Refusal } from '../foundation/errors.js';
import type { Logger } from '../foundation/logger.js';
import type { Job, JobQueue } from '../jobs/queue.js';
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
 * How many deliveries are under way in a process: to all receivers, to one of them, and to those that are slow. Slow
 * ones wait in a line of their own, where there is one at a time for each, so that they are in nobody else's way.
 */
const AT_ONCE = 10;
const AT_ONCE_FOR_ONE = 5;
const AT_ONCE_SLOWLY = 5;
/** Up to how many times as long as the one before takes already another one to the same receiver waits. */
const SLOW_SPREAD = 4;
/** How long a delivery waits for one of those before it to be over, in milliseconds, before it makes room for others. */
const PATIENCE_MS = 300;
/** Beyond the time that a receiver has: after that whoever claimed a delivery is believed dead. */
const CLAIM_MARGIN_SECONDS = 5;
/** How long deliveries are kept after they are finished, and how often it is looked for older ones. */
const KEPT_DAYS = 30;
const FORGET_EVERY_MS = 3_600_000;
/** Those that were put off together do not come back together. */
const SPREAD_SECONDS = 10;

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

/** Sends deliveries: at least once each, always with the same id and the same text, one after the other per object. */
export class WebhookDeliverer {
  readonly #slots = new Slots(AT_ONCE_FOR_ONE);
  readonly #slowSlots = new Slots(1);
  #forgetAt = 0;
  /** What came of the attempts of this process. */
  readonly attempts = { delivered: 0, failed: 0 };

  constructor(readonly settings: DeliverySettings) {}

  workIn(queue: JobQueue): void {
    queue.work(deliveryJobs, (job) => this.#work(job, false), AT_ONCE);
    queue.work(slowDeliveryJobs, (job) => this.#work(job, true), AT_ONCE_SLOWLY);
  }

  async #work(job: Job, isSlowLine: boolean): Promise<void> {
    // Whoever tried before did not live to say so.
    if (job.attempt > TRIES) return this.#recordFault(job);
    try {
      await this.#deliver(job, isSlowLine);
      await this.#forgetOld();
    } catch (error) {
      if (job.attempt === TRIES) await this.#recordFault(job);
      throw error;
    }
  }

  async #deliver(job: Job, isSlowLine: boolean): Promise<void> {
    const prepared = await this.#prepare(job);
    if (!prepared || (await this.#putOff(job, prepared, isSlowLine))) return;
    const { id } = prepared.webhook;
    const slots = isSlowLine ? this.#slowSlots : this.#slots;
    const slot = await slots.take(id, isSlowLine ? 0 : PATIENCE_MS);
    if (!slot) {
      // The longer the one before takes, the less often it is looked whether that is over.
      const after = Math.random() * (1 + (SLOW_SPREAD * slots.longest(id)) / 1_000);
      return this.#again(job, prepared, { after, kind: isSlowLine ? slowDeliveryJobs : deliveryJobs });
    }
    try {
      await this.#attempt(job, prepared);
    } finally {
      slot.free();
    }
  }

  /** What the job is about; undefined when there is nothing to do any more. */
  async #prepare({ id: jobId, data }: Job): Promise<Prepared | undefined> {
    const { manager } = this.settings.store.draft;
    const { delivery: id } = data as DeliveryJob;
    // In one statement: both as they were at the same time, before an erasure or after it.
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

  /** Whether it is left for another time, another line, or for good. */
  async #putOff(job: Job, prepared: Prepared, isSlowLine: boolean): Promise<boolean> {
    const { store, sender } = this.settings;
    const { webhook, delivery } = prepared;
    // It was disabled while the event was written down.
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
      await this.#again(job, prepared, { after: secondsLeft + Math.random() * SPREAD_SECONDS });
    else if (isSlow && !isSlowLine) await this.#again(job, prepared, { kind: slowDeliveryJobs });
    else return false;
    return true;
  }

  /** Leaves it for another time or another line; that is no attempt. */
  async #again(
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
    if (error) logger.info(result, 'A webhook was not delivered.');
    else logger.debug(result, 'A webhook was delivered.');
    await finishAttempt(store, claim, outcome);
    const isSlow = durationMs > sender.limits.slow;
    if (isSlow !== webhook.isSlow) await store.draft.manager.update(Webhook, { id: webhook.id }, { isSlow });
  }

  /** Undefined for a selection that cannot be read: that is for an administrator to see and to put right. */
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

  /** What fails by a fault of ours again and again counts as an attempt, so that others get their turn. */
  async #recordFault(job: Job): Promise<void> {
    const prepared = await this.#prepare(job);
    if (!prepared) return;
    const error = 'It could not be sent because of a fault of the server, which has been logged.';
    const claim = claimOf(job, prepared.delivery);
    await finishAttempt(this.settings.store, claim, { durationMs: 0, error });
  }

  /** What was finished long ago, once in a while. */
  async #forgetOld(): Promise<void> {
    if (performance.now() < this.#forgetAt) return;
    this.#forgetAt = performance.now() + FORGET_EVERY_MS;
    const finishedAt = Raw((at) => `${at} < now() - interval '${KEPT_DAYS} days'`);
    await this.settings.store.draft.manager.delete(WebhookDelivery, { finishedAt });
  }

  get #claimSeconds(): number {
    return this.settings.sender.limits.total / 1_000 + CLAIM_MARGIN_SECONDS;
  }
}

function claimOf(job: Job, { id }: WebhookDelivery): Claim {
  return { id, jobId: job.id };
}
