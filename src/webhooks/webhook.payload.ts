import { Field, ID, ObjectType } from 'type-graphql';
import { UserError } from '../content/writing/user-error.js';
import { WebhookType } from './webhook.type.js';
import { WebhookDeliveryType } from './webhook-delivery.type.js';

const mistakes = 'Errors that the caller can fix. If there are any, nothing was written.';

@ObjectType({ description: 'The result of a mutation of a webhook.' })
export class WebhookPayload {
  @Field(() => WebhookType, { nullable: true, description: 'The webhook; null when nothing was done.' })
  webhook?: WebhookType | null;

  @Field(() => [UserError], { description: mistakes }) userErrors!: readonly UserError[];
}

@ObjectType({ description: 'A webhook with a new secret.' })
export class WebhookSecretPayload {
  @Field(() => WebhookType, { nullable: true, description: 'The webhook; null when nothing was done.' })
  webhook?: WebhookType | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What deliveries are signed with, for their receiver. It is shown here and never again, also not to a request that is repeated with the same `Idempotency-Key`.',
  })
  secret?: string | null;

  @Field(() => [UserError], { description: mistakes }) userErrors!: readonly UserError[];
}

@ObjectType({ description: 'The result of deleting a webhook.' })
export class WebhookDeletePayload {
  @Field(() => ID, { nullable: true, description: 'The id it had; null when nothing was done.' })
  deletedId?: string | null;

  @Field(() => [UserError], { description: mistakes }) userErrors!: readonly UserError[];
}

@ObjectType({ description: 'What is going to be sent.' })
export class WebhookDeliveriesPayload {
  @Field(() => [WebhookDeliveryType], {
    nullable: true,
    description: 'The deliveries; null when nothing was done.',
  })
  deliveries?: readonly WebhookDeliveryType[] | null;

  @Field(() => [UserError], { description: mistakes }) userErrors!: readonly UserError[];
}
