import { In, Raw } from 'typeorm';
import { assertMay } from '../content/contract/access.js';
import type { Transaction } from '../content/storage/transaction.js';
import { problem, Refusal, refuse, type Sentence } from '../foundation/errors.js';
import { newId } from '../foundation/ids.js';
import { startDelivery } from './delivery-jobs.js';
import { TEST_TOPIC } from './topics.js';
import {
  UNFINISHED,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryState,
  WebhookState,
} from './webhook.entity.js';
import type { WebhookContext } from './webhook-context.js';
import { deliveryUuid } from './webhook-ids.js';
import { webhookSentences } from './webhook-sentences.js';
import { findWebhook } from './webhooks.js';

/**
 * Sends deliveries again, all or none, with the same ids and payloads, and restarts the retry schedule. A delivery that
 * waits for a retry is sent at once.
 */
export async function redeliver(
  { viewer }: WebhookContext,
  transaction: Transaction,
  input: { readonly ids: readonly string[] },
): Promise<string[]> {
  assertMay(viewer, 'MANAGE', 'Webhook');
  const path = ['input', 'ids'];
  if (input.ids.length === 0) refuse('INVALID_INPUT', webhookSentences.noDelivery, path);
  const { system } = transaction;
  const ids = input.ids.map((id, index) => deliveryUuid(id, [...path, String(index)]));
  const named = await system.findBy(WebhookDelivery, { id: In(ids) });
  // Waits for publications in progress, and blocks new ones: nothing is queued meanwhile.
  const webhooks = await system.find(Webhook, {
    where: { id: In([...new Set(named.map(({ webhookId }) => webhookId))]) },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  const enabled = new Set(webhooks.filter(({ state }) => state === WebhookState.ENABLED).map(({ id }) => id));
  const deliveries = await system.find(WebhookDelivery, {
    where: { id: In(ids) },
    order: { position: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  const claimed = await system.findBy(WebhookDelivery, {
    id: In(ids),
    claimedUntil: Raw((at) => `${at} > now()`),
  });
  const problems = ids.flatMap((id, index) => {
    const delivery = deliveries.find((each) => each.id === id);
    const isBeingSent = claimed.some((each) => each.id === id);
    const [code, sentence] = conflictOf(delivery, isBeingSent, enabled) ?? [];
    return code ? [problem(code, sentence as Sentence, [...path, String(index)])] : [];
  });
  if (problems.length > 0) throw new Refusal(problems);
  for (const delivery of deliveries) await sendAgain(transaction, delivery);
  return deliveries.map(({ id }) => id);
}

/** Sends a test delivery without retries, also to a disabled webhook. */
export async function sendTest(
  { viewer }: WebhookContext,
  transaction: Transaction,
  input: { readonly id: string },
): Promise<string> {
  assertMay(viewer, 'MANAGE', 'Webhook');
  const { id: webhookId } = await findWebhook(transaction.system, input.id);
  const id = newId();
  await transaction.system.insert(WebhookDelivery, {
    id,
    webhookId,
    topic: TEST_TOPIC,
    locales: [],
    state: WebhookDeliveryState.PENDING,
    jobId: newId(),
  });
  await startDelivery(transaction, id);
  return id;
}

function conflictOf(
  delivery: WebhookDelivery | undefined,
  isBeingSent: boolean,
  enabled: ReadonlySet<string>,
): readonly ['NOT_FOUND' | 'CONFLICT', Sentence] | undefined {
  if (!delivery) return ['NOT_FOUND', webhookSentences.noSuchDelivery];
  if (!enabled.has(delivery.webhookId)) return ['CONFLICT', webhookSentences.isDisabled];
  if (delivery.state === WebhookDeliveryState.WAITING) return ['CONFLICT', webhookSentences.waitsForAnother];
  return isBeingSent ? ['CONFLICT', webhookSentences.isBeingSent] : undefined;
}

/** A finished delivery goes to the end of the queue of its object; one at its head stays there. */
async function sendAgain(transaction: Transaction, delivery: WebhookDelivery): Promise<void> {
  const { system } = transaction;
  const { id, webhookId, contentId, state } = delivery;
  const isFinished = state !== WebhookDeliveryState.PENDING;
  // Locked, so that none finishes before this one is waiting.
  const before =
    isFinished && contentId !== null
      ? await system.find(WebhookDelivery, {
          select: { id: true, position: true },
          where: { webhookId, contentId, state: In(UNFINISHED) },
          order: { position: 'ASC' },
          lock: { mode: 'pessimistic_write' },
        })
      : [];
  const place = isFinished ? { position: () => NEXT_POSITION } : {};
  await system.update(WebhookDelivery, { id }, { step: 0, ...place });
  if (before.length === 0) return startDelivery(transaction, id);
  await system.update(
    WebhookDelivery,
    { id },
    { state: WebhookDeliveryState.WAITING, finishedAt: null, jobId: null, nextAttemptAt: null },
  );
}

const NEXT_POSITION = `nextval('system.webhook_delivery_position_seq')`;
