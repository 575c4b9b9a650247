import { globalId } from '../content/contract/global-id.js';
import { hasTextIn } from '../content/model/document.js';
import { type DescribedObject, documentsOf } from '../content/publishing/described-objects.js';
import type { LeftOut } from '../content/publishing/left-out.js';
import { LeftOutReason } from '../content/publishing/publish-choice.js';
import { Naming } from '../content/publishing/publish-plan-items.js';
import { PublishRelation } from '../content/publishing/publish-set.js';
import type { Withdrawal } from '../content/storage/listeners.js';
import type { ContentStore, WithdrawalListener } from '../content/storage/store.js';
import { lose, pendingAbout, plannedFor } from './cancel-schedules.js';
import { type Schedule, ScheduleAction } from './schedule.entity.js';
import { SCHEDULE } from './schedule-publication.js';
import { scheduleSentences as sentences } from './schedule-sentences.js';

/**
 * Takes what somebody takes out or deletes out of the schedules that were made before: they must not bring it back. Where
 * that is some languages of all that a schedule is about, it keeps the others. Schedules to take it out stay, unless it is
 * deleted.
 */
export const withdrawFromSchedules: WithdrawalListener = async (transaction, store, withdrawal) => {
  const { content, ids } = withdrawal;
  const drafts = await documentsOf(transaction.draft, store, new Map([[content, new Set(ids)]]));
  const changed: string[] = [];
  for (const schedule of await pendingAbout(transaction, content, ids)) {
    const objects = [...drafts.values()].filter(({ id }) => isLost(id, schedule, store, withdrawal));
    if (objects.length === 0) continue;
    const narrowed = narrowedTo(objects, schedule, store, withdrawal);
    const leftOut = objects.map((object) => {
      const isKept = narrowed?.contentIds.includes(object.id) ?? false;
      return leftOutOf(object, store, withdrawal, isKept);
    });
    await lose(transaction, schedule, { ids: objects.map(({ id }) => id), leftOut, narrowed });
    changed.push(globalId(SCHEDULE, schedule.id));
  }
  return changed;
};

/** Whether a schedule would do with an object what it must not do any more. */
function isLost(
  id: string,
  schedule: Schedule,
  { locales: { codes } }: ContentStore,
  { content, locales, isDeleted }: Withdrawal,
): boolean {
  const { action, contentIds, withContents } = schedule;
  if (action === ScheduleAction.UNPUBLISH) return isDeleted === true && contentIds.includes(id);
  const isNamed = contentIds.includes(id) || withContents?.includes(globalId(content.table, id));
  const published = isNamed ? (schedule.locales ?? codes) : (plannedFor(schedule)?.get(id)?.locales ?? []);
  return published.some((locale) => locales.includes(locale));
}

/** What is left where everything that a schedule is about loses the same languages, and has words in others. */
function narrowedTo(
  objects: readonly DescribedObject[],
  schedule: Schedule,
  { locales: { codes } }: ContentStore,
  { locales: withdrawn, isDeleted }: Withdrawal,
): Pick<Schedule, 'contentIds' | 'locales'> | undefined {
  if (isDeleted || schedule.expectedFingerprint !== null) return undefined;
  const locales = (schedule.locales ?? codes).filter((locale) => !withdrawn.includes(locale));
  const isAll = schedule.contentIds.every((id) => objects.some((each) => each.id === id));
  const contentIds = objects
    .filter(({ document }) => locales.some((locale) => hasTextIn(document, locale)))
    .map(({ id }) => id)
    .filter((id) => schedule.contentIds.includes(id));
  return isAll && contentIds.length > 0 ? { contentIds, locales } : undefined;
}

function leftOutOf(
  object: DescribedObject,
  store: ContentStore,
  { viewer: { name }, locales, isDeleted }: Withdrawal,
  isKept: boolean,
): LeftOut {
  const isWhole = store.locales.codes.every((code) => locales.includes(code));
  const words = [name, locales.join(', ')] as const;
  return {
    object: new Naming(store.locales.chain(store.locales.default)).ofDraft(object),
    relation: PublishRelation.ASKED_FOR,
    reason: LeftOutReason.WITHDRAWN,
    locales: isKept ? locales : null,
    changedBy: [],
    withdrawnBy: { name, at: store.clock().toISOString() },
    sentence: isDeleted
      ? sentences.wasDeleted(name)
      : isWhole
        ? sentences.wasWithdrawn(name)
        : isKept
          ? sentences.isInOtherLanguages(...words)
          : sentences.wordsWereWithdrawn(...words),
  };
}
