import { type EntityManager, MoreThanOrEqual } from 'typeorm';
import type { Conflict } from '../../foundation/errors.js';
import { type Document, isRecord, valueAt } from '../model/document.js';
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
  contentId: string,
  version: number,
  current: number,
): Promise<Since | undefined> {
  const revisions = await system.find(Revision, {
    where: { contentId, version: MoreThanOrEqual(version) },
    order: { id: 'ASC' },
  });
  const written = new Map(revisions.flatMap((each) => (each.document ? [[each.version, each]] : [])));
  const base = written.get(version)?.document;
  if (!base || version > current || written.size !== current - version + 1) return undefined;
  const changes = revisions
    .filter((each) => each.version > version)
    .flatMap((revision) => {
      const { version: made, by, at, action } = revision;
      const isErasure = action === RevisionAction.ERASE;
      return changesOf(revision, written).map((each) => ({ ...each, version: made, by, at, isErasure }));
    });
  return { base, changes };
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
function changesOf({ action, version, changes }: Revision, written: ReadonlyMap<number, Revision>) {
  const before = written.get(version - 1)?.document;
  if (action !== RevisionAction.RESTORE || !before) return changes;
  return changes.filter(
    ({ path, after }) => typeof after === 'string' && valueAt(before, path.split('.')) !== after,
  );
}
