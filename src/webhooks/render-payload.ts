import { globalId } from '../content/contract/global-id.js';
import { kindOf } from '../content/model/content-kind.js';
import type { ContentType } from '../content/model/content-type.js';
import type { ContentStore } from '../content/storage/store.js';
import { TEST_TOPIC } from './topics.js';
import type { Webhook, WebhookDelivery } from './webhook.entity.js';
import { WEBHOOK } from './webhook-ids.js';

/** "Payloads should be smaller than 20kb": Standard Webhooks. */
const MAX_BYTES = 20_000;

/** Reads what webhooks select. It comes from outside, for what GraphQL is this module does not know. */
export interface Selections {
  /** What is wrong with a selection for objects of some types, in sentences; none when nothing is. */
  check(selection: string, types: readonly ContentType[]): Promise<readonly string[]>;
  /**
   * What the public sees of an object in a language: null when it is not there, undefined when the selection has
   * nothing for objects of its type.
   * @throws Refusal INVALID_INPUT for a selection that has become wrong
   */
  run(selection: string, content: ContentType, id: string, locale: string): Promise<unknown>;
}

/** The text that is sent for a delivery: `type`, `timestamp` and `data`, as Standard Webhooks has it. */
export async function renderPayload(
  store: ContentStore,
  selections: Selections,
  webhook: Webhook,
  delivery: WebhookDelivery,
): Promise<string> {
  const { topic: type, occurredAt } = delivery;
  const timestamp = occurredAt.toISOString();
  const write = (data: object) => JSON.stringify({ type, timestamp, data });
  if (type === TEST_TOPIC) return write({ webhook: globalId(WEBHOOK, webhook.id), name: webhook.name });
  const content = store.types.find(({ table }) => table === delivery.contentType);
  if (!content || !delivery.contentId) throw new Error(`Delivery ${delivery.id} is about nothing.`);
  const head = {
    id: globalId(content.table, delivery.contentId),
    kind: kindOf(content),
    locales: delivery.locales,
    ...(delivery.slugs ? { slugs: delivery.slugs } : {}),
    ...(delivery.consequences ?? {}),
  };
  const isGone = /\.(unpublished|deleted)$/.test(type);
  const object = isGone ? null : await objectOf(store, selections, webhook, content, delivery.contentId);
  if (object === undefined) return write(head);
  const whole = write({ ...head, object });
  return Buffer.byteLength(whole) < MAX_BYTES ? whole : write({ ...head, truncated: true });
}

/** What the webhook selects, by language; null for what is not public any more. */
async function objectOf(
  store: ContentStore,
  selections: Selections,
  { selection, locales }: Webhook,
  content: ContentType,
  id: string,
): Promise<Readonly<Record<string, unknown>> | null | undefined> {
  if (selection === null) return undefined;
  const object: Record<string, unknown> = {};
  for (const locale of locales ?? store.locales.codes) {
    const found = await selections.run(selection, content, id, locale);
    if (found === null || found === undefined) return found;
    object[locale] = found;
  }
  return object;
}
