import type { EntityManager } from 'typeorm';
import { groupBy } from '../../foundation/collections.js';
import { REVISIONS_SINCE } from '../sql/revisions-since.js';
import type { RevisionAction } from './revision.entity.js';

/** Something that was done to an object, as far as it matters to the next publication. */
export interface RecentRevision {
  /** Grows with time. */
  readonly id: string;
  readonly contentId: string;
  readonly action: RevisionAction;
  readonly at: Date;
  readonly by: string;
  readonly accountId: string | null;
  /** For what was published or taken out: the languages. */
  readonly locales: readonly string[];
  /** The languages of the words that were changed; '' for what all languages share. */
  readonly touched: readonly string[];
}

/** What was done to objects since all of these languages were published last, that included; the oldest first. */
export async function recentRevisions(
  system: EntityManager,
  ids: readonly string[],
  locales: readonly string[],
): Promise<Map<string, RecentRevision[]>> {
  const rows: RecentRevision[] = await system.query(REVISIONS_SINCE, [[...ids], [...locales]]);
  return groupBy(rows, ({ contentId }) => contentId);
}
