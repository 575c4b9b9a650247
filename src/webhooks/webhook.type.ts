import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { connectionOf } from '../content/connection.type.js';
import { ContentKind } from '../content/content-kind.js';
import { globalId } from '../content/global-id.js';
import { DateTimeScalar, LocaleScalar } from '../content/scalars.js';
import {
  type Webhook,
  type WebhookAttempt,
  type WebhookDelivery,
  WebhookDeliveryState,
  WebhookDisabledReason,
  type WebhookSecret,
  WebhookState,
} from './webhook.entity.js';
import { deliveryId, WEBHOOK } from './webhook-ids.js';

registerEnumType(WebhookState, {
  name: 'WebhookState',
  description: 'Whether a webhook is told of anything.',
  valuesConfig: {
    ENABLED: { description: 'It is told of what happens.' },
    DISABLED: { description: 'Nothing is sent to it, and what happens is not kept for it.' },
  },
});

registerEnumType(WebhookDisabledReason, {
  name: 'WebhookDisabledReason',
  description: 'Why a webhook is disabled.',
  valuesConfig: {
    MANUAL: { description: 'Somebody disabled it.' },
    GONE: { description: 'Its receiver answered 410, which means that it wants no more.' },
    FAILING: {
      description:
        'A delivery was tried for the last time, after more than three days, and nothing was delivered in all that time.',
    },
  },
});

registerEnumType(WebhookDeliveryState, {
  name: 'WebhookDeliveryState',
  description: 'What has become of a delivery.',
  valuesConfig: {
    WAITING: { description: 'An earlier one about the same object is not finished.' },
    PENDING: { description: 'It is being sent, or waits for its next attempt.' },
    DELIVERED: { description: 'The receiver has answered with a status from 200 to 299.' },
    FAILED: { description: 'It was tried for the last time, or the webhook was disabled.' },
  },
});

@ObjectType('WebhookSecret', {
  description: 'When a secret is used; the secret itself is never shown again.',
})
export class WebhookSecretType {
  @Field(() => DateTimeScalar, { description: 'When it was made.' }) createdAt!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when it signs beside its successor; null for the present one.',
  })
  expiresAt?: string | null;
}

@ObjectType({ description: 'How many deliveries there are in each state.' })
export class WebhookDeliveryCounts {
  @Field(() => Int, { description: 'Those that wait for an earlier one.' }) waiting!: number;

  @Field(() => Int, { description: 'Those that wait for their next attempt.' }) pending!: number;

  @Field(() => Int, { description: 'Those that were delivered in the last 30 days.' }) delivered!: number;

  @Field(() => Int, { description: 'Those that failed in the last 30 days.' }) failed!: number;
}

@ObjectType('WebhookAttempt', { description: 'A delivery that was sent once, and what came of it.' })
export class WebhookAttemptType {
  @Field(() => Int, { description: '1 for the first.' }) number!: number;

  @Field(() => DateTimeScalar, { description: 'When.' }) at!: string;

  @Field(() => GraphQLJSONObject, { description: 'The headers of the request, without the signatures.' })
  requestHeaders!: Readonly<Record<string, string>>;

  @Field(() => Int, {
    nullable: true,
    description: 'How many milliseconds it took; null while it is under way.',
  })
  durationMs?: number | null;

  @Field(() => Int, { nullable: true, description: 'The status of the answer; null when there was none.' })
  responseStatus?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The first 1,024 bytes of the answer; null when there was none.',
  })
  responseStart?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was not delivered; null when it was.' })
  error?: string | null;
}

@ObjectType('WebhookDelivery', { description: 'One event for one webhook; kept for 30 days after its end.' })
export class WebhookDeliveryType {
  @Field(() => ID, {
    description: 'Its id, which the receiver gets as `webhook-id`: the same in each attempt.',
  })
  id!: string;

  @Field({ description: 'What happened, such as `event.published`.' }) topic!: string;

  @Field(() => ContentKind, { nullable: true, description: 'The kind of the object; null for a test.' })
  kind?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the object; null for a test.' })
  contentId?: string | null;

  @Field(() => [LocaleScalar], { description: 'The languages whose words changed.' }) locales!: string[];

  @Field(() => DateTimeScalar, { description: 'When it happened.' }) occurredAt!: string;

  @Field(() => WebhookDeliveryState, { description: 'What has become of it.' }) state!: WebhookDeliveryState;

  @Field(() => Int, { description: 'How often it was sent.' }) attemptCount!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it is sent next; null while it is being sent, and unless it is PENDING.',
  })
  nextAttemptAt?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was delivered, or has failed.' })
  finishedAt?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The text that is sent, to the letter; null before the first attempt.',
  })
  payload?: string | null;

  @Field(() => [WebhookAttemptType], { description: 'Every time it was sent, the first time first.' })
  attempts?: WebhookAttemptType[];

  /** Not in the schema: what its attempts are read by. */
  uuid!: string;
}

export const WebhookDeliveryConnection = connectionOf(WebhookDeliveryType, 'WebhookDelivery');

@ObjectType('Webhook', {
  description: 'Somebody who is told of what is published, and of what is taken out.',
})
export class WebhookType {
  @Field(() => ID, { description: 'Its id.' }) id!: string;

  @Field({ description: 'What it is for.' }) name!: string;

  @Field({ description: 'Where it is sent to.' }) url!: string;

  @Field(() => [String], {
    description: 'What it is told of, such as `event.published`, `article.*` or `*`.',
  })
  topics!: string[];

  @Field(() => [LocaleScalar], {
    nullable: true,
    description:
      'The languages that it is about: it is told of changes to their words, in these languages. Null for all.',
  })
  locales?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What it is told of an object, as GraphQL fragments; null when it is told its id and no more.',
  })
  selection?: string | null;

  @Field(() => WebhookState, { description: 'Whether it is told of anything.' }) state!: WebhookState;

  @Field(() => WebhookDisabledReason, { nullable: true, description: 'Why it is disabled.' })
  disabledReason?: WebhookDisabledReason | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when it is disabled.' })
  disabledAt?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when its receiver has asked for nothing to be sent, where it has.',
  })
  throttledUntil?: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was created.' }) createdAt!: string;

  @Field({ description: 'Who created it.' }) createdBy!: string;

  @Field(() => [WebhookSecretType], { description: 'The secrets that sign, the present one first.' })
  secrets?: WebhookSecretType[];

  @Field(() => WebhookDeliveryCounts, { description: 'How many deliveries there are in each state.' })
  deliveryCounts?: WebhookDeliveryCounts;

  /** Not in the schema: what its deliveries are read by. */
  uuid!: string;
}

export const WebhookConnection = connectionOf(WebhookType, 'Webhook');

export function toWebhook(webhook: Webhook): WebhookType {
  const { id, name, url, topics, locales, selection, state, disabledReason, createdBy } = webhook;
  return {
    id: globalId(WEBHOOK, id),
    uuid: id,
    name,
    url,
    topics,
    locales,
    selection,
    state,
    disabledReason,
    disabledAt: webhook.disabledAt?.toISOString() ?? null,
    throttledUntil: webhook.throttledUntil?.toISOString() ?? null,
    createdAt: webhook.createdAt.toISOString(),
    createdBy,
  };
}

export function toDelivery(delivery: WebhookDelivery): WebhookDeliveryType {
  const { id, topic, contentType: type, contentId, locales, state, attempts, payload } = delivery;
  return {
    id: deliveryId(id),
    uuid: id,
    topic,
    kind: type?.toUpperCase() ?? null,
    contentId: type && contentId ? globalId(type, contentId) : null,
    locales,
    occurredAt: delivery.occurredAt.toISOString(),
    state,
    attemptCount: attempts,
    nextAttemptAt: delivery.nextAttemptAt?.toISOString() ?? null,
    finishedAt: delivery.finishedAt?.toISOString() ?? null,
    payload,
  };
}

export function toAttempt(attempt: WebhookAttempt): WebhookAttemptType {
  const { number, requestHeaders, durationMs, responseStatus, responseStart, error } = attempt;
  return {
    number,
    at: attempt.at.toISOString(),
    requestHeaders,
    durationMs,
    responseStatus,
    responseStart,
    error,
  };
}

export function toSecret({ createdAt, expiresAt }: WebhookSecret): WebhookSecretType {
  return { createdAt: createdAt.toISOString(), expiresAt: expiresAt?.toISOString() ?? null };
}
