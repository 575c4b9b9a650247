import { Field, ID, InputType, Int } from 'type-graphql';
import { LocaleScalar } from '../content/model/scalars.js';

const topics =
  'What it is told of: `TYPE.ACTION`, where TYPE is a content type such as `event` or `*`, and ACTION is `published`, `updated`, `unpublished`, `deleted` or `*`; or `*` for everything.';
const locales =
  'The languages that it is about: it is notified of changes to text in these languages; all without them.';
const selection =
  'What it is told of an object: a GraphQL document with a fragment for each type, such as `fragment Payload on Event { title }`. It is read as the public sees it. Without it the receiver is told the id and no more.';
const url =
  'Where it is sent to: an https address of a host on the public Internet, with the port 443 or 8443.';

@InputType({ description: 'A new webhook.' })
export class WebhookCreateInput {
  @Field({ description: 'What it is for.' }) name!: string;

  @Field({ description: url }) url!: string;

  @Field(() => [String], { description: topics }) topics!: string[];

  @Field(() => [LocaleScalar], { nullable: true, description: locales }) locales?: string[] | null;

  @Field(() => String, { nullable: true, description: selection }) selection?: string | null;
}

@InputType({ description: 'What changes about a webhook; what is left out stays as it is.' })
export class WebhookUpdateInput {
  @Field(() => ID, { description: 'The id of the webhook.' }) id!: string;

  @Field(() => String, { nullable: true, description: 'What it is for.' }) name?: string | null;

  @Field(() => String, { nullable: true, description: url }) url?: string | null;

  @Field(() => [String], { nullable: true, description: topics }) topics?: string[] | null;

  @Field(() => [LocaleScalar], { nullable: true, description: `${locales.slice(0, -1)}. Null: all.` })
  locales?: string[] | null;

  @Field(() => String, { nullable: true, description: `${selection} Null: none.` })
  selection?: string | null;
}

@InputType({ description: 'Which webhook.' })
export class WebhookInput {
  @Field(() => ID, { description: 'The id of the webhook.' }) id!: string;
}

@InputType({ description: 'Which webhook gets a new secret.' })
export class WebhookSecretRotateInput {
  @Field(() => ID, { description: 'The id of the webhook.' }) id!: string;

  @Field(() => Int, {
    defaultValue: 24,
    description:
      'For how many hours, from 0 to 168, the secrets so far sign beside the new one; 0 when one of them has become known.',
  })
  hours!: number;
}

@InputType({ description: 'Which deliveries are sent again: all of them or none.' })
export class WebhookRedeliverInput {
  @Field(() => [ID], { description: 'Their ids; at least one.' }) ids!: string[];
}
