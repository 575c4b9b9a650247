import type { EntityManager } from 'typeorm';
import { conflictWith, type Problem, problem, Refusal, refuse } from '../../foundation/errors.js';
import { globalId } from '../contract/global-id.js';
import { sentences } from '../contract/sentences.js';
import type { FieldChange } from '../history/changes.js';
import { type ChangeSince, changesSince } from '../history/changes-since.js';
import { latestChange } from '../history/revisions.js';
import type { Content } from '../model/content.entity.js';
import type { ContentType } from '../model/content-type.js';
import type { Transaction } from '../storage/transaction.js';

const path = ['input', 'expectedVersion'];

/** The row of an object, locked until the end of the transaction. @throws Refusal NOT_FOUND */
export async function lockedRow({ draft }: Transaction, content: ContentType, id: string): Promise<Content> {
  const row = (await draft.findOne(content.entity, {
    where: { id },
    lock: { mode: 'pessimistic_write' },
  })) as Content | null;
  const sentence = sentences.noSuchObject(content.name, globalId(content.table, id));
  return row ?? refuse('NOT_FOUND', sentence, ['input', 'id']);
}

/**
 * The row of an object that is as the caller believes, locked until the end of the transaction.
 * @throws Refusal NOT_FOUND, CONFLICT
 */
export async function assertVersion(
  transaction: Transaction,
  content: ContentType,
  id: string,
  expectedVersion: number,
): Promise<Content> {
  const row = await lockedRow(transaction, content, id);
  if (row.version === expectedVersion) return row;
  const since = await changesSince(transaction.system, id, expectedVersion, row.version);
  throw new Refusal([await conflict(transaction, row, expectedVersion, since?.changes ?? [], path)]);
}

/**
 * Writes what all languages share of an object where nobody has changed that since it was seen, though words may have been
 * changed; or where it is like that already.
 * @param write returns whether it has changed anything
 * @throws Refusal NOT_FOUND, CONFLICT
 */
export async function writeShared(
  transaction: Transaction,
  content: ContentType,
  { id, expectedVersion }: { readonly id: string; readonly expectedVersion: number },
  write: (row: Content) => Promise<boolean>,
): Promise<void> {
  const row = await lockedRow(transaction, content, id);
  const since =
    row.version === expectedVersion
      ? undefined
      : await changesSince(transaction.system, id, expectedVersion, row.version);
  const shared = since?.changes.filter(({ locale }) => locale === null);
  const isOutdated = row.version !== expectedVersion && shared?.length !== 0;
  const told = isOutdated && (await conflict(transaction, row, expectedVersion, shared ?? [], path));
  // What is wrong with an outdated list may be right in the list that there is now.
  const isChanged = await write(row).catch((error: unknown) => {
    if (told && error instanceof Refusal) return true;
    throw error;
  });
  if (told && isChanged) throw new Refusal([told]);
}

/** What is told to whoever changed something that others have changed since it was read. */
export async function conflict(
  { system }: Transaction,
  row: Content,
  expectedVersion: number,
  changes: readonly ChangeSince[],
  at: readonly string[],
  yours: readonly FieldChange[] = [],
): Promise<Problem> {
  const latest = await whoWasFaster(system, row, changes);
  const sentence = sentences.hasChanged(expectedVersion, row.version, latest.by, changes);
  return problem('CONFLICT', sentence, at, conflictWith(latest, changes, yours));
}

/** The same where the history does not tell what was changed, and only some of it was to be overruled. */
export async function unknownChanges(
  { system }: Transaction,
  row: Content,
  expectedVersion: number,
  at: readonly string[],
  yours: readonly FieldChange[],
): Promise<Problem> {
  const latest = await whoWasFaster(system, row, []);
  const sentence = sentences.isUnknownSince(expectedVersion, row.version, latest.by, yours);
  return problem('CONFLICT', sentence, at, conflictWith(latest, [], yours));
}

/** Of what is in the way, where that is known; else of all. */
async function whoWasFaster(system: EntityManager, row: Content, changes: readonly ChangeSince[]) {
  const { version } = row;
  const latest = changes.at(-1);
  return latest
    ? { version, by: latest.by, at: latest.at }
    : { version, by: (await latestChange(system, row.id))?.by ?? null, at: row.updatedAt };
}
