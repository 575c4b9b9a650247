import { ArrayContains, type EntityManager, IsNull, QueryFailedError } from 'typeorm';
import { assertMay, Role, type Viewer } from '../content/contract/access.js';
import { uuidOf } from '../content/contract/global-id.js';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import { refuse } from '../foundation/errors.js';
import { newId } from '../foundation/ids.js';
import { assertLine, assertStorable, hasText } from '../foundation/text.js';
import { Account, ApiKey } from './account.entity.js';

/** The type in the global ids of accounts. */
export const ACCOUNT = 'account';

const MAX_NAME = 100;
const ID = ['input', 'id'];
const UNIQUE_VIOLATION = '23505';

/** @throws Refusal TAKEN if the name is in use */
export async function createAccount(
  store: ContentStore,
  { system }: Transaction,
  viewer: Viewer,
  input: { readonly name: string },
  path: readonly string[] = ['input', 'name'],
): Promise<Account> {
  assertMay(viewer, 'MANAGE', 'Account');
  const name = readName(input.name, path);
  const account: Account = { id: newId(), name, createdAt: store.clock(), disabledAt: null };
  try {
    await system.insert(Account, account);
  } catch (error) {
    const { code } = (error instanceof QueryFailedError ? error.driverError : {}) as { code?: string };
    if (code !== UNIQUE_VIOLATION) throw error;
    const sentence = {
      en: `There is already an account "${name}"; use its id, or choose another name.`,
      'zh-Hant': `已有名為「${name}」的帳戶；請改用其識別碼或另取名稱。`,
    };
    refuse('TAKEN', sentence, path);
  }
  return account;
}

/** Disables an account: none of its keys is accepted any more. */
export async function disableAccount(
  store: ContentStore,
  { system }: Transaction,
  viewer: Viewer,
  input: { readonly id: string },
): Promise<Account> {
  assertMay(viewer, 'MANAGE', 'Account');
  await lockAccounts(system);
  const account = await findAccount(system, input.id, ID);
  if (account.disabledAt) return account;
  await assertAdministratorRemains(store, system, (key) => key.accountId === account.id, ID);
  const disabledAt = store.clock();
  await system.update(Account, { id: account.id }, { disabledAt });
  return { ...account, disabledAt };
}

/** @throws Refusal NOT_FOUND */
export async function findAccount(
  system: EntityManager,
  id: string,
  path: readonly string[],
): Promise<Account> {
  const account = await system.findOneBy(Account, { id: uuidOf(ACCOUNT, id, path) });
  return account ?? refuse('NOT_FOUND', { en: 'Account not found.', 'zh-Hant': '找不到此帳戶。' }, path);
}

/** A validated name, trimmed. */
export function readName(text: string, path: readonly string[]): string {
  assertStorable(text, path);
  const name = text.trim();
  assertLine(name, path);
  if (!hasText(name) || name.length > MAX_NAME) {
    const sentence = {
      en: `"name" must have 1 to ${MAX_NAME} characters.`,
      'zh-Hant': `「name」須有 1 至 ${MAX_NAME} 個字元。`,
    };
    refuse('INVALID_INPUT', sentence, path);
  }
  return name;
}

/**
 * Serialises mutations that take rights away: otherwise two administrators who disable each other at the same moment
 * would both find that one remains.
 */
export async function lockAccounts(system: EntityManager): Promise<void> {
  await system.find(Account, {
    select: { id: true },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
}

/** @throws Refusal IN_USE if without these keys nobody could manage keys any more */
export async function assertAdministratorRemains(
  store: ContentStore,
  system: EntityManager,
  isTakenAway: (key: ApiKey) => boolean,
  path: readonly string[],
): Promise<void> {
  const now = store.clock();
  const keys = await system.find(ApiKey, {
    where: { roles: ArrayContains([Role.ADMIN]), revokedAt: IsNull(), account: { disabledAt: IsNull() } },
    relations: { account: true },
  });
  const administrators = keys.filter(({ expiresAt }) => !expiresAt || expiresAt > now);
  if (administrators.length === 0 || !administrators.every(isTakenAway)) return;
  const sentence = {
    en: 'It has the last key with the role ADMIN, without which nobody could manage accounts and keys. Create another one first.',
    'zh-Hant': '這是最後一個具 ADMIN 權限的金鑰，停用後將無人可管理帳戶及金鑰；請先建立另一個。',
  };
  refuse('IN_USE', sentence, path);
}
