import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { assertMay } from '../content/contract/access.js';
import { DEFAULT_PAGE, MAX_PAGE } from '../content/sql/connection.js';
import { type Page, readPage } from '../content/storage/pagination.js';
import { Account, ApiKey } from './account.entity.js';
import {
  AccountConnection,
  AccountType,
  ApiKeyConnection,
  ApiKeyType,
  toAccount,
  toApiKey,
} from './account.type.js';
import type { AccountContext } from './account-context.js';
import { accountLoader } from './account-loader.js';

const first = { defaultValue: DEFAULT_PAGE, description: `The page size, from 1 to ${MAX_PAGE}.` };
const after = { nullable: true, description: 'The cursor after which the page begins.' };

@Resolver()
export class AccountResolver {
  @Query(() => AccountConnection, {
    description: 'All accounts, oldest first. For administrators.',
  })
  accounts(
    @Arg('first', () => Int, first) size: number,
    @Arg('after', () => String, after) cursor: string | undefined,
    @Ctx() { viewer, store }: AccountContext,
  ): Promise<Page<AccountType>> {
    assertMay(viewer, 'MANAGE', 'Account');
    const list = { entity: Account, toNode: toAccount };
    return readPage(store.draft.manager, list, { first: size, after: cursor });
  }

  @Query(() => ApiKeyConnection, {
    description: 'All keys, including expired and revoked ones, oldest first. For administrators.',
  })
  apiKeys(
    @Arg('first', () => Int, first) size: number,
    @Arg('after', () => String, after) cursor: string | undefined,
    @Ctx() { viewer, store }: AccountContext,
  ): Promise<Page<ApiKeyType>> {
    assertMay(viewer, 'MANAGE', 'ApiKey');
    return readPage(
      store.draft.manager,
      { entity: ApiKey, toNode: toApiKey },
      { first: size, after: cursor },
    );
  }
}

@Resolver(() => ApiKeyType)
export class ApiKeyResolver {
  @FieldResolver()
  async account(@Root() { accountId }: ApiKeyType, @Ctx() context: AccountContext): Promise<AccountType> {
    return toAccount(await accountLoader(context).load(accountId));
  }

  @FieldResolver()
  async isActive(@Root() key: ApiKeyType, @Ctx() context: AccountContext): Promise<boolean> {
    const isExpired = key.expiresAt && new Date(key.expiresAt) <= context.now;
    if (key.revokedAt || isExpired) return false;
    const { disabledAt } = await accountLoader(context).load(key.accountId);
    return disabledAt === null;
  }
}

/** The query resolvers of accounts and keys. */
export const accountResolvers: readonly Function[] = [AccountResolver, ApiKeyResolver];
