import { type EntityManager, IsNull, Not } from 'typeorm';
import { assertMay } from '../content/contract/access.js';
import type { Transaction } from '../content/storage/transaction.js';
import { refuse } from '../foundation/errors.js';
import { newId } from '../foundation/ids.js';
import { disable } from './disable-webhook.js';
import { newSecret } from './secret.js';
import { Webhook, WebhookDisabledReason, WebhookSecret, WebhookState } from './webhook.entity.js';
import type { WebhookContext } from './webhook-context.js';
import { webhookUuid } from './webhook-ids.js';
import { columnsOf, type ValidatedWebhook } from './webhook-input.js';
import { webhookSentences } from './webhook-sentences.js';

/** The most hours for which a secret signs beside its successor. */
const MAX_HOURS = 168;

export interface WithSecret {
  readonly id: string;
  readonly secret: string;
}

/** Creates a webhook. The secret is returned here and never again. */
export async function createWebhook(
  { viewer }: WebhookContext,
  { system }: Transaction,
  validated: ValidatedWebhook,
): Promise<WithSecret> {
  assertMay(viewer, 'MANAGE', 'Webhook');
  const columns = columnsOf(validated);
  const id = newId();
  await system.insert(Webhook, { id, ...columns, state: WebhookState.ENABLED, createdBy: viewer.name });
  return { id, secret: await insertSecret(system, id) };
}

/** Updates a webhook. Recorded payloads are sent as they are. */
export async function updateWebhook(
  { viewer }: WebhookContext,
  { system }: Transaction,
  input: { readonly id: string },
  validated: ValidatedWebhook,
): Promise<string> {
  assertMay(viewer, 'MANAGE', 'Webhook');
  const { id } = await findWebhook(system, input.id);
  const columns = columnsOf(validated);
  if (Object.keys(columns).length > 0) await system.update(Webhook, { id }, columns);
  return id;
}

/** Deletes a webhook with all its deliveries. */
export async function deleteWebhook(
  { viewer }: WebhookContext,
  { system }: Transaction,
  input: { readonly id: string },
): Promise<string> {
  assertMay(viewer, 'MANAGE', 'Webhook');
  const { id } = await findWebhook(system, input.id);
  await system.delete(Webhook, { id });
  return id;
}

/**
 * Creates a new secret, which is returned here and never again. Earlier secrets sign beside it for some hours, so that
 * the receiver can switch over without losing a delivery.
 */
export async function rotateSecret(
  { viewer }: WebhookContext,
  { system }: Transaction,
  { id, hours }: { readonly id: string; readonly hours: number },
): Promise<WithSecret> {
  assertMay(viewer, 'MANAGE', 'Webhook');
  if (!(hours >= 0 && hours <= MAX_HOURS))
    refuse('INVALID_INPUT', webhookSentences.hours(MAX_HOURS), ['input', 'hours']);
  const webhook = await findWebhook(system, id);
  // 0 hours: a secret has leaked, so none of the earlier ones is trusted.
  if (hours === 0) await system.delete(WebhookSecret, { webhookId: webhook.id, expiresAt: Not(IsNull()) });
  await system
    .createQueryBuilder()
    .update(WebhookSecret)
    .set({ expiresAt: () => 'now() + make_interval(hours => :hours)' })
    .where({ webhookId: webhook.id, expiresAt: IsNull() })
    .setParameter('hours', hours)
    .execute();
  return { id: webhook.id, secret: await insertSecret(system, webhook.id) };
}

/** Enables a webhook: it receives events from now on. */
export async function enableWebhook(
  { viewer }: WebhookContext,
  { system }: Transaction,
  input: { readonly id: string },
): Promise<string> {
  assertMay(viewer, 'MANAGE', 'Webhook');
  const { id } = await findWebhook(system, input.id);
  const afresh = { disabledReason: null, disabledAt: null, throttledUntil: null, isSlow: false };
  await system.update(Webhook, { id }, { state: WebhookState.ENABLED, ...afresh });
  return id;
}

export async function disableWebhook(
  { viewer }: WebhookContext,
  transaction: Transaction,
  input: { readonly id: string },
): Promise<string> {
  assertMay(viewer, 'MANAGE', 'Webhook');
  const { id } = await findWebhook(transaction.system, input.id);
  await disable(transaction, id, WebhookDisabledReason.MANUAL);
  return id;
}

/** The webhook, locked against changes by others. @throws Refusal NOT_FOUND */
export async function findWebhook(system: EntityManager, id: string): Promise<Webhook> {
  const path = ['input', 'id'];
  const where = { id: webhookUuid(id, path) };
  const webhook = await system.findOne(Webhook, { where, lock: { mode: 'for_no_key_update' } });
  return webhook ?? refuse('NOT_FOUND', webhookSentences.noSuchWebhook, path);
}

async function insertSecret(system: EntityManager, webhookId: string): Promise<string> {
  const secret = newSecret();
  await system.insert(WebhookSecret, { id: newId(), webhookId, secret });
  return secret;
}
