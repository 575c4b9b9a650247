import { Field, ID, InputType } from 'type-graphql';
import { Role } from '../content/contract/access.js';
import { DateTimeScalar, LocaleScalar } from '../content/model/scalars.js';

@InputType({ description: 'A new account.' })
export class AccountCreateInput {
  @Field({ description: 'Its name, which the history shows; no other account has it.' }) name!: string;
}

@InputType({ description: 'Which account is disabled.' })
export class AccountDisableInput {
  @Field(() => ID, { description: 'The id of the account.' }) id!: string;
}

@InputType({ description: 'A new key, for an account that is there or for a new one.' })
export class ApiKeyCreateInput {
  @Field(() => ID, { nullable: true, description: 'The id of the account; without it give `accountName`.' })
  account?: string | null;

  @Field(() => String, { nullable: true, description: 'The name of an account to create with the key.' })
  accountName?: string | null;

  @Field({ description: 'What it will be used for.' }) name!: string;

  @Field(() => [Role], { description: 'What it may be used for; at least one.' }) roles!: Role[];

  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The only locales whose text it may change and publish; without it there is no such limit.',
  })
  locales?: string[] | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The instant from which on it is refused; without it it does not expire.',
  })
  expiresAt?: string | null;
}

@InputType({
  description: 'What changes about a key; what is left out stays as it is. Rights do not change.',
})
export class ApiKeyUpdateInput {
  @Field(() => ID, { description: 'The id of the key.' }) id!: string;

  @Field(() => String, { nullable: true, description: 'What it is used for.' }) name?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The instant from which on it is refused; null: it does not expire.',
  })
  expiresAt?: string | null;
}

@InputType({ description: 'Which key is revoked.' })
export class ApiKeyRevokeInput {
  @Field(() => ID, { description: 'The id of the key.' }) id!: string;
}
