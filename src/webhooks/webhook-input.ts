import { may } from '../content/contract/access.js';
import type { ContentStore } from '../content/storage/store.js';
import { Refusal, refuse } from '../foundation/errors.js';
import { uuidPattern } from '../foundation/ids.js';
import { assertLine, assertStorable, hasText } from '../foundation/text.js';
import { readTopics, typesIn } from './topics.js';
import { Webhook } from './webhook.entity.js';
import type { WebhookContext } from './webhook-context.js';
import { webhookSentences } from './webhook-sentences.js';

const MAX_NAME = 100;
const MAX_SELECTION = 10_000;

/** A webhook as somebody wants it; when one is changed, what is left out stays as it is. */
export interface WebhookWishes {
  /** Of the webhook that is to be changed. */
  readonly id?: string;
  readonly name?: string | null;
  readonly url?: string | null;
  readonly topics?: readonly string[] | null;
  /** Null: all. */
  readonly locales?: readonly string[] | null;
  /** Null: none. */
  readonly selection?: string | null;
}

/** Wishes that were looked at: what is to be written, or why they are refused. */
export type Examined = Partial<Webhook> | Refusal;

/**
 * Looks at wishes before the transaction begins: name servers are asked, which takes time, and the database, of which
 * the embedded one has no second connection. Nothing is asked for those who may not do it; the verbs refuse them.
 */
export async function examine(context: WebhookContext, wishes: WebhookWishes): Promise<Examined> {
  if (!may(context.viewer, 'MANAGE', 'Webhook')) return {};
  try {
    return await columnsFor(context, wishes);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** @throws Refusal for wishes that were refused */
export function columnsOf(examined: Examined): Partial<Webhook> {
  if (examined instanceof Refusal) throw examined;
  return examined;
}

async function columnsFor(context: WebhookContext, wishes: WebhookWishes): Promise<Partial<Webhook>> {
  const { store, webhooks } = context;
  const { name, url, locales } = wishes;
  const before = await webhookBefore(store, wishes.id);
  const topics = wishes.topics ? readTopics(wishes.topics, store.types) : undefined;
  // A selection has to suit the topics, whichever of the two changes.
  const isSuitChanged = topics !== undefined || wishes.selection !== undefined;
  const selection = wishes.selection === undefined ? before?.selection : wishes.selection;
  if (selection && isSuitChanged) await assertSelects(context, selection, topics ?? before?.topics ?? []);
  return {
    ...(typeof name === 'string' ? { name: readName(name) } : {}),
    ...(typeof url === 'string' ? { url: await webhooks.targets.read(url) } : {}),
    ...(topics ? { topics } : {}),
    ...(locales === undefined ? {} : { locales: readLocales(store, locales) }),
    ...(wishes.selection === undefined ? {} : { selection: wishes.selection || null }),
  };
}

/** Whether it is there at all is for the verb to say. */
async function webhookBefore({ draft }: ContentStore, id: string | undefined): Promise<Webhook | null> {
  const uuid = id?.slice(id.lastIndexOf('_') + 1) ?? '';
  return uuidPattern.test(uuid) ? draft.manager.findOneBy(Webhook, { id: uuid }) : null;
}

/** @throws Refusal INVALID_INPUT saying what is wrong with it */
async function assertSelects(
  { store, webhooks }: WebhookContext,
  selection: string,
  topics: readonly string[],
): Promise<void> {
  const path = ['input', 'selection'];
  assertStorable(selection, path);
  if (selection.length > MAX_SELECTION)
    refuse('INVALID_INPUT', webhookSentences.selectionLength(MAX_SELECTION), path);
  const problems = await webhooks.selections.check(selection, typesIn(topics, store.types));
  if (problems.length > 0) refuse('INVALID_INPUT', webhookSentences.wrongSelection(problems), path);
}

function readName(text: string): string {
  const path = ['input', 'name'];
  assertStorable(text, path);
  const name = text.trim();
  assertLine(name, path);
  if (!hasText(name) || name.length > MAX_NAME)
    refuse('INVALID_INPUT', webhookSentences.nameLength(MAX_NAME), path);
  return name;
}

function readLocales({ locales }: ContentStore, tags: readonly string[] | null): string[] | null {
  if (tags === null) return null;
  const path = ['input', 'locales'];
  if (tags.length === 0) refuse('INVALID_INPUT', webhookSentences.noLocale, path);
  return [...new Set(tags.map((tag, index) => locales.match(tag, [...path, String(index)])))];
}
