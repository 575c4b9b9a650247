import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { globalId } from '../content/contract/global-id.js';
import { connectionOf } from '../content/model/connection.type.js';
import { DateTimeScalar, LocaleScalar } from '../content/model/scalars.js';
import { type Webhook, WebhookDisabledReason, type WebhookSecret, WebhookState } from './webhook.entity.js';
import { WEBHOOK } from './webhook-ids.js';

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
      'The languages that it is about: it is notified of changes to text in these languages. Null for all.',
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

export function toSecret({ createdAt, expiresAt }: WebhookSecret): WebhookSecretType {
  return { createdAt: createdAt.toISOString(), expiresAt: expiresAt?.toISOString() ?? null };
}
