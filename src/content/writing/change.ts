import type { FieldChange } from '../history/changes.js';
import type { RevisionAction } from '../history/revision.entity.js';
import type { Translations } from '../language/translation.js';
import type { Content } from '../model/content.entity.js';
import type { Columns, ContentType } from '../model/content-type.js';
import type { Document } from '../model/document.js';
import type { OwnedRow } from './columns.js';

/** What an editor wants of one object. */
export interface Change {
  readonly content: ContentType;
  /** The object: its id, or its external reference. With neither it is a new one. */
  readonly id?: string;
  readonly externalRef?: string;
  /** CREATE: it must not be there yet. UPDATE: it must be there. PUT: either. */
  readonly mode: 'CREATE' | 'UPDATE' | 'PUT';
  readonly document: Document;
  /** Whether the document is all there is to the object, instead of what changes. */
  readonly isWhole?: boolean;
  /** What was taken once and is restored: where the document says the same, that is not looked at again. */
  readonly taken?: Document;
  /** The version that the editor saw: what others have changed since is kept, or is in the way. */
  readonly expectedVersion?: number;
  /** Whether the editor's own changes hold where others have changed the same since that version. */
  readonly overrules?: boolean;
  /** For PUT: whether an object that was deleted is created again, as a new one. */
  readonly isAgain?: boolean;
  /** What the history calls it; by default what it is. */
  readonly action?: RevisionAction;
  /** For an object that was there before: since when. */
  readonly since?: Pick<Content, 'createdAt' | 'publishedAt' | 'version'>;
  /** Where in the caller's input a place of the document is. */
  readonly locate?: (path: readonly string[]) => readonly string[];
}

/** An object on its way into the draft. */
export interface PreparedObject {
  readonly change: Change;
  readonly content: ContentType;
  readonly id: string;
  readonly before: Content | undefined;
  readonly columns: Columns;
  readonly translations: Translations;
  readonly parts: readonly OwnedRow[];
}

export interface Target {
  readonly change: Change;
  readonly id: string;
}

/** What became of a change. */
export interface Written {
  readonly content: ContentType;
  readonly id: string;
  readonly target: string;
  readonly externalRef: string;
  readonly version: number;
  readonly isNew: boolean;
  /** Whether others had changed other things since the version that the editor saw. */
  readonly isMerged: boolean;
  /** What others had changed since then and has given way, from what they had made of it to what it is. */
  readonly overruled: readonly FieldChange[];
  /** Empty where everything was like that already; then nothing was written. */
  readonly changes: readonly FieldChange[];
}

/** What became of an object, and the document it is now. */
export interface Description {
  readonly object: PreparedObject;
  readonly result: Written;
  readonly document: Document;
  readonly action: RevisionAction;
}

export function located(change: Change | undefined, path: readonly string[]): readonly string[] {
  return change?.locate?.(path) ?? path;
}

/** The external reference that a change names its object by. */
export function refOf({ externalRef, document }: Change): string | undefined {
  return externalRef ?? (typeof document.externalRef === 'string' ? document.externalRef : undefined);
}
