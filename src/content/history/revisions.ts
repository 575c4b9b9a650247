import { type EntityManager, IsNull, Not } from 'typeorm';
import { newId } from '../../foundation/ids.js';
import type { Viewer } from '../contract/access.js';
import type { Locales } from '../language/locale.js';
import type { Columns } from '../model/content-type.js';
import type { Document } from '../model/document.js';
import { changesBetween, type FieldChange } from './changes.js';
import { Revision, type RevisionAction } from './revision.entity.js';
import { type EarlierSaves, isSave } from './saves.js';

/** Author and time of a revision. */
export function authorship(viewer: Viewer, at: Date) {
  return { at, by: viewer.name, accountId: viewer.accountId ?? null, keyId: viewer.keyId ?? null };
}

/** A written object with its new document. */
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

/** The revision of a written object. @param earlier the saves that it goes on with */
export function revisionOf(
  viewer: Viewer,
  at: Date,
  { result, document, action }: WrittenObject,
  locales: Locales,
  earlier?: EarlierSaves,
): Columns {
  const mayGoOn = isSave(action, result.changes);
  return {
    id: newId(),
    type: result.content.table,
    contentId: result.id,
    version: result.version,
    action,
    locales: [],
    changes: earlier ? changesBetween(earlier.document, document, locales) : [...result.changes],
    document,
    baseVersion: mayGoOn ? (earlier?.baseVersion ?? result.version - 1) : null,
    startedAt: mayGoOn ? (earlier?.startedAt ?? at) : null,
    isContinued: false,
    ...authorship(viewer, at),
  };
}

/** An action on an object. */
interface Action {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly document?: Document;
  readonly changes?: readonly FieldChange[];
  /** For PUBLISH and UNPUBLISH. */
  readonly locales?: readonly string[];
}

/** Records actions that do not change the draft as a whole. */
export async function recordActions(
  system: EntityManager,
  viewer: Viewer,
  at: Date,
  action: RevisionAction,
  objects: readonly Action[],
): Promise<void> {
  const rows = actionRevisions(viewer, at, action, objects);
  if (rows.length > 0) await system.insert(Revision, rows as never);
}

/** The revisions of actions. */
export function actionRevisions(
  viewer: Viewer,
  at: Date,
  action: RevisionAction,
  objects: readonly Action[],
): Columns[] {
  return objects.map(({ type, id, version, document, changes = [], locales = [] }) => ({
    id: newId(),
    type,
    contentId: id,
    version,
    action,
    locales: [...locales],
    changes: [...changes],
    document: document ?? null,
    baseVersion: null,
    startedAt: null,
    isContinued: false,
    ...authorship(viewer, at),
  }));
}

/** The last change of an object, other than publishing and unpublishing it. */
export function latestChange(system: EntityManager, contentId: string): Promise<Revision | null> {
  return system.findOne(Revision, {
    where: { contentId, document: Not(IsNull()) },
    order: { id: 'DESC' },
  });
}
