import { globalId } from '../content/contract/global-id.js';
import { kindOf } from '../content/model/content-kind.js';
import type { ContentType } from '../content/model/content-type.js';
import type { ContentStore } from '../content/storage/store.js';
import { Schedule } from '../jobs/schedule.entity.js';
import { SCHEDULE } from '../jobs/schedule-publication.js';
import { FAILED_SCHEDULE, TEST_TOPIC } from './topics.js';
import type { Webhook, WebhookDelivery } from './webhook.entity.js';
import { WEBHOOK } from './webhook-ids.js';

/** "Payloads should be smaller than 20kb": Standard Webhooks. */
const MAX_BYTES = 20_000;

/** Runs the selections of webhooks. Injected, because this module knows nothing of GraphQL. */
export interface Selections {
  /** Errors of a selection for objects of some types, as sentences; empty when it is valid. */
  check(selection: string, types: readonly ContentType[]): Promise<readonly string[]>;
  /**
   * What the public sees of an object in a locale: null when it is not public, undefined when the selection has nothing
   * for its type.
   * @throws Refusal INVALID_INPUT for a selection that is no longer valid
   */
  run(selection: string, content: ContentType, id: string, locale: string): Promise<unknown>;
}

/** The payload of a delivery: `type`, `timestamp` and `data`, as in Standard Webhooks. */
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
  if (type === FAILED_SCHEDULE) return write(await failureOf(store, delivery));
  const content = store.types.find(({ table }) => table === delivery.contentType);
  if (!content || !delivery.contentId) throw new Error(`Delivery ${delivery.id} has no object.`);
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

/** A failed schedule: what was to be done, and why it was not. */
async function failureOf(store: ContentStore, { contentId }: WebhookDelivery): Promise<object> {
  const schedule = await store.draft.manager.findOneBy(Schedule, { id: contentId ?? '' });
  if (!schedule) return {};
  const { id, type, contentIds, action, at, locales, createdBy, problems } = schedule;
  return {
    id: globalId(SCHEDULE, id),
    kind: type.toUpperCase(),
    ids: contentIds.map((each) => globalId(type, each)),
    action,
    at: at.toISOString(),
    locales,
    createdBy,
    problems: problems.map(({ code, message, path }) => ({ code, message, path })),
  };
}

/** The selected data by locale; null for what is no longer public. */
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
