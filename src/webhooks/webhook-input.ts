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

/** The fields of a webhook; in an update, those left out stay as they are. */
export interface WebhookFields {
  /** The webhook to update. */
  readonly id?: string;
  readonly name?: string | null;
  readonly url?: string | null;
  readonly topics?: readonly string[] | null;
  /** Null for all. */
  readonly locales?: readonly string[] | null;
  /** Null for no selection. */
  readonly selection?: string | null;
}

/** Validated columns, or the refusal of an invalid input. */
export type ValidatedWebhook = Partial<Webhook> | Refusal;

/**
 * Validates before the transaction begins: DNS takes time, and the embedded database has no second connection. Skipped
 * for callers without the right to manage webhooks, whom the mutation refuses.
 */
export async function validateWebhook(
  context: WebhookContext,
  input: WebhookFields,
): Promise<ValidatedWebhook> {
  if (!may(context.viewer, 'MANAGE', 'Webhook')) return {};
  try {
    return await validate(context, input);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** @throws Refusal when the input is invalid */
export function columnsOf(validated: ValidatedWebhook): Partial<Webhook> {
  if (validated instanceof Refusal) throw validated;
  return validated;
}

async function validate(context: WebhookContext, input: WebhookFields): Promise<Partial<Webhook>> {
  const { store, webhooks } = context;
  const { name, url, locales } = input;
  const before = await webhookBefore(store, input.id);
  const topics = input.topics ? readTopics(input.topics, store.types) : undefined;
  // The selection has to match the topics, whichever of the two changes.
  const isAnyChanged = topics !== undefined || input.selection !== undefined;
  const selection = input.selection === undefined ? before?.selection : input.selection;
  if (selection && isAnyChanged) await assertSelects(context, selection, topics ?? before?.topics ?? []);
  return {
    ...(typeof name === 'string' ? { name: readName(name) } : {}),
    ...(typeof url === 'string' ? { url: await webhooks.targets.read(url) } : {}),
    ...(topics ? { topics } : {}),
    ...(locales === undefined ? {} : { locales: readLocales(store, locales) }),
    ...(input.selection === undefined ? {} : { selection: input.selection || null }),
  };
}

/** The mutation reports a webhook that does not exist. */
async function webhookBefore({ draft }: ContentStore, id: string | undefined): Promise<Webhook | null> {
  const uuid = id?.slice(id.lastIndexOf('_') + 1) ?? '';
  return uuidPattern.test(uuid) ? draft.manager.findOneBy(Webhook, { id: uuid }) : null;
}

/** @throws Refusal INVALID_INPUT with the errors of the selection */
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
  if (problems.length > 0) refuse('INVALID_INPUT', webhookSentences.invalidSelection(problems), path);
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
