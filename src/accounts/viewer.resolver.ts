import { Ctx, Query, Resolver } from 'type-graphql';
import { grants, type Verb, type Viewer } from '../content/contract/access.js';
import { ApiKey } from './account.entity.js';
import { toAccount, toApiKey } from './account.type.js';
import type { AccountContext } from './account-context.js';
import { accountLoader } from './account-loader.js';
import { type Permission, ViewerType, verbs } from './viewer.type.js';

@Resolver()
export class ViewerResolver {
  @Query(() => ViewerType, {
    nullable: true,
    description: 'The caller and their permissions; null for the public.',
  })
  async viewer(@Ctx() context: AccountContext): Promise<ViewerType | null> {
    const { viewer, store } = context;
    const { name, roles, locales = null, accountId, keyId, previewed } = viewer;
    if (!keyId && !previewed && roles.length === 0) return null;
    const [account, key] = await Promise.all([
      accountId ? accountLoader(context).load(accountId) : null,
      keyId ? store.draft.manager.findOneBy(ApiKey, { id: keyId }) : null,
    ]);
    const names = store.types.map((type) => type.name);
    return {
      name,
      account: account && toAccount(account),
      key: key && toApiKey(key),
      roles,
      locales,
      permissions: permissionsOf(viewer, names),
    };
  }
}

/** The grants of all roles, with content types by name. */
function permissionsOf({ roles }: Viewer, contentTypes: readonly string[]): Permission[] {
  return Object.values(verbs).flatMap((verb: Verb) => {
    const granted = [...roles, 'PUBLIC' as const].flatMap((role) => grants[role][verb] ?? []);
    const types = [...new Set(granted.flatMap((type) => (type === '*' ? contentTypes : [type])))];
    return types.length > 0 ? [{ verb, types }] : [];
  });
}
