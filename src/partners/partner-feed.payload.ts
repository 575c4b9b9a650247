import { Field, ObjectType } from 'type-graphql';
import { ApiKeyType } from '../accounts/account.type.js';
import { UserError } from '../content/writing/user-error.js';
import { PartnerFeedType } from './partner-feed.type.js';

const userErrorsDescription = 'Errors that the caller can fix. If there are any, nothing was written.';

@ObjectType({ description: 'The result of a mutation on a feed.' })
export class PartnerFeedPayload {
  @Field(() => PartnerFeedType, { nullable: true, description: 'The feed; null if there are errors.' })
  partnerFeed?: PartnerFeedType | null;

  @Field(() => [UserError], { description: userErrorsDescription }) userErrors!: readonly UserError[];
}

@ObjectType({ description: 'A new feed.' })
export class PartnerFeedCreatePayload extends PartnerFeedPayload {
  @Field(() => ApiKeyType, {
    nullable: true,
    description: 'The key that was created with it; null if there is none.',
  })
  apiKey?: ApiKeyType | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The key itself, for the header `Authorization: Bearer …`. It is returned once: a retry with the same `Idempotency-Key` does not return it again.',
  })
  secret?: string | null;
}
