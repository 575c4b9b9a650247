import { Field, ID, ObjectType } from 'type-graphql';
import { UserError } from '../content/writing/user-error.js';
import { WebhookType } from './webhook.type.js';
import { WebhookDeliveryType } from './webhook-delivery.type.js';

const userErrorsDescription = 'Errors that the caller can fix. If there are any, nothing was written.';

@ObjectType({ description: 'The result of a mutation on a webhook.' })
export class WebhookPayload {
  @Field(() => WebhookType, { nullable: true, description: 'The webhook; null if there are errors.' })
  webhook?: WebhookType | null;

  @Field(() => [UserError], { description: userErrorsDescription }) userErrors!: readonly UserError[];
}

@ObjectType({ description: 'A webhook with a new secret.' })
export class WebhookSecretPayload {
  @Field(() => WebhookType, { nullable: true, description: 'The webhook; null if there are errors.' })
  webhook?: WebhookType | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The secret with which the receiver verifies signatures. It is returned once: a retry with the same `Idempotency-Key` does not return it again.',
  })
  secret?: string | null;

  @Field(() => [UserError], { description: userErrorsDescription }) userErrors!: readonly UserError[];
}

@ObjectType({ description: 'The result of deleting a webhook.' })
export class WebhookDeletePayload {
  @Field(() => ID, {
    nullable: true,
    description: 'The id of the deleted webhook; null if there are errors.',
  })
  deletedId?: string | null;

  @Field(() => [UserError], { description: userErrorsDescription }) userErrors!: readonly UserError[];
}

@ObjectType({ description: 'The result of sending deliveries.' })
export class WebhookDeliveriesPayload {
  @Field(() => [WebhookDeliveryType], {
    nullable: true,
    description: 'The deliveries that will be sent; null if there are errors.',
  })
  deliveries?: readonly WebhookDeliveryType[] | null;

  @Field(() => [UserError], { description: userErrorsDescription }) userErrors!: readonly UserError[];
}
