import type { EntityManager } from 'typeorm';
import { conflictWith, type Problem, problem, Refusal, refuse } from '../../foundation/errors.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import type { FieldChange } from '../history/changes.js';
import { type ChangeSince, changesSince } from '../history/changes-since.js';
import { latestChange } from '../history/revisions.js';
import type { Content } from '../model/content.entity.js';
import type { ContentType } from '../model/content-type.js';
import type { ContentStore } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';

const path = ['input', 'expectedVersion'];

/** Locks the row of an object until the end of the transaction. @throws Refusal NOT_FOUND */
export async function lockedRow({ draft }: Transaction, content: ContentType, id: string): Promise<Content> {
  const row = (await draft.findOne(content.entity, {
    where: { id },
    lock: { mode: 'pessimistic_write' },
  })) as Content | null;
  const sentence = sentences.noSuchObject(content.name, globalId(content.table, id));
  return row ?? refuse('NOT_FOUND', sentence, ['input', 'id']);
}

/**
 * Locks the row of an object and checks its version.
 * @throws Refusal NOT_FOUND, CONFLICT
 */
export async function assertVersion(
  transaction: Transaction,
  { locales }: ContentStore,
  content: ContentType,
  id: string,
  expectedVersion: number,
): Promise<Content> {
  const row = await lockedRow(transaction, content, id);
  if (row.version === expectedVersion) return row;
  const since = await changesSince(transaction.system, row, expectedVersion, locales);
  throw new Refusal([await conflict(transaction, row, expectedVersion, since?.changes ?? [], path)]);
}

/**
 * Writes shared fields, unless somebody has changed shared fields since the expected version; changes of text do not
 * conflict, nor does a write that changes nothing.
 * @param write returns whether it has changed anything
 * @throws Refusal NOT_FOUND, CONFLICT
 */
export async function writeShared(
  transaction: Transaction,
  { locales }: ContentStore,
  content: ContentType,
  { id, expectedVersion }: { readonly id: string; readonly expectedVersion: number },
  write: (row: Content) => Promise<boolean>,
): Promise<void> {
  const row = await lockedRow(transaction, content, id);
  const since =
    row.version === expectedVersion
      ? undefined
      : await changesSince(transaction.system, row, expectedVersion, locales);
  const shared = since?.changes.filter(({ locale }) => locale === null);
  const isOutdated = row.version !== expectedVersion && shared?.length !== 0;
  const outdated = isOutdated && (await conflict(transaction, row, expectedVersion, shared ?? [], path));
  // An error in an outdated list may not be one in the current list, so the conflict comes first.
  const isChanged = await write(row).catch((error: unknown) => {
    if (outdated && error instanceof Refusal) return true;
    throw error;
  });
  if (outdated && isChanged) throw new Refusal([outdated]);
}

/** The version conflict for an editor who has changed what others have changed since. */
export async function conflict(
  { system }: Transaction,
  row: Content,
  expectedVersion: number,
  changes: readonly ChangeSince[],
  at: readonly string[],
  yours: readonly FieldChange[] = [],
): Promise<Problem> {
  const latest = await latestAuthor(system, row, changes);
  const sentence = sentences.hasChanged(expectedVersion, row.version, latest.by, changes);
  return problem('CONFLICT', sentence, at, conflictWith(latest, changes, yours));
}

/**
 * The version conflict when the history does not reach back to the expected version, so that changes cannot be
 * overruled one by one.
 */
export async function unknownChanges(
  { system }: Transaction,
  row: Content,
  expectedVersion: number,
  at: readonly string[],
  yours: readonly FieldChange[],
): Promise<Problem> {
  const latest = await latestAuthor(system, row, []);
  const sentence = sentences.isUnknownVersion(expectedVersion, row.version, latest.by, yours);
  return problem('CONFLICT', sentence, at, conflictWith(latest, [], yours));
}

/** The author of the conflicting changes, or else of the latest version. */
async function latestAuthor(system: EntityManager, row: Content, changes: readonly ChangeSince[]) {
  const { version } = row;
  const latest = changes.at(-1);
  return latest
    ? { version, by: latest.by, at: latest.at }
    : { version, by: (await latestChange(system, row.id))?.by ?? null, at: row.updatedAt };
}
