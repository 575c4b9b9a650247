import { Field, ObjectType } from 'type-graphql';
import { ApiKeyType } from '../accounts/account.type.js';
import { UserError } from '../content/writing/user-error.js';
import { PartnerFeedType } from './partner-feed.type.js';

const mistakes = 'Errors that the caller can fix. If there are any, nothing was written.';

@ObjectType({ description: 'The result of a mutation of a feed.' })
export class PartnerFeedPayload {
  @Field(() => PartnerFeedType, { nullable: true, description: 'The feed; null when nothing was done.' })
  partnerFeed?: PartnerFeedType | null;

  @Field(() => [UserError], { description: mistakes }) userErrors!: readonly UserError[];
}

@ObjectType({ description: 'A new feed.' })
export class PartnerFeedCreatePayload extends PartnerFeedPayload {
  @Field(() => ApiKeyType, {
    nullable: true,
    description: 'What is known about the key that was created with it; null when there is none.',
  })
  apiKey?: ApiKeyType | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The key itself, for the header `Authorization: Bearer …`. It is shown here and never again, also not to a request that is repeated with the same `Idempotency-Key`.',
  })
  secret?: string | null;
}
