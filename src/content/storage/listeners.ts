import type { Viewer } from '../contract/access.js';
import type { ContentType } from '../model/content-type.js';
import type { Finding } from '../model/finding.js';
import type { Transaction } from './transaction.js';

/** How an object changed in public. */
export enum PublicationAction {
  /** It was not public before. */
  PUBLISHED = 'PUBLISHED',
  UPDATED = 'UPDATED',
  /** It is no longer public; its draft remains. */
  UNPUBLISHED = 'UNPUBLISHED',
  DELETED = 'DELETED',
}

export interface PublicationChange {
  readonly content: ContentType;
  readonly id: string;
  readonly action: PublicationAction;
  /** The locales with changed text. */
  readonly locales: readonly string[];
  /** Whether it was withdrawn before and its last traces are deleted now, so that no other page changes. */
  readonly isOfTraces?: boolean;
}

/**
 * Is notified of every change of public content, in its transaction: after objects are published, and before they are
 * withdrawn, while their rows still exist.
 */
export type PublicationListener = (
  transaction: Transaction,
  changes: readonly PublicationChange[],
) => Promise<void>;

/**
 * Deletes traces of withdrawn objects, in the same transaction.
 * @returns the ids of those that had public traces
 */
export type ForgettingListener = (
  transaction: Transaction,
  content: ContentType,
  ids: readonly string[],
) => Promise<readonly string[]>;

/** An object or a person being erased. */
export interface Erasure {
  readonly content: ContentType;
  readonly id: string;
  /** Its global id. */
  readonly target: string;
  /** All its names, as a regular expression without flags; empty without a name. */
  readonly pattern: string;
  /** The same for conditions in SQL. */
  readonly condition: string;
}

/** Deletes what a module stores about an erased object, in the transaction of the erasure. */
export type ErasureListener = (transaction: Transaction, erasure: Erasure) => Promise<void>;

/** References to an object that become references to another one of its type. */
export interface Redirection {
  readonly content: ContentType;
  readonly from: string;
  readonly to: string;
}

/** Rewrites what a module stores about an object beside content, in the transaction of a merge. */
export type RedirectionListener = (transaction: Transaction, redirection: Redirection) => Promise<void>;

/** Objects that somebody does not want to be public, now or by a schedule. */
export interface Withdrawal {
  readonly content: ContentType;
  readonly ids: readonly string[];
  readonly viewer: Viewer;
  /** The locales that are withdrawn. */
  readonly locales: readonly string[];
  readonly isDeleted?: boolean;
}

/** A finding, with its object. */
export interface ObjectFinding extends Finding {
  readonly content: ContentType;
  readonly id: string;
}

/** Ids by content type. */
export type Selection = Map<ContentType, Set<string>>;

/** The objects of a publication: those that are written, and those that are public in this form already. */
export interface CheckedObjects {
  readonly published: Selection;
  readonly unchanged: Selection;
}
