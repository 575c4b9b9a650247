import type { EntityManager } from 'typeorm';
import type { Account } from '../accounts/account.entity.js';
import { ACCOUNT, createAccount, findAccount } from '../accounts/accounts.js';
import { createKey } from '../accounts/keys.js';
import { assertMay, Role } from '../content/contract/access.js';
import { globalId, uuidOf } from '../content/contract/global-id.js';
import { textOf } from '../content/model/model.js';
import type { Transaction } from '../content/storage/transaction.js';
import { refuse } from '../foundation/errors.js';
import { newId } from '../foundation/ids.js';
import { Organisation } from '../organisations/organisation.js';
import { type FeedWriting, readChoice } from './feed-choice.js';
import { PartnerFeed } from './partner-feed.entity.js';
import type { PartnerFeedCreateInput, PartnerFeedUpdateInput } from './partner-feed.input.js';
import { feedSentences } from './partner-feed-sentences.js';

/** The type in the global ids of feeds. */
export const PARTNER_FEED = 'partner_feed';

export interface CreatedFeed {
  readonly feed: PartnerFeed;
  /** The secret of the key created with it: returned here and never again. */
  readonly key?: { readonly id: string; readonly secret: string };
}

export async function createFeed(writing: FeedWriting, input: PartnerFeedCreateInput): Promise<CreatedFeed> {
  const { transaction, context } = writing;
  const { store, viewer } = context;
  assertMay(viewer, 'MANAGE', 'PartnerFeed');
  const choice = await readChoice(writing, input);
  const account = await accountFor(writing, input, choice);
  const now = store.clock();
  const feed: PartnerFeed = {
    ...choice,
    id: newId(),
    accountId: account?.id ?? null,
    filterChangedAt: now,
    createdAt: now,
    createdBy: viewer.name,
    updatedAt: now,
    deletedAt: null,
    fetchCount: '0',
    lastFetchedAt: null,
    lastError: null,
    lastErrorAt: null,
  };
  await transaction.system.insert(PartnerFeed, feed);
  if (!account || !input.withKey) return { feed };
  const wanted = { account: globalId(ACCOUNT, account.id), name: feed.name, roles: [Role.PARTNER] };
  const { key, secret } = await createKey(store, transaction, viewer, wanted);
  return { feed, key: { id: key.id, secret } };
}

/** Absent fields stay as they are; null resets a field. */
export async function updateFeed(writing: FeedWriting, input: PartnerFeedUpdateInput): Promise<PartnerFeed> {
  const { transaction, context } = writing;
  assertMay(context.viewer, 'MANAGE', 'PartnerFeed');
  const before = await lockFeed(transaction.system, input.id);
  if (before.deletedAt) refuse('CONFLICT', feedSentences.isDeleted, ['input', 'id']);
  const choice = await readChoice(writing, input, before);
  const now = context.store.clock();
  const changes = {
    ...choice,
    accountId:
      input.account === undefined
        ? before.accountId
        : input.account && (await findGoodAccount(transaction, input.account)).id,
    filterChangedAt: isSame(choice.filter, before.filter) ? before.filterChangedAt : now,
    updatedAt: now,
  };
  await transaction.system.update(PartnerFeed, { id: before.id }, changes);
  return { ...before, ...changes };
}

/** Deletes a feed for good. Its URL responds with 410 from now on. */
export async function deleteFeed(
  { transaction, context }: FeedWriting,
  input: { readonly id: string },
): Promise<PartnerFeed> {
  const { store, viewer } = context;
  assertMay(viewer, 'MANAGE', 'PartnerFeed');
  const feed = await lockFeed(transaction.system, input.id);
  if (feed.deletedAt) return feed;
  const now = store.clock();
  const changes = { deletedAt: now, updatedAt: now };
  await transaction.system.update(PartnerFeed, { id: feed.id }, changes);
  return { ...feed, ...changes };
}

/** The feed, locked. @throws Refusal NOT_FOUND */
async function lockFeed(system: EntityManager, text: string): Promise<PartnerFeed> {
  const path = ['input', 'id'];
  const id = uuidOf(PARTNER_FEED, text, path);
  const feed = await system.findOne(PartnerFeed, { where: { id }, lock: { mode: 'pessimistic_write' } });
  return feed ?? refuse('NOT_FOUND', feedSentences.noSuchFeed, path);
}

/** The account that sees the feed, existing or new; null for none. */
async function accountFor(
  { transaction, context: { store, viewer } }: FeedWriting,
  { account: id, accountName, withKey }: PartnerFeedCreateInput,
  { organisationId, defaultLocale: locale }: Pick<PartnerFeed, 'organisationId' | 'defaultLocale'>,
): Promise<Account | null> {
  const isNew = typeof accountName === 'string';
  if (isNew && id) refuse('INVALID_INPUT', feedSentences.eitherAccount, ['input', 'account']);
  if (withKey) assertMay(viewer, 'MANAGE', 'ApiKey', ['input', 'withKey']);
  if (isNew) assertMay(viewer, 'MANAGE', 'Account', ['input', 'accountName']);
  if (id) return findGoodAccount(transaction, id);
  if (!isNew && !withKey) return null;
  const text = await transaction.draft.findOneBy(textOf(Organisation), {
    contentId: organisationId,
    locale,
  });
  const name = accountName ?? text?.name ?? '';
  return createAccount(store, transaction, viewer, { name }, ['input', 'accountName']);
}

async function findGoodAccount({ system }: Transaction, id: string): Promise<Account> {
  const path = ['input', 'account'];
  const account = await findAccount(system, id, path);
  if (account.disabledAt) refuse('INVALID_INPUT', feedSentences.accountDisabled, path);
  return account;
}

/** Compares contents: jsonb does not preserve the order of keys. */
function isSame(one: object, other: object): boolean {
  const sorted = (each: object) => JSON.stringify(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(one) === sorted(other);
}
