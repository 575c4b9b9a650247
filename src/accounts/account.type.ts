import { Field, ID, ObjectType } from 'type-graphql';
import { Role } from '../content/contract/access.js';
import { globalId } from '../content/contract/global-id.js';
import { connectionOf } from '../content/model/connection.type.js';
import { DateTimeScalar, LocaleScalar } from '../content/model/scalars.js';
import type { Account, ApiKey } from './account.entity.js';
import { ACCOUNT } from './accounts.js';
import { API_KEY } from './keys.js';

@ObjectType('Account', { description: 'A person or a program that has keys.' })
export class AccountType {
  @Field(() => ID, { description: 'The id of the account.' }) id!: string;

  @Field({ description: 'The unique name, which the history shows.' }) name!: string;

  @Field(() => DateTimeScalar, { description: 'When it was created.' }) createdAt!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was disabled: none of its keys is accepted since.',
  })
  disabledAt?: string | null;
}

@ObjectType('ApiKey', {
  description: 'An API key. The key itself is returned only when it is created.',
})
export class ApiKeyType {
  @Field(() => ID, { description: 'The id of the key.' }) id!: string;

  @Field({ description: 'The purpose of the key.' }) name!: string;

  @Field({ description: 'The beginning of the key, by which its holder recognises it.' }) prefix!: string;

  @Field(() => AccountType, { description: 'The account it belongs to.' }) account?: AccountType;

  @Field(() => [Role], { description: 'The roles, which define its permissions.' }) roles!: Role[];

  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The only locales whose text it may change and publish; null for no such limit.',
  })
  locales?: string[] | null;

  @Field(() => DateTimeScalar, { description: 'When it was created.' }) createdAt!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it expires; null for never.' })
  expiresAt?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was last used, to the minute.',
  })
  lastUsedAt?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked.' })
  revokedAt?: string | null;

  @Field(() => Boolean, {
    description: 'Whether it is accepted now: not expired, not revoked, and its account not disabled.',
  })
  isActive?: boolean;

  /** Not in the schema: the key of the loader of accounts. */
  accountId!: string;
}

export const AccountConnection = connectionOf(AccountType, 'Account');
export const ApiKeyConnection = connectionOf(ApiKeyType, 'ApiKey');

export function toAccount({ id, name, createdAt, disabledAt }: Account): AccountType {
  return {
    id: globalId(ACCOUNT, id),
    name,
    createdAt: createdAt.toISOString(),
    disabledAt: disabledAt?.toISOString() ?? null,
  };
}

export function toApiKey(key: ApiKey): ApiKeyType {
  const { id, name, prefix, roles, locales, accountId } = key;
  return {
    id: globalId(API_KEY, id),
    name,
    prefix,
    roles,
    locales,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    accountId,
  };
}
