import { globalId } from '../content/contract/global-id.js';
import { hasTextIn } from '../content/model/document.js';
import { type DescribedObject, documentsOf } from '../content/publishing/described-objects.js';
import type { LeftOut } from '../content/publishing/left-out.js';
import { LeftOutReason } from '../content/publishing/publish-choice.js';
import { Naming } from '../content/publishing/publish-plan-items.js';
import { PublishRelation } from '../content/publishing/publish-set.js';
import type { Withdrawal } from '../content/storage/listeners.js';
import type { ContentStore, WithdrawalListener } from '../content/storage/store.js';
import { pendingAbout, plannedFor, removeFromSchedule } from './cancel-schedules.js';
import { type Schedule, ScheduleAction } from './schedule.entity.js';
import { SCHEDULE } from './schedule-publication.js';
import { scheduleSentences as sentences } from './schedule-sentences.js';

/**
 * Removes what is unpublished or deleted from earlier schedules, which must not bring it back. If all objects of a
 * schedule lose some languages, it keeps the others. Schedules for unpublishing stay, unless the object is deleted.
 */
export const withdrawFromSchedules: WithdrawalListener = async (transaction, store, withdrawal) => {
  const { content, ids } = withdrawal;
  const pending = await pendingAbout(transaction, content, ids);
  if (pending.length === 0) return [];
  const drafts = await documentsOf(transaction.draft, store, new Map([[content, new Set(ids)]]));
  const changed: string[] = [];
  for (const schedule of pending) {
    const objects = [...drafts.values()].filter(({ id }) => isLost(id, schedule, store, withdrawal));
    if (objects.length === 0) continue;
    const narrowed = narrowedTo(objects, schedule, store, withdrawal);
    const leftOut = objects.map((object) => {
      const isNarrowed = narrowed?.contentIds.includes(object.id) ?? false;
      return leftOutOf(object, store, withdrawal, isNarrowed);
    });
    await removeFromSchedule(transaction, schedule, { ids: objects.map(({ id }) => id), leftOut, narrowed });
    changed.push(globalId(SCHEDULE, schedule.id));
  }
  return changed;
};

/** Whether a schedule would publish what has been withdrawn. */
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

/** The remaining languages, if all objects of a schedule lose the same ones and have text in others. */
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
  isNarrowed: boolean,
): LeftOut {
  const isWhole = store.locales.codes.every((code) => locales.includes(code));
  const details = [name, locales.join(', ')] as const;
  return {
    object: new Naming(store.locales.chain(store.locales.default)).ofDraft(object),
    relation: PublishRelation.ASKED_FOR,
    reason: LeftOutReason.WITHDRAWN,
    locales: isNarrowed ? locales : null,
    changedBy: [],
    withdrawnBy: { name, at: store.clock().toISOString() },
    sentence: isDeleted
      ? sentences.wasDeleted(name)
      : isWhole
        ? sentences.wasWithdrawn(name)
        : isNarrowed
          ? sentences.isInOtherLanguages(...details)
          : sentences.textWasWithdrawn(...details),
  };
}
