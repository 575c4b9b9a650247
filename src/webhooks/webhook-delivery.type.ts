import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { globalId } from '../content/contract/global-id.js';
import { connectionOf } from '../content/model/connection.type.js';
import { ContentKind } from '../content/model/content-kind.js';
import { DateTimeScalar, LocaleScalar } from '../content/model/scalars.js';
import { type WebhookAttempt, type WebhookDelivery, WebhookDeliveryState } from './webhook.entity.js';
import { deliveryId } from './webhook-ids.js';

registerEnumType(WebhookDeliveryState, {
  name: 'WebhookDeliveryState',
  description: 'The state of a delivery.',
  valuesConfig: {
    WAITING: { description: 'An earlier delivery about the same object is not finished.' },
    PENDING: { description: 'It is being sent, or waits for its next attempt.' },
    DELIVERED: { description: 'The receiver responded with a status from 200 to 299.' },
    FAILED: { description: 'The last attempt failed, or the webhook was disabled.' },
  },
});

@ObjectType('WebhookAttempt', { description: 'One attempt to send a delivery, and its outcome.' })
export class WebhookAttemptType {
  @Field(() => Int, { description: 'The number of the attempt, starting with 1.' }) number!: number;

  @Field(() => DateTimeScalar, { description: 'When.' }) at!: string;

  @Field(() => GraphQLJSONObject, { description: 'The headers of the request, without the signatures.' })
  requestHeaders!: Readonly<Record<string, string>>;

  @Field(() => Int, {
    nullable: true,
    description: 'How many milliseconds it took; null while it is in progress.',
  })
  durationMs?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The HTTP status of the response; null when there was none.',
  })
  responseStatus?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The first 1,024 bytes of the response; null when there was none.',
  })
  responseStart?: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was not delivered; null when it was.' })
  error?: string | null;
}

@ObjectType('WebhookDelivery', {
  description: 'One event for one webhook; retained for 30 days after it is finished.',
})
export class WebhookDeliveryType {
  @Field(() => ID, {
    description: 'The id of the delivery, which the receiver gets as `webhook-id`; the same in each attempt.',
  })
  id!: string;

  @Field({ description: 'What happened, such as `event.published`.' }) topic!: string;

  @Field(() => ContentKind, { nullable: true, description: 'The kind of the object; null for a test.' })
  kind?: string | null;

  @Field(() => ID, { nullable: true, description: 'The id of the object; null for a test.' })
  contentId?: string | null;

  @Field(() => [LocaleScalar], { description: 'The languages whose text changed.' }) locales!: string[];

  @Field(() => DateTimeScalar, { description: 'When the event happened.' }) occurredAt!: string;

  @Field(() => WebhookDeliveryState, { description: 'Its state.' }) state!: WebhookDeliveryState;

  @Field(() => Int, { description: 'How many attempts were made.' }) attemptCount!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When the next attempt is due; null during an attempt, and unless the state is PENDING.',
  })
  nextAttemptAt?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was delivered or failed.' })
  finishedAt?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The exact body that is sent; null before the first attempt.',
  })
  payload?: string | null;

  @Field(() => [WebhookAttemptType], { description: 'All attempts, oldest first.' })
  attempts?: WebhookAttemptType[];

  /** Not in the schema: the key of the loader of attempts. */
  uuid!: string;
}

export const WebhookDeliveryConnection = connectionOf(WebhookDeliveryType, 'WebhookDelivery');

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
