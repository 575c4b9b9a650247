import type { Viewer } from '../access.js';
import type { ContentType } from '../content-type.js';
import type { ContentStore, Transaction } from '../store.js';

/** That somebody wants objects not to be public, and what was to be published later not to become so. */
export interface Withdrawal {
  readonly content: ContentType;
  readonly ids: readonly string[];
  readonly viewer: Viewer;
  /** The locales whose words are taken out. */
  readonly locales: readonly string[];
  readonly isDeleted?: boolean;
}

/**
 * Is told in the transaction of the withdrawal, while the drafts are there still.
 * @returns the global ids of the schedules that will not publish them any more
 */
export type WithdrawalListener = (
  transaction: Transaction,
  store: ContentStore,
  withdrawal: Withdrawal,
) => Promise<readonly string[]>;
