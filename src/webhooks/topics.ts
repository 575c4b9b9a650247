import type { ContentType } from '../content/model/content-type.js';
import { PublicationAction } from '../content/storage/listeners.js';
import { refuse } from '../foundation/errors.js';
import { webhookSentences } from './webhook-sentences.js';

/** The topic of test deliveries; nobody subscribes to it. */
export const TEST_TOPIC = 'webhook.test';
/** A schedule has failed. Not a part of `*`: it is about drafts, which not every receiver is to know of. */
export const FAILED_SCHEDULE = 'schedule.failed';
const MAX_TOPICS = 50;

const actions = Object.values(PublicationAction).map((action) => action.toLowerCase());

/** The topic of an event, such as `event.published`. */
export function topicOf(content: ContentType, action: PublicationAction): string {
  return `${content.noun}.${action.toLowerCase()}`;
}

/** Whether one of the subscribed topics matches an event. */
export function isAbout(topics: readonly string[], topic: string): boolean {
  const [noun, action] = topic.split('.');
  return ['*', `${noun}.*`, `*.${action}`, topic].some((form) => topics.includes(form));
}

/** The content types that topics are about; none for a failed schedule. */
export function typesIn(topics: readonly string[], types: readonly ContentType[]): readonly ContentType[] {
  const nouns = new Set(topics.map((topic) => topic.split('.')[0]));
  return types.filter(({ noun }) => nouns.has('*') || nouns.has(noun));
}

/**
 * Normalised topics: `*`, `event.*`, `*.deleted`, `event.published` or `schedule.failed`.
 * @throws Refusal INVALID_INPUT listing the valid topics
 */
export function readTopics(topics: readonly string[], types: readonly ContentType[]): string[] {
  const path = ['input', 'topics'];
  if (topics.length === 0 || topics.length > MAX_TOPICS)
    refuse('INVALID_INPUT', webhookSentences.countTopics(MAX_TOPICS), path);
  const nouns = types.map(({ noun }) => noun);
  for (const [index, topic] of topics.entries()) {
    const [noun = '', action = '', ...rest] = topic.split('.');
    const isKnown =
      topic === '*' ||
      topic === FAILED_SCHEDULE ||
      (['*', ...nouns].includes(noun) && ['*', ...actions].includes(action) && !rest.length);
    if (!isKnown)
      refuse('INVALID_INPUT', webhookSentences.noSuchTopic(nouns, actions), [...path, String(index)]);
  }
  return [...new Set(topics)];
}
