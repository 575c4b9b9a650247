import { type EntityManager, MoreThanOrEqual } from 'typeorm';
import type { Conflict } from '../../foundation/errors.js';
import type { Locales } from '../language/locale.js';
import type { Content } from '../model/content.entity.js';
import { type Document, isRecord, valueAt } from '../model/document.js';
import { changesBetween } from './changes.js';
import { Revision, RevisionAction } from './revision.entity.js';

/** A change of one field by somebody. */
export type ChangeSince = Conflict['changes'][number];

/** An object at a version, and every change since. */
export interface Since {
  readonly base: Document;
  readonly changes: readonly ChangeSince[];
}

/** Undefined if the history does not reach back to the version. */
export async function changesSince(
  system: EntityManager,
  { id: contentId, version: current }: Pick<Content, 'id' | 'version'>,
  version: number,
  locales: Locales,
): Promise<Since | undefined> {
  const revisions = await system.find(Revision, {
    where: { contentId, version: MoreThanOrEqual(version) },
    order: { id: 'ASC' },
  });
  const documents = new Map(
    revisions.flatMap((each) => (each.document ? [[each.version, each.document]] : [])),
  );
  const base = documents.get(version);
  if (!base || version > current) return undefined;
  const changes: ChangeSince[] = [];
  let reached = version;
  for (const revision of revisions) {
    if (revision.version <= version || revision.isContinued) continue;
    const { version: made, document, by, at, action } = revision;
    if (document && baseOf(revision) > reached) return undefined;
    const isErasure = action === RevisionAction.ERASE;
    // Whoever saw a save in the middle of a revision has seen the changes before it.
    const own =
      document && baseOf(revision) < version
        ? changesBetween(base, document, locales)
        : changesOf(revision, documents);
    changes.push(...own.map((each) => ({ ...each, version: made, by, at, isErasure })));
    reached = made;
  }
  return reached === current ? { base, changes } : undefined;
}

/** The version before the changes of a revision. */
function baseOf({ baseVersion, version }: Revision): number {
  return baseVersion ?? version - 1;
}

/**
 * The base document with the current values of fields that nobody has changed since: an erasure may have removed them
 * from the history.
 */
export function withUnchanged({ base, changes }: Since, now: Document): Document {
  const paths = changes.map(({ path }) => path);
  const asNow = (then: unknown, current: unknown, place: readonly string[]): unknown => {
    const at = place.join('.');
    if (paths.some((path) => path === at || at.startsWith(`${path}.`))) return then;
    if (at !== '' && !paths.some((path) => path.startsWith(`${at}.`))) return current;
    if (!isRecord(then) || !isRecord(current)) return then;
    const names = [...new Set([...Object.keys(then), ...Object.keys(current)])];
    const fields = names.map((name) => [name, asNow(then[name], current[name], [...place, name])] as const);
    return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  };
  return asNow(base, now, []) as Document;
}

/** A restored object equals the deleted one, except for slugs and an external reference that were taken meanwhile. */
function changesOf({ action, version, changes }: Revision, documents: ReadonlyMap<number, Document>) {
  const before = documents.get(version - 1);
  if (action !== RevisionAction.RESTORE || !before) return changes;
  return changes.filter(
    ({ path, after }) => typeof after === 'string' && valueAt(before, path.split('.')) !== after,
  );
}
