import { ONE_PUBLIC_CHANGE } from '../sql/published-changes.js';
import type { Transaction } from '../storage/transaction.js';

/**
 * A lock of the whole published stage: whatever changes it waits for the previous change in any process, and sees it,
 * so that rules across objects hold. To be acquired before any row lock, to avoid deadlocks; acquiring it again is
 * free.
 */
export async function oneAtATime({
  system,
  isAlone,
}: Pick<Transaction, 'system' | 'isAlone'>): Promise<void> {
  if (!isAlone) await system.query(ONE_PUBLIC_CHANGE);
}
