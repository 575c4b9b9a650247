import { Field, ObjectType } from 'type-graphql';
import { UserError } from '../content/writing/user-error.js';
import { AccountType, ApiKeyType } from './account.type.js';

const userErrorsDescription = 'Errors that the caller can fix. If there are any, nothing was written.';

@ObjectType({ description: 'The result of a mutation on an account.' })
export class AccountPayload {
  @Field(() => AccountType, { nullable: true, description: 'The account; null if there are errors.' })
  account?: AccountType | null;

  @Field(() => [UserError], { description: userErrorsDescription }) userErrors!: readonly UserError[];
}

@ObjectType({ description: 'The result of a mutation on a key.' })
export class ApiKeyPayload {
  @Field(() => ApiKeyType, { nullable: true, description: 'The key; null if there are errors.' })
  apiKey?: ApiKeyType | null;

  @Field(() => [UserError], { description: userErrorsDescription }) userErrors!: readonly UserError[];
}

@ObjectType({ description: 'A new key.' })
export class ApiKeyCreatePayload {
  @Field(() => ApiKeyType, {
    nullable: true,
    description: 'The key; null if there are errors.',
  })
  apiKey?: ApiKeyType | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The key itself, for the header `Authorization: Bearer …`. It is returned once: a retry with the same `Idempotency-Key` does not return it again.',
  })
  secret?: string | null;

  @Field(() => [UserError], { description: userErrorsDescription }) userErrors!: readonly UserError[];
}
