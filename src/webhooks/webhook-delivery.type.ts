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
  description: 'What has become of a delivery.',
  valuesConfig: {
    WAITING: { description: 'An earlier one about the same object is not finished.' },
    PENDING: { description: 'It is being sent, or waits for its next attempt.' },
    DELIVERED: { description: 'The receiver has answered with a status from 200 to 299.' },
    FAILED: { description: 'It was tried for the last time, or the webhook was disabled.' },
  },
});

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

  @Field(() => [LocaleScalar], { description: 'The languages whose text changed.' }) locales!: string[];

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
