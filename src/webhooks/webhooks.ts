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
import { columnsOf, type Examined } from './webhook-input.js';
import { webhookSentences } from './webhook-sentences.js';

/** The most hours that a secret can be used beside its successor. */
const MAX_HOURS = 168;

export interface WithSecret {
  readonly id: string;
  readonly secret: string;
}

/** Creates a webhook. The secret is returned here and never again. */
export async function createWebhook(
  { viewer }: WebhookContext,
  { system }: Transaction,
  examined: Examined,
): Promise<WithSecret> {
  assertMay(viewer, 'MANAGE', 'Webhook');
  const columns = columnsOf(examined);
  const id = newId();
  await system.insert(Webhook, { id, ...columns, state: WebhookState.ENABLED, createdBy: viewer.name });
  return { id, secret: await insertSecret(system, id) };
}

/** Changes a webhook. What has been sent before is sent again as it was. */
export async function updateWebhook(
  { viewer }: WebhookContext,
  { system }: Transaction,
  input: { readonly id: string },
  examined: Examined,
): Promise<string> {
  assertMay(viewer, 'MANAGE', 'Webhook');
  const { id } = await findWebhook(system, input.id);
  const columns = columnsOf(examined);
  if (Object.keys(columns).length > 0) await system.update(Webhook, { id }, columns);
  return id;
}

/** Deletes a webhook with everything that is known of its deliveries. */
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
 * Makes a new secret, which is returned here and never again. Those before it sign beside it for some hours, so that
 * the receiver can change over without losing anything.
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
  // With none the receiver has lost trust in all of them.
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

/** It is told again of what happens from now on. */
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

/** Locked against being changed by others. @throws Refusal NOT_FOUND */
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
