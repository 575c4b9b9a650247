import { problem, Refusal, refuse } from '../../foundation/errors.js';
import type { Content } from '../content.entity.js';
import type { ContentType } from '../content-type.js';
import { globalId } from '../global-id.js';
import { latestAuthor } from '../history/revisions.js';
import type { Transaction } from '../store.js';
import { sentences } from './sentences.js';

/**
 * The row of an object that is as the caller believes, locked until the end of the transaction.
 * @throws Refusal NOT_FOUND, CONFLICT
 */
export async function assertVersion(
  { draft, system }: Transaction,
  content: ContentType,
  id: string,
  expectedVersion: number,
): Promise<Content> {
  const row = (await draft.findOne(content.entity, {
    where: { id },
    lock: { mode: 'pessimistic_write' },
  })) as Content | null;
  if (!row)
    return refuse('NOT_FOUND', sentences.noSuchObject(content.name, globalId(content.table, id)), [
      'input',
      'id',
    ]);
  if (row.version === expectedVersion) return row;
  const changedBy = await latestAuthor(system, id);
  const conflict = { currentVersion: row.version, changedBy, changedAt: row.updatedAt };
  const sentence = sentences.hasChanged(expectedVersion, row.version, changedBy);
  throw new Refusal([problem('CONFLICT', sentence, ['input', 'expectedVersion'], conflict)]);
}
