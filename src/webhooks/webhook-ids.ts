import { globalId, uuidOf } from '../content/contract/global-id.js';

/** The type in the global ids of webhooks. */
export const WEBHOOK = 'webhook';
const DELIVERY = 'webhook_delivery';

/** The id of a delivery, which is also its `webhook-id`. */
export function deliveryId(uuid: string): string {
  return globalId(DELIVERY, uuid);
}

/** @throws Refusal INVALID_ID */
export function webhookUuid(id: string, path: readonly string[]): string {
  return uuidOf(WEBHOOK, id, path);
}

/** @throws Refusal INVALID_ID */
export function deliveryUuid(id: string, path: readonly string[]): string {
  return uuidOf(DELIVERY, id, path);
}
