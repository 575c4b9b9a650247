import { ONE_PUBLIC_CHANGE } from '../sql/published-changes.js';
import type { Transaction } from '../storage/transaction.js';

/**
 * Whatever changes what is public waits here for whoever does already, in any process, and sees what they have done: rules
 * across objects hold of all that is public together. To be called before any row is locked, so that nobody waits for
 * somebody who waits for them; again is for free.
 */
export async function oneAtATime({ system }: Pick<Transaction, 'system'>): Promise<void> {
  await system.query(ONE_PUBLIC_CHANGE);
}
