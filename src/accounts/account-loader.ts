import DataLoader from 'dataloader';
import { In } from 'typeorm';
import { Account } from './account.entity.js';
import type { AccountContext } from './account-context.js';

const loaders = new WeakMap<AccountContext, DataLoader<string, Account>>();

/** Loads accounts by id, batched per request. */
export function accountLoader(context: AccountContext): DataLoader<string, Account> {
  const known = loaders.get(context);
  if (known) return known;
  const loader = new DataLoader<string, Account>(async (ids) => {
    const rows = await context.store.draft.manager.findBy(Account, { id: In([...ids]) });
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? new Error(`There is no account ${id}.`));
  });
  loaders.set(context, loader);
  return loader;
}
