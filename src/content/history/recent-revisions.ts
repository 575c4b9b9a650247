import type { EntityManager } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import { REVISIONS_SINCE } from '../sql/revisions-since.js';
import type { RevisionAction } from './revision.entity.js';

/** A revision, as far as the next publication depends on it. */
export interface RecentRevision {
  /** Ordered by time. */
  readonly id: string;
  readonly contentId: string;
  readonly action: RevisionAction;
  readonly at: Date;
  readonly by: string;
  readonly accountId: string | null;
  /** For PUBLISH and UNPUBLISH: the locales. */
  readonly locales: readonly string[];
  /** The locales with changed text; '' for shared fields. */
  readonly touched: readonly string[];
}

/** The revisions of objects since the last publication in all of these locales, that included; oldest first. */
export async function recentRevisions(
  system: EntityManager,
  ids: readonly string[],
  locales: readonly string[],
): Promise<Map<string, RecentRevision[]>> {
  const rows: RecentRevision[] = await system.query(REVISIONS_SINCE, [[...ids], [...locales]]);
  return groupBy(rows, ({ contentId }) => contentId);
}
