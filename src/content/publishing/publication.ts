import type { ContentType } from '../content-type.js';
import type { Transaction } from '../store.js';

/** What happened to an object in the eyes of the public. */
export enum PublicationAction {
  /** It was not there before. */
  PUBLISHED = 'PUBLISHED',
  UPDATED = 'UPDATED',
  /** It is not there any more; its draft is. */
  UNPUBLISHED = 'UNPUBLISHED',
  DELETED = 'DELETED',
}

export interface PublicationChange {
  readonly content: ContentType;
  readonly id: string;
  readonly action: PublicationAction;
  /** The locales whose words changed with it. */
  readonly locales: readonly string[];
}

/**
 * Is told of every change to what the public sees, in the transaction of the change: after objects were published,
 * and before they are taken out, while their rows are there still.
 */
export type PublicationListener = (
  transaction: Transaction,
  changes: readonly PublicationChange[],
) => Promise<void>;

/** Is told, in the transaction of the change, of objects that nothing is to be left of in public. */
export type ForgettingListener = (
  transaction: Transaction,
  content: ContentType,
  ids: readonly string[],
) => Promise<void>;
