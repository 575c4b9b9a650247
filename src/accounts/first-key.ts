import { Role, systemViewer, type Viewer } from '../content/contract/access.js';
import { globalId } from '../content/contract/global-id.js';
import { audit } from '../content/editing/mutation.js';
import { AuditOutcome } from '../content/history/audit-entry.entity.js';
import type { ContentStore } from '../content/storage/store.js';
import { refuse } from '../foundation/errors.js';
import { Account } from './account.entity.js';
import { ACCOUNT } from './accounts.js';
import { API_KEY, createKey, type NewKey } from './keys.js';

/** The key of the first administrator, or undefined if there are accounts. */
export async function createFirstKey(store: ContentStore): Promise<string | undefined> {
  if (await store.draft.manager.exists(Account)) return undefined;
  return issueKey(store, { accountName: 'administrator', name: 'first key', roles: [Role.ADMIN] });
}

/**
 * Creates a key for someone with access to the database, and its account if it does not exist. Returns the key, which
 * is stored nowhere.
 */
export async function issueKey(
  store: ContentStore,
  input: NewKey & { readonly accountName: string },
  viewer: Viewer = systemViewer,
): Promise<string> {
  return store.transaction(async (transaction) => {
    const { system } = transaction;
    const account = await system.findOneBy(Account, { name: input.accountName.trim() });
    const owner = account ? { account: globalId(ACCOUNT, account.id), accountName: null } : {};
    const { key, secret } = await createKey(store, transaction, viewer, { ...input, ...owner });
    const done = { outcome: AuditOutcome.DONE, targets: [globalId(API_KEY, key.id)] };
    await audit(system, store.clock(), viewer, 'apiKeyCreate', done);
    return secret;
  });
}

/** Parses a list of roles: `EDITOR,PUBLISHER`. */
export function parseRoles(list: string): Role[] {
  const known = Object.values(Role);
  return list.split(',').map((item) => {
    const name = item.trim().toUpperCase();
    return (
      known.find((role) => role === name) ??
      refuse('INVALID_INPUT', `There is no role "${item}"; use one of: ${known.join(', ')}.`)
    );
  });
}
