import { Field, ID, InputType } from 'type-graphql';
import { Role } from '../content/contract/access.js';
import { DateTimeScalar, LocaleScalar } from '../content/model/scalars.js';

@InputType({ description: 'A new account.' })
export class AccountCreateInput {
  @Field({ description: 'The unique name, which the history shows.' }) name!: string;
}

@InputType({ description: 'The account to disable.' })
export class AccountDisableInput {
  @Field(() => ID, { description: 'The id of the account.' }) id!: string;
}

@InputType({ description: 'A new key, for an existing account or for a new one.' })
export class ApiKeyCreateInput {
  @Field(() => ID, { nullable: true, description: 'The id of an account; or else set `accountName`.' })
  account?: string | null;

  @Field(() => String, { nullable: true, description: 'The name of an account to create with the key.' })
  accountName?: string | null;

  @Field({ description: 'The purpose of the key.' }) name!: string;

  @Field(() => [Role], { description: 'Its roles; at least one.' }) roles!: Role[];

  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The only locales whose text it may change and publish; omit for no such limit.',
  })
  locales?: string[] | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it expires; omit for never.',
  })
  expiresAt?: string | null;
}

@InputType({
  description: 'The fields of a key to change; those left out stay as they are. Its rights do not change.',
})
export class ApiKeyUpdateInput {
  @Field(() => ID, { description: 'The id of the key.' }) id!: string;

  @Field(() => String, { nullable: true, description: 'The purpose of the key.' }) name?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it expires; null for never.',
  })
  expiresAt?: string | null;
}

@InputType({ description: 'The key to revoke.' })
export class ApiKeyRevokeInput {
  @Field(() => ID, { description: 'The id of the key.' }) id!: string;
}
