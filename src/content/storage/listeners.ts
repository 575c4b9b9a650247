import type { Viewer } from '../contract/access.js';
import type { ContentType } from '../model/content-type.js';
import type { Finding } from '../model/finding.js';
import type { Transaction } from './transaction.js';

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
  /** Whether it was taken out before, and what was left of it goes now: no page of anything else looks different. */
  readonly isOfTraces?: boolean;
}

/**
 * Is told of every change to what the public sees, in the transaction of the change: after objects were published,
 * and before they are taken out, while their rows are there still.
 */
export type PublicationListener = (
  transaction: Transaction,
  changes: readonly PublicationChange[],
) => Promise<void>;

/**
 * Is told, in the transaction of the change, of objects that nothing is to be left of in public.
 * @returns the ids of those of which it has removed something that the public saw
 */
export type ForgettingListener = (
  transaction: Transaction,
  content: ContentType,
  ids: readonly string[],
) => Promise<readonly string[]>;

/** What is being erased, for whoever keeps something of it. */
export interface Erasure {
  readonly content: ContentType;
  readonly id: string;
  /** Its global id. */
  readonly target: string;
  /** Everything that it was called, as a regular expression without flags; empty when it had no name. */
  readonly pattern: string;
}

/** Removes, in the transaction of an erasure, what another module keeps of the object. */
export type ErasureListener = (transaction: Transaction, erasure: Erasure) => Promise<void>;

/** That somebody wants objects not to be public, and what was to be published later not to become so. */
export interface Withdrawal {
  readonly content: ContentType;
  readonly ids: readonly string[];
  readonly viewer: Viewer;
  /** The locales whose words are taken out. */
  readonly locales: readonly string[];
  readonly isDeleted?: boolean;
}

/** What is found in an object. */
export interface ObjectFinding extends Finding {
  readonly content: ContentType;
  readonly id: string;
}

/** Ids by the type of their objects. */
export type Selection = Map<ContentType, Set<string>>;

/** Objects of a publication: those that are written, and beside them those that the public sees already. */
export interface CheckedObjects {
  readonly published: Selection;
  readonly unchanged: Selection;
}
