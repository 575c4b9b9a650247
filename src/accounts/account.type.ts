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
  @Field(() => ID, { description: 'Its id.' }) id!: string;

  @Field({ description: 'Its name, which the history shows.' }) name!: string;

  @Field(() => DateTimeScalar, { description: 'When it was created.' }) createdAt!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was disabled: none of its keys is accepted since.',
  })
  disabledAt?: string | null;
}

@ObjectType('ApiKey', {
  description: 'What lets an account in. The key itself is shown only when it is created.',
})
export class ApiKeyType {
  @Field(() => ID, { description: 'Its id.' }) id!: string;

  @Field({ description: 'What it is used for.' }) name!: string;

  @Field({ description: 'How the key begins, by which its holder recognises it.' }) prefix!: string;

  @Field(() => AccountType, { description: 'Whose key it is.' }) account?: AccountType;

  @Field(() => [Role], { description: 'What it may be used for.' }) roles!: Role[];

  @Field(() => [LocaleScalar], {
    nullable: true,
    description: 'The only locales whose text it may change and publish; null for no such limit.',
  })
  locales?: string[] | null;

  @Field(() => DateTimeScalar, { description: 'When it was created.' }) createdAt!: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The instant from which on it is refused.' })
  expiresAt?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was last used, give or take a minute.',
  })
  lastUsedAt?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was revoked.' })
  revokedAt?: string | null;

  @Field(() => Boolean, {
    description: 'Whether it is accepted now: not expired, not revoked, and its account not disabled.',
  })
  isActive?: boolean;

  /** Not in the schema: what the account is read by. */
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
