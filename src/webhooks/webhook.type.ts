import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { globalId } from '../content/contract/global-id.js';
import { connectionOf } from '../content/model/connection.type.js';
import { DateTimeScalar, LocaleScalar } from '../content/model/scalars.js';
import { type Webhook, WebhookDisabledReason, type WebhookSecret, WebhookState } from './webhook.entity.js';
import { WEBHOOK } from './webhook-ids.js';

registerEnumType(WebhookState, {
  name: 'WebhookState',
  description: 'Whether a webhook receives events.',
  valuesConfig: {
    ENABLED: { description: 'It receives events.' },
    DISABLED: { description: 'Nothing is sent to it, and events are not recorded for it.' },
  },
});

registerEnumType(WebhookDisabledReason, {
  name: 'WebhookDisabledReason',
  description: 'Why a webhook is disabled.',
  valuesConfig: {
    MANUAL: { description: 'It was disabled by a mutation.' },
    GONE: { description: 'Its receiver responded with 410, which unsubscribes it.' },
    FAILING: {
      description:
        'The last attempt at a delivery failed, more than three days after the first, and nothing else was delivered in that time.',
    },
  },
});

@ObjectType('WebhookSecret', {
  description: 'When a secret is valid; the secret itself is not shown again.',
})
export class WebhookSecretType {
  @Field(() => DateTimeScalar, { description: 'When it was created.' }) createdAt!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when it signs beside its successor; null for the current one.',
  })
  expiresAt?: string | null;
}

@ObjectType({ description: 'How many deliveries there are in each state.' })
export class WebhookDeliveryCounts {
  @Field(() => Int, { description: 'Deliveries that wait for an earlier one about the same object.' })
  waiting!: number;

  @Field(() => Int, { description: 'Deliveries that are being sent or wait for their next attempt.' })
  pending!: number;

  @Field(() => Int, { description: 'Deliveries that were delivered in the last 30 days.' })
  delivered!: number;

  @Field(() => Int, { description: 'Deliveries that failed in the last 30 days.' }) failed!: number;
}

@ObjectType('Webhook', {
  description:
    'A subscription to changes of what is public: an HTTP request for each publication and withdrawal.',
})
export class WebhookType {
  @Field(() => ID, { description: 'The id of the webhook.' }) id!: string;

  @Field({ description: 'A name for administrators.' }) name!: string;

  @Field({ description: 'The URL that deliveries are posted to.' }) url!: string;

  @Field(() => [String], {
    description: 'The topics it subscribes to, such as `event.published`, `article.*` or `*`.',
  })
  topics!: string[];

  @Field(() => [LocaleScalar], {
    nullable: true,
    description:
      'The languages it subscribes to: it is notified of changes to text in these languages. Null for all.',
  })
  locales?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The data to send of an object, as GraphQL fragments; null when the payload has only ids and slugs.',
  })
  selection?: string | null;

  @Field(() => WebhookState, { description: 'Whether it receives events.' }) state!: WebhookState;

  @Field(() => WebhookDisabledReason, { nullable: true, description: 'Why it is disabled.' })
  disabledReason?: WebhookDisabledReason | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was disabled.' })
  disabledAt?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when deliveries are held back, because the receiver was overloaded or asked for it.',
  })
  throttledUntil?: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was created.' }) createdAt!: string;

  @Field({ description: 'The name of the account that created it.' }) createdBy!: string;

  @Field(() => [WebhookSecretType], { description: 'Its valid secrets, the current one first.' })
  secrets?: WebhookSecretType[];

  @Field(() => WebhookDeliveryCounts, { description: 'How many deliveries there are in each state.' })
  deliveryCounts?: WebhookDeliveryCounts;

  /** Not in the schema: the key of the loaders. */
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
