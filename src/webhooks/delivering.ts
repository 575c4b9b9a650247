import { IsNull, Raw } from 'typeorm';
import type { ContentStore, Transaction } from '../content/store.js';
import { Refusal } from '../foundation/errors.js';
import type { Logger } from '../foundation/logger.js';
import type { Job, JobQueue } from '../jobs/queue.js';
import { claimDelivery, lockDelivery } from './claiming.js';
import { type DeliveryJob, deliveryJobs, slowDeliveryJobs, startDelivery, TRIES } from './delivery-jobs.js';
import { abandonDelivery, type Claim, finishAttempt } from './finishing.js';
import { renderPayload, type Selections } from './rendering.js';
import type { WebhookSender } from './sending.js';
import { TEST_TOPIC } from './topics.js';
import { Webhook, WebhookDelivery, WebhookSecret, WebhookState } from './webhook.entity.js';
import { deliveryId } from './webhook-ids.js';

/**
 * How many deliveries are under way in a process: to all receivers, to one of them, and to those that are slow. Slow
 * ones wait in a line of their own, so that they are in nobody else's way.
 */
const AT_ONCE = 10;
const AT_ONCE_FOR_ONE = 5;
const AT_ONCE_SLOWLY = 3;
/** Beyond the time that a receiver has: after that whoever claimed a delivery is believed dead. */
const CLAIM_MARGIN_SECONDS = 5;
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
  /** Since when deliveries to a webhook are under way in this process. */
  readonly #underWay = new Map<string, Set<{ readonly since: number }>>();

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
    } catch (error) {
      if (job.attempt === TRIES) await this.#recordFault(job);
      throw error;
    }
  }

  async #deliver(job: Job, isSlowLine: boolean): Promise<void> {
    const prepared = await this.#prepare(job);
    if (!prepared || (await this.#putOff(job, prepared, isSlowLine))) return;
    const { id } = prepared.webhook;
    const underWay = this.#underWay.get(id) ?? new Set();
    const own = { since: performance.now() };
    this.#underWay.set(id, underWay.add(own));
    try {
      await this.#attempt(job, prepared);
    } finally {
      underWay.delete(own);
      if (underWay.size === 0) this.#underWay.delete(id);
    }
  }

  /** What the job is about; undefined when there is nothing to do any more. */
  async #prepare({ id: jobId, data }: Job): Promise<Prepared | undefined> {
    const { manager } = this.settings.store.draft;
    const { delivery: id } = data as DeliveryJob;
    const delivery = await manager.findOneBy(WebhookDelivery, { id, jobId });
    if (!delivery) return undefined;
    const { webhookId } = delivery;
    const webhook = await manager.findOneBy(Webhook, { id: webhookId });
    if (!webhook) return undefined;
    const isGood = [
      { webhookId, expiresAt: IsNull() },
      { webhookId, expiresAt: Raw((at) => `${at} > now()`) },
    ];
    const secrets = await manager.find(WebhookSecret, { where: isGood, order: { id: 'DESC' } });
    return { webhook, delivery, secrets: secrets.map(({ secret }) => secret) };
  }

  /** Whether it is left for another time, another line, or for good. */
  async #putOff(job: Job, { webhook, delivery }: Prepared, isSlowLine: boolean): Promise<boolean> {
    const { store, sender } = this.settings;
    const locked = (work: (transaction: Transaction) => Promise<void>) =>
      store.transaction(async (transaction) => {
        if (await lockDelivery(transaction, delivery.id, job.id)) await work(transaction);
        return true;
      });
    const again = (options: Parameters<typeof startDelivery>[2]) =>
      locked((transaction) => startDelivery(transaction, delivery.id, options));
    // It was disabled while the event was written down.
    if (webhook.state === WebhookState.DISABLED && delivery.topic !== TEST_TOPIC)
      return locked((transaction) => abandonDelivery(transaction, delivery));
    const secondsLeft = await this.#throttledFor(webhook);
    if (secondsLeft > 0) return again({ after: secondsLeft + Math.random() * SPREAD_SECONDS });
    if (isSlowLine) return false;
    const underWay = [...(this.#underWay.get(webhook.id) ?? [])].map(
      ({ since }) => performance.now() - since,
    );
    const isSlow = webhook.isSlow || underWay.some((milliseconds) => milliseconds > sender.limits.slow);
    if (isSlow) return again({ kind: slowDeliveryJobs });
    if (underWay.length >= AT_ONCE_FOR_ONE) return again({ after: Math.random() });
    return false;
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
      delivery,
      payload,
      headers,
      seconds: this.#claimSeconds,
    });
    if (!claim) return;
    const outcome = await sender.send({ url: webhook.url, id, payload: claim.payload, secrets }, headers);
    const { status, error, durationMs } = outcome;
    const result = { webhook: webhook.id, delivery: delivery.id, status, durationMs };
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

  get #claimSeconds(): number {
    return this.settings.sender.limits.total / 1_000 + CLAIM_MARGIN_SECONDS;
  }
}

function claimOf(job: Job, { id }: WebhookDelivery): Claim {
  return { id, jobId: job.id };
}
