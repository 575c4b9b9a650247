import type { FieldChange } from '../history/changes.js';
import type { RevisionAction } from '../history/revision.entity.js';
import type { Translations } from '../language/translation.js';
import type { Content } from '../model/content.entity.js';
import type { Columns, ContentType } from '../model/content-type.js';
import type { Document } from '../model/document.js';
import type { StoredObject } from '../storage/stored-objects.js';
import type { OwnedRow } from './columns.js';

/** A requested change of one object. */
export interface Change {
  readonly content: ContentType;
  /** The id or external reference of the object; a new one without either. */
  readonly id?: string;
  readonly externalRef?: string;
  /** CREATE: it must not exist. UPDATE: it must exist. PUT: either. */
  readonly mode: 'CREATE' | 'UPDATE' | 'PUT';
  readonly document: Document;
  /** Whether the document replaces the object instead of being merged into it. */
  readonly isWhole?: boolean;
  /** A document that was valid once and is restored: what is the same in it is not validated again. */
  readonly taken?: Document;
  /** The version that the editor saw: later changes by others are merged, or conflict. */
  readonly expectedVersion?: number;
  /** Whether the editor's changes win over conflicting ones by others. */
  readonly overrules?: boolean;
  /** Whether the document is written whatever others have changed; the expected version only tells that it existed. */
  readonly overwrites?: boolean;
  /** For PUT: whether a deleted object is created again, with a new id. */
  readonly isAgain?: boolean;
  /** The action in the history; derived from the change when absent. */
  readonly action?: RevisionAction;
  /** When the object was created, if it existed before. */
  readonly since?: Pick<Content, 'createdAt' | 'publishedAt' | 'version'>;
  /** The path of a place of the document in the caller's input. */
  readonly locate?: (path: readonly string[]) => readonly string[];
}

/** An object that is ready to be written to the draft. */
export interface PreparedObject {
  readonly change: Change;
  readonly content: ContentType;
  readonly id: string;
  /** The object as it is stored; undefined for a new one. */
  readonly before: StoredObject | undefined;
  readonly columns: Columns;
  readonly translations: Translations;
  readonly parts: readonly OwnedRow[];
}

export interface Target {
  readonly change: Change;
  readonly id: string;
  /** Whether it may exist. */
  readonly isKnown: boolean;
}

/** The result of a change. */
export interface Written {
  readonly content: ContentType;
  readonly id: string;
  readonly target: string;
  readonly externalRef: string;
  readonly version: number;
  readonly isNew: boolean;
  /** Whether it was merged with changes of others. */
  readonly isMerged: boolean;
  /** Changes by others that were overruled: from their value to the written one. */
  readonly overruled: readonly FieldChange[];
  /** Empty if nothing has changed; then nothing was written. */
  readonly changes: readonly FieldChange[];
}

/** The result of a change, with the new document. */
export interface Description {
  readonly object: PreparedObject;
  readonly result: Written;
  readonly document: Document;
  readonly action: RevisionAction;
}

export function located(change: Change | undefined, path: readonly string[]): readonly string[] {
  return change?.locate?.(path) ?? path;
}

/** The external reference by which a change identifies its object. */
export function refOf({ externalRef, document }: Change): string | undefined {
  return externalRef ?? (typeof document.externalRef === 'string' ? document.externalRef : undefined);
}
