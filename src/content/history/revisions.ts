import { type EntityManager, IsNull, Not } from 'typeorm';
import { newId } from '../../foundation/ids.js';
import type { Viewer } from '../contract/access.js';
import type { Document } from '../model/document.js';
import type { FieldChange } from './changes.js';
import { Revision, type RevisionAction } from './revision.entity.js';

/** Who and when, for every entry of the history. */
export function authorship(viewer: Viewer, at: Date) {
  return { at, by: viewer.name, accountId: viewer.accountId ?? null, keyId: viewer.keyId ?? null };
}

/** An object that was written, with the document it is now. */
interface WrittenObject {
  readonly result: {
    readonly content: { readonly table: string };
    readonly id: string;
    readonly version: number;
    readonly changes: readonly FieldChange[];
  };
  readonly document: Document;
  readonly action: RevisionAction;
}

/** Adds what was written to the history of the objects. */
export async function recordRevisions(
  system: EntityManager,
  viewer: Viewer,
  at: Date,
  written: readonly WrittenObject[],
): Promise<void> {
  const rows = written.map(({ result, document, action }) => ({
    id: newId(),
    type: result.content.table,
    contentId: result.id,
    version: result.version,
    action,
    locales: [],
    changes: [...result.changes],
    document,
    ...authorship(viewer, at),
  }));
  if (rows.length > 0) await system.insert(Revision, rows as never);
}

/** Adds something to the history of objects that is not what their documents say. */
export async function recordActions(
  system: EntityManager,
  viewer: Viewer,
  at: Date,
  action: RevisionAction,
  objects: readonly {
    readonly type: string;
    readonly id: string;
    readonly version: number;
    readonly document?: Document;
    readonly changes?: readonly FieldChange[];
    /** For what is published or taken out. */
    readonly locales?: readonly string[];
  }[],
): Promise<void> {
  const rows = objects.map(({ type, id, version, document, changes = [], locales = [] }) => ({
    id: newId(),
    type,
    contentId: id,
    version,
    action,
    locales: [...locales],
    changes: [...changes],
    document: document ?? null,
    ...authorship(viewer, at),
  }));
  if (rows.length > 0) await system.insert(Revision, rows as never);
}

/** The last change of an object; publishing it is none, and taking it out neither. */
export function latestChange(system: EntityManager, contentId: string): Promise<Revision | null> {
  return system.findOne(Revision, {
    where: { contentId, document: Not(IsNull()) },
    order: { id: 'DESC' },
  });
}
