import { In } from 'typeorm';
import { readTranslations } from '../content/localization/text-rows.js';
import {
  PublicationAction,
  type PublicationChange,
  type PublicationListener,
} from '../content/publishing/publication.js';
import type { Transaction } from '../content/store.js';
import { groupBy } from '../foundation/collections.js';
import { newId } from '../foundation/ids.js';
import { enqueueAll } from '../jobs/queue.js';
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

/** More rows than that do not fit into one statement. */
const BATCH = 1_000;

/**
 * Writes down, in the transaction of a publication, what each webhook has to be told: what is published is told, and
 * what is taken back is not.
 */
export const recordForWebhooks: PublicationListener = async (transaction, changes) => {
  const { system } = transaction;
  // Shared by all publications; a webhook cannot be deleted meanwhile.
  const webhooks = await system.find(Webhook, {
    where: { state: WebhookState.ENABLED },
    order: { id: 'ASC' },
    lock: { mode: 'for_key_share' },
  });
  const told = webhooks.map((webhook) => ({ webhook, events: eventsFor(webhook, changes) }));
  if (told.every(({ events }) => events.length === 0)) return;
  const slugs = await slugsOf(
    transaction,
    told.flatMap(({ events }) => events),
  );
  const busy = await busyLanes(transaction, told);
  const deliveries = told.flatMap(({ webhook, events }) =>
    events.map((event) => deliveryOf(webhook, event, slugs.get(event.id) ?? null, busy)),
  );
  for (let from = 0; from < deliveries.length; from += BATCH)
    await system.insert(WebhookDelivery, deliveries.slice(from, from + BATCH) as never);
  const jobs = deliveries.flatMap(({ id, jobId }) => (jobId ? [{ id: jobId, data: { delivery: id } }] : []));
  await enqueueAll(transaction, deliveryJobs, jobs);
};

/** What a webhook is told of, with the locales of its own that it is about. */
function eventsFor({ topics, locales: own }: Webhook, changes: readonly PublicationChange[]) {
  return changes.flatMap((change) => {
    const locales = change.locales.filter((locale) => own?.includes(locale) ?? true);
    const isWanted = locales.length > 0 && isAbout(topics, topicOf(change.content, change.action));
    return isWanted ? [{ ...change, locales }] : [];
  });
}

/**
 * The objects that a webhook is being told about already: what comes after has to wait. The rows are locked, so that
 * none of them is finished before the new ones are there to be found; always in the same order.
 */
async function busyLanes(
  { system }: Transaction,
  told: readonly { readonly webhook: Webhook; readonly events: readonly PublicationChange[] }[],
): Promise<Set<string>> {
  const ids = new Set(told.flatMap(({ events }) => events.map(({ id }) => id)));
  const rows = await system.find(WebhookDelivery, {
    select: { id: true, webhookId: true, contentId: true, position: true },
    where: {
      webhookId: In(told.map(({ webhook }) => webhook.id)),
      contentId: In([...ids]),
      state: In(UNFINISHED),
    },
    order: { position: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  return new Set(rows.map(({ webhookId, contentId }) => laneOf(webhookId, contentId)));
}

/** Deliveries about one object to one receiver come one after the other. */
function laneOf(webhookId: string, contentId: string | null): string {
  return `${webhookId} ${contentId}`;
}

function deliveryOf(
  { id: webhookId }: Webhook,
  { content, id: contentId, action, locales }: PublicationChange,
  slugs: Readonly<Record<string, string>> | null,
  busy: Set<string>,
): NewDelivery {
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

/** The slugs of what is taken out, by id and locale: afterwards nobody could tell which pages are gone. */
async function slugsOf(
  { published }: Transaction,
  events: readonly PublicationChange[],
): Promise<Map<string, Readonly<Record<string, string>>>> {
  const found = new Map<string, Readonly<Record<string, string>>>();
  const gone = events.filter(({ action, content }) => isTakingOut(action) && content.isPage);
  for (const [content, of] of groupBy(gone, (event) => event.content)) {
    const ids = new Set(of.map(({ id }) => id));
    for (const [id, translations] of await readTranslations(published, content, [...ids])) {
      const slugs = Object.entries(translations).flatMap(([locale, { slug }]) =>
        slug ? [[locale, slug]] : [],
      );
      found.set(id, Object.fromEntries(slugs));
    }
  }
  return found;
}

function isTakingOut(action: PublicationAction): boolean {
  return action === PublicationAction.UNPUBLISHED || action === PublicationAction.DELETED;
}
