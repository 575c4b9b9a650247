import { In } from 'typeorm';
import type { AffectedObjects } from '../content/publishing/affected.js';
import type { CacheTags } from '../content/reading/cache-tags.js';
import type { PublicationChange } from '../content/storage/listeners.js';
import { type SlugsById, slugsOf } from '../content/storage/published-slugs.js';
import { type ContentStore, publishedChanges } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import { newId } from '../foundation/ids.js';
import { enqueueAll } from '../jobs/queue.js';
import { type Consequences, consequencesOf } from './consequences.js';
import { deliveryJobs } from './delivery-jobs.js';
import { isAbout, topicOf } from './topics.js';
import {
  UNFINISHED,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryState,
  WebhookState,
} from './webhook.entity.js';

type NewDelivery = Omit<WebhookDelivery, 'position' | 'occurredAt' | 'nextAttemptAt'> & {
  readonly nextAttemptAt: (() => string) | null;
};

/** Whether any webhook is active. */
export const HAS_WEBHOOKS = `exists (select from system.webhook where state = '${WebhookState.ENABLED}')`;

/** Rows per INSERT: PostgreSQL limits the parameters of a statement. */
const BATCH = 1_000;

/** Records the deliveries of a publication in its transaction, so that they exist exactly if it is committed. */
export function recordForWebhooks(
  store: ContentStore,
  affecting: AffectedObjects,
  cacheTags: CacheTags,
): void {
  const before = new WeakMap<Transaction, SlugsById>();
  store.beforePublication(async (transaction, changes) => {
    if (affecting.isWanted(changes))
      before.set(
        transaction,
        await slugsOf(
          transaction.published,
          store.types,
          changes.map(({ id }) => id),
        ),
      );
  });
  store.onPublication(async (transaction, changes) => {
    if (!affecting.isWanted(changes)) return;
    const recipients = await recipientsOf(transaction, changes);
    if (recipients.length === 0) return;
    const events = new Map(recipients.flatMap((each) => each.events.map((event) => [event.id, event])));
    const { published } = transaction;
    const known = {
      before: before.get(transaction),
      affected: affecting.of(changes),
      changedSources: await publishedChanges(published),
    };
    const consequences = await consequencesOf(published, store.types, cacheTags, [...events.values()], known);
    await record(transaction, recipients, consequences);
  });
}

interface Recipient {
  readonly webhook: Webhook;
  readonly events: readonly PublicationChange[];
}

/** The webhooks that subscribe to these changes. */
async function recipientsOf(
  { system }: Transaction,
  changes: readonly PublicationChange[],
): Promise<Recipient[]> {
  // Shared by all publications; prevents deletion of the webhook meanwhile.
  const webhooks = await system.find(Webhook, {
    where: { state: WebhookState.ENABLED },
    order: { id: 'ASC' },
    lock: { mode: 'for_key_share' },
  });
  return webhooks
    .map((webhook) => ({ webhook, events: eventsFor(webhook, changes) }))
    .filter(({ events }) => events.length > 0);
}

async function record(
  transaction: Transaction,
  recipients: readonly Recipient[],
  consequences: ReadonlyMap<string, Consequences>,
): Promise<void> {
  const { system } = transaction;
  const busy = await busyLanes(transaction, recipients);
  const deliveries = recipients.flatMap(({ webhook, events }) =>
    events.flatMap((event) => {
      const found = consequences.get(event.id);
      return found ? [deliveryOf(webhook, event, found, busy)] : [];
    }),
  );
  for (let from = 0; from < deliveries.length; from += BATCH)
    await system.insert(WebhookDelivery, deliveries.slice(from, from + BATCH) as never);
  const jobs = deliveries.flatMap(({ id, jobId }) => (jobId ? [{ id: jobId, data: { delivery: id } }] : []));
  await enqueueAll(transaction, deliveryJobs, jobs);
}

/** The changes that a webhook subscribes to, each with the locales that it subscribes to. */
function eventsFor({ topics, locales: own }: Webhook, changes: readonly PublicationChange[]) {
  return changes.flatMap((change) => {
    const locales = change.locales.filter((locale) => own?.includes(locale) ?? true);
    const isWanted = locales.length > 0 && isAbout(topics, topicOf(change.content, change.action));
    return isWanted ? [{ ...change, locales }] : [];
  });
}

/**
 * The objects with unfinished deliveries to these webhooks: later deliveries wait. The rows are locked, always in the
 * same order, so that none finishes before the new ones can be found.
 */
async function busyLanes({ system }: Transaction, recipients: readonly Recipient[]): Promise<Set<string>> {
  const ids = new Set(recipients.flatMap(({ events }) => events.map(({ id }) => id)));
  const rows = await system.find(WebhookDelivery, {
    select: { id: true, webhookId: true, contentId: true, position: true },
    where: {
      webhookId: In(recipients.map(({ webhook }) => webhook.id)),
      contentId: In([...ids]),
      state: In(UNFINISHED),
    },
    order: { position: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  return new Set(rows.map(({ webhookId, contentId }) => laneOf(webhookId, contentId)));
}

/** Deliveries about one object to one webhook are sent in order. */
function laneOf(webhookId: string, contentId: string | null): string {
  return `${webhookId} ${contentId}`;
}

function deliveryOf(
  { id: webhookId }: Webhook,
  { content, id: contentId, action, locales }: PublicationChange,
  consequences: Consequences,
  busy: Set<string>,
): NewDelivery {
  const { slugs, ...others } = consequences;
  const lane = laneOf(webhookId, contentId);
  const isFirst = !busy.has(lane);
  busy.add(lane);
  return {
    id: newId(),
    webhookId,
    topic: topicOf(content, action),
    contentType: content.table,
    contentId,
    locales: [...locales],
    slugs,
    consequences: others,
    state: isFirst ? WebhookDeliveryState.PENDING : WebhookDeliveryState.WAITING,
    attempts: 0,
    step: 0,
    nextAttemptAt: isFirst ? () => 'now()' : null,
    claimedUntil: null,
    jobId: isFirst ? newId() : null,
    payload: null,
    finishedAt: null,
  };
}
