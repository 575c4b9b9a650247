import { Field, ObjectType } from 'type-graphql';
import { UserError } from '../content/writing/user-error.js';
import { AccountType, ApiKeyType } from './account.type.js';

const mistakes = 'Errors that the caller can fix. If there are any, nothing was written.';

@ObjectType({ description: 'The result of a mutation of an account.' })
export class AccountPayload {
  @Field(() => AccountType, { nullable: true, description: 'The account; null when nothing was done.' })
  account?: AccountType | null;

  @Field(() => [UserError], { description: mistakes }) userErrors!: readonly UserError[];
}

@ObjectType({ description: 'The result of a mutation of a key.' })
export class ApiKeyPayload {
  @Field(() => ApiKeyType, { nullable: true, description: 'The key; null when nothing was done.' })
  apiKey?: ApiKeyType | null;

  @Field(() => [UserError], { description: mistakes }) userErrors!: readonly UserError[];
}

@ObjectType({ description: 'A new key.' })
export class ApiKeyCreatePayload {
  @Field(() => ApiKeyType, {
    nullable: true,
    description: 'What is known about the key; null when there is none.',
  })
  apiKey?: ApiKeyType | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The key itself, for the header `Authorization: Bearer …`. It is shown here and never again, also not to a request that is repeated with the same `Idempotency-Key`.',
  })
  secret?: string | null;

  @Field(() => [UserError], { description: mistakes }) userErrors!: readonly UserError[];
}
