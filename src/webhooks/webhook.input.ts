import { Field, ID, InputType, Int } from 'type-graphql';
import { LocaleScalar } from '../content/model/scalars.js';

const topics =
  'The topics it subscribes to: `TYPE.ACTION`, where TYPE is a content type such as `event` or `*`, and ACTION is `published`, `updated`, `unpublished`, `deleted` or `*`; or `*` for everything that changes in public. `schedule.failed` is for schedules that have failed, and not a part of `*`.';
const locales =
  'The languages it subscribes to: it is notified of changes to text in these languages. Omit for all.';
const selection =
  'The data to send of an object: a GraphQL document with a fragment for each type, such as `fragment Payload on Event { title }`, read as the public sees it. Without it the payload has the id and no other fields of the object.';
const url = 'The URL to post to: https, a host on the public Internet, port 443 or 8443.';

@InputType({ description: 'A new webhook.' })
export class WebhookCreateInput {
  @Field({ description: 'A name for administrators.' }) name!: string;

  @Field({ description: url }) url!: string;

  @Field(() => [String], { description: topics }) topics!: string[];

  @Field(() => [LocaleScalar], { nullable: true, description: locales }) locales?: string[] | null;

  @Field(() => String, { nullable: true, description: selection }) selection?: string | null;
}

@InputType({ description: 'The fields of a webhook to change; those left out stay as they are.' })
export class WebhookUpdateInput {
  @Field(() => ID, { description: 'The id of the webhook.' }) id!: string;

  @Field(() => String, { nullable: true, description: 'A name for administrators.' }) name?: string | null;

  @Field(() => String, { nullable: true, description: url }) url?: string | null;

  @Field(() => [String], { nullable: true, description: topics }) topics?: string[] | null;

  @Field(() => [LocaleScalar], { nullable: true, description: `${locales.slice(0, -1)}. Null: all.` })
  locales?: string[] | null;

  @Field(() => String, { nullable: true, description: `${selection} Null: none.` })
  selection?: string | null;
}

@InputType({ description: 'A webhook.' })
export class WebhookInput {
  @Field(() => ID, { description: 'The id of the webhook.' }) id!: string;
}

@InputType({ description: 'The webhook that gets a new secret.' })
export class WebhookSecretRotateInput {
  @Field(() => ID, { description: 'The id of the webhook.' }) id!: string;

  @Field(() => Int, {
    defaultValue: 24,
    description:
      'For how many hours, from 0 to 168, earlier secrets keep signing beside the new one; 0 when one has leaked.',
  })
  hours!: number;
}

@InputType({ description: 'The deliveries to send again: all of them or none.' })
export class WebhookRedeliverInput {
  @Field(() => [ID], { description: 'The ids of deliveries; at least one.' }) ids!: string[];
}
