import type { EntityManager } from 'typeorm';
import { assertMay, Role, type Viewer } from '../content/contract/access.js';
import { uuidOf } from '../content/contract/global-id.js';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import { refuse } from '../foundation/errors.js';
import { newId } from '../foundation/ids.js';
import { type Account, ApiKey } from './account.entity.js';
import {
  assertAdministratorRemains,
  createAccount,
  findAccount,
  lockAccounts,
  readName,
} from './accounts.js';
import { beginningOf, hashOf, newSecret } from './secret.js';

/** The type in the global ids of keys. */
export const API_KEY = 'api_key';

/** The input of a new key; exactly one of `account` and `accountName` is set. */
export interface NewKey {
  /** The id of an existing account. */
  readonly account?: string | null;
  /** The name of an account to create. */
  readonly accountName?: string | null;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly locales?: readonly string[] | null;
  readonly expiresAt?: string | null;
}

export interface KeyChanges {
  readonly id: string;
  readonly name?: string | null;
  /** Null if it does not expire. */
  readonly expiresAt?: string | null;
}

/** Creates a key. The secret is returned here and never again. */
export async function createKey(
  store: ContentStore,
  transaction: Transaction,
  viewer: Viewer,
  input: NewKey,
): Promise<{ readonly key: ApiKey; readonly secret: string }> {
  // Administrators may grant all roles: they have every right themselves.
  assertMay(viewer, 'MANAGE', 'ApiKey');
  const name = readName(input.name, ['input', 'name']);
  const roles = readRoles(input.roles);
  const locales = readLocales(store, input.locales ?? null, roles);
  const expiresAt = input.expiresAt ? readExpiry(store, input.expiresAt) : null;
  const account = await accountFor(store, transaction, viewer, input);
  const secret = newSecret();
  const key: ApiKey = {
    id: newId(),
    accountId: account.id,
    name,
    prefix: beginningOf(secret),
    hash: hashOf(secret),
    roles,
    locales,
    createdAt: store.clock(),
    expiresAt,
    lastUsedAt: null,
    revokedAt: null,
  };
  await transaction.system.insert(ApiKey, key);
  return { key, secret };
}

/** Changes the name and the expiry of a key; its rights never change. */
export async function updateKey(
  store: ContentStore,
  { system }: Transaction,
  viewer: Viewer,
  { id, name, expiresAt }: KeyChanges,
): Promise<ApiKey> {
  assertMay(viewer, 'MANAGE', 'ApiKey');
  await lockAccounts(system);
  const key = await findKey(system, id);
  if (expiresAt)
    await assertAdministratorRemains(store, system, (each) => each.id === key.id, ['input', 'expiresAt']);
  const changes = {
    ...(typeof name === 'string' ? { name: readName(name, ['input', 'name']) } : {}),
    ...(expiresAt === undefined
      ? {}
      : { expiresAt: expiresAt === null ? null : readExpiry(store, expiresAt) }),
  };
  if (Object.keys(changes).length > 0) await system.update(ApiKey, { id: key.id }, changes);
  return { ...key, ...changes };
}

/** Revokes a key for good. */
export async function revokeKey(
  store: ContentStore,
  { system }: Transaction,
  viewer: Viewer,
  input: { readonly id: string },
): Promise<ApiKey> {
  assertMay(viewer, 'MANAGE', 'ApiKey');
  await lockAccounts(system);
  const key = await findKey(system, input.id);
  if (key.revokedAt) return key;
  await assertAdministratorRemains(store, system, ({ id }) => id === key.id, ['input', 'id']);
  const revokedAt = store.clock();
  await system.update(ApiKey, { id: key.id }, { revokedAt });
  return { ...key, revokedAt };
}

async function findKey(system: EntityManager, id: string): Promise<ApiKey> {
  const path = ['input', 'id'];
  const key = await system.findOneBy(ApiKey, { id: uuidOf(API_KEY, id, path) });
  return key ?? refuse('NOT_FOUND', { en: 'Key not found.', 'zh-Hant': '找不到此金鑰。' }, path);
}

async function accountFor(
  store: ContentStore,
  transaction: Transaction,
  viewer: Viewer,
  { account: id, accountName: name }: NewKey,
): Promise<Account> {
  const path = ['input', 'account'];
  if (typeof id === typeof name) {
    const sentence = {
      en: 'Set either "account" or "accountName".',
      'zh-Hant': '請填寫「account」或「accountName」其中一項。',
    };
    refuse('INVALID_INPUT', sentence, path);
  }
  if (typeof name === 'string')
    return createAccount(store, transaction, viewer, { name }, ['input', 'accountName']);
  const account = await findAccount(transaction.system, String(id), path);
  if (account.disabledAt)
    refuse('INVALID_INPUT', { en: 'The account is disabled.', 'zh-Hant': '這個帳戶已停用。' }, path);
  return account;
}

function readRoles(roles: readonly Role[]): Role[] {
  if (roles.length === 0) {
    const sentence = { en: 'A key needs at least one role.', 'zh-Hant': '金鑰須有至少一個權限。' };
    refuse('INVALID_INPUT', sentence, ['input', 'roles']);
  }
  return Object.values(Role).filter((role) => roles.includes(role));
}

function readLocales(
  store: ContentStore,
  tags: readonly string[] | null,
  roles: readonly Role[],
): string[] | null {
  if (tags === null) return null;
  const path = ['input', 'locales'];
  if (tags.length === 0) {
    const sentence = {
      en: 'List at least one locale, or omit "locales" for all.',
      'zh-Hant': '請列出至少一種語言；如不限定語言，請勿填寫「locales」。',
    };
    refuse('INVALID_INPUT', sentence, path);
  }
  // Otherwise such a key could create one without the limit.
  if (roles.includes(Role.ADMIN)) {
    const sentence = {
      en: 'A key with the role ADMIN cannot be limited to locales.',
      'zh-Hant': '具 ADMIN 權限的金鑰不可限定語言。',
    };
    refuse('INVALID_INPUT', sentence, path);
  }
  return [...new Set(tags.map((tag, index) => store.locales.match(tag, [...path, String(index)])))];
}

function readExpiry(store: ContentStore, text: string): Date {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime()) || instant <= store.clock()) {
    const sentence = {
      en: '"expiresAt" must be in the future.',
      'zh-Hant': '「expiresAt」必須是未來的時間。',
    };
    refuse('INVALID_INPUT', sentence, ['input', 'expiresAt']);
  }
  return instant;
}
