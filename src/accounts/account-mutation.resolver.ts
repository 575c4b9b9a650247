import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Mutation, Resolver } from 'type-graphql';
import { globalId } from '../content/contract/global-id.js';
import { type Outcome, runMutation } from '../content/editing/mutation.js';
import type { Transaction } from '../content/storage/transaction.js';
import { Account, ApiKey } from './account.entity.js';
import {
  AccountCreateInput,
  AccountDisableInput,
  ApiKeyCreateInput,
  ApiKeyRevokeInput,
  ApiKeyUpdateInput,
} from './account.input.js';
import { AccountPayload, ApiKeyCreatePayload, ApiKeyPayload } from './account.payload.js';
import { toAccount, toApiKey } from './account.type.js';
import type { AccountContext } from './account-context.js';
import { accountLoader } from './account-loader.js';
import { ACCOUNT, createAccount, disableAccount } from './accounts.js';
import { API_KEY, createKey, revokeKey, updateKey } from './keys.js';

/** What the audit log records of a mutation: the id, and never a secret. */
interface Changed {
  readonly id: string;
  readonly targets: readonly string[];
}

@Resolver()
export class AccountMutationResolver {
  @Mutation(() => AccountPayload, {
    description: 'Creates an account without keys. For administrators.',
  })
  async accountCreate(
    @Arg('input', () => AccountCreateInput, { description: 'The account to create.' })
    input: AccountCreateInput,
    @Ctx() context: AccountContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AccountPayload> {
    const { store, viewer } = context;
    const work = (transaction: Transaction) => createAccount(store, transaction, viewer, input);
    return accountPayload(context, await change(context, info, ACCOUNT, work));
  }

  @Mutation(() => AccountPayload, {
    description: 'Disables an account: none of its keys is accepted any more. For administrators.',
  })
  async accountDisable(
    @Arg('input', () => AccountDisableInput, { description: 'The account to disable.' })
    input: AccountDisableInput,
    @Ctx() context: AccountContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AccountPayload> {
    const { store, viewer } = context;
    const work = (transaction: Transaction) => disableAccount(store, transaction, viewer, input);
    return accountPayload(context, await change(context, info, ACCOUNT, work));
  }

  @Mutation(() => ApiKeyCreatePayload, {
    description: 'Creates a key and returns it, once. For administrators.',
  })
  async apiKeyCreate(
    @Arg('input', () => ApiKeyCreateInput, { description: 'The key to create.' }) input: ApiKeyCreateInput,
    @Ctx() context: AccountContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ApiKeyCreatePayload> {
    const { store, viewer } = context;
    let secret: string | null = null;
    const outcome = await change(context, info, API_KEY, async (transaction) => {
      const created = await createKey(store, transaction, viewer, input);
      secret = created.secret;
      return created.key;
    });
    return { ...(await keyPayload(context, outcome)), secret };
  }

  @Mutation(() => ApiKeyPayload, {
    description: 'Changes the name and the expiry of a key. For administrators.',
  })
  async apiKeyUpdate(
    @Arg('input', () => ApiKeyUpdateInput, { description: 'The fields to change.' }) input: ApiKeyUpdateInput,
    @Ctx() context: AccountContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ApiKeyPayload> {
    const { store, viewer } = context;
    const work = (transaction: Transaction) => updateKey(store, transaction, viewer, input);
    return keyPayload(context, await change(context, info, API_KEY, work));
  }

  @Mutation(() => ApiKeyPayload, {
    description: 'Revokes a key for good. For administrators.',
  })
  async apiKeyRevoke(
    @Arg('input', () => ApiKeyRevokeInput, { description: 'The key to revoke.' }) input: ApiKeyRevokeInput,
    @Ctx() context: AccountContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<ApiKeyPayload> {
    const { store, viewer } = context;
    const work = (transaction: Transaction) => revokeKey(store, transaction, viewer, input);
    return keyPayload(context, await change(context, info, API_KEY, work));
  }
}

async function change(
  context: AccountContext,
  info: GraphQLResolveInfo,
  table: string,
  work: (transaction: Transaction) => Promise<{ readonly id: string }>,
): Promise<Outcome<Changed>> {
  const outcome = await runMutation<Changed>(context, info, async (transaction) => {
    const { id } = await work(transaction);
    return { id, targets: [globalId(table, id)] };
  });
  // After the commit: what is invalidated before could be cached again in its old state.
  context.keys.forget();
  accountLoader(context).clearAll();
  return outcome;
}

async function accountPayload(
  { store }: AccountContext,
  { id, userErrors }: Outcome<Changed>,
): Promise<AccountPayload> {
  const account = id ? await store.draft.manager.findOneBy(Account, { id }) : null;
  return { account: account && toAccount(account), userErrors };
}

async function keyPayload(
  { store }: AccountContext,
  { id, userErrors }: Outcome<Changed>,
): Promise<ApiKeyPayload> {
  const key = id ? await store.draft.manager.findOneBy(ApiKey, { id }) : null;
  return { apiKey: key && toApiKey(key), userErrors };
}
