import { ArrayContains } from 'typeorm';
import { globalId } from '../content/global-id.js';
import { readTranslations } from '../content/localization/text-rows.js';
import { LeftOutReason } from '../content/publishing/choosing.js';
import { PublishRelation } from '../content/publishing/closure.js';
import type { LeftOut } from '../content/publishing/left-out.js';
import { Naming } from '../content/publishing/publish-plan-items.js';
import type { Withdrawal, WithdrawalListener } from '../content/publishing/withdrawal.js';
import type { ContentStore, Transaction } from '../content/store.js';
import { scheduleJobs } from './due-schedule.js';
import { discard } from './queue.js';
import { Schedule, ScheduleAction, ScheduleState } from './schedule.entity.js';
import { scheduleSentences } from './schedule-sentences.js';
import { SCHEDULE } from './scheduling.js';

/**
 * Takes what somebody takes out or deletes out of the schedules that were made before: they must not bring it back. One
 * that is about nothing else is cancelled. Schedules to take it out stay, unless it is deleted.
 */
export const withdrawFromSchedules: WithdrawalListener = async (transaction, store, withdrawal) => {
  const { content, ids, isDeleted } = withdrawal;
  const left: string[] = [];
  for (const id of ids) {
    const target = globalId(content.table, id);
    const own = { type: content.table, contentIds: ArrayContains([id]) };
    const asked = isDeleted ? own : { ...own, action: ScheduleAction.PUBLISH };
    const state = ScheduleState.PENDING;
    const pending = await transaction.system.find(Schedule, {
      where: [
        { ...asked, state },
        { withContents: ArrayContains([target]), state },
      ],
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    for (const schedule of pending.filter((each) => isAbout(each, withdrawal))) {
      await leaveOut(transaction, schedule, await leftOutOf(transaction, store, withdrawal, id));
      left.push(globalId(SCHEDULE, schedule.id));
    }
  }
  return [...new Set(left)];
};

/** Whether it would publish one of the languages that are taken out. */
function isAbout({ locales: chosen }: Schedule, { locales }: Withdrawal): boolean {
  return !chosen || !locales || chosen.some((locale) => locales.includes(locale));
}

async function leaveOut(transaction: Transaction, schedule: Schedule, entry: LeftOut): Promise<void> {
  const { system } = transaction;
  const { id, type } = schedule;
  const contentIds = schedule.contentIds.filter((each) => globalId(type, each) !== entry.object.id);
  const leftOut = [...schedule.leftOut, entry];
  if (contentIds.length === 0) {
    const state = ScheduleState.CANCELLED;
    await system.update(Schedule, { id }, { state, finishedAt: () => 'now()', leftOut: leftOut as never });
    return discard(transaction, scheduleJobs, id);
  }
  const withContents = schedule.withContents?.filter((each) => each !== entry.object.id) ?? null;
  await system.update(Schedule, { id }, { contentIds, withContents, leftOut: leftOut as never });
}

async function leftOutOf(
  { draft }: Transaction,
  store: ContentStore,
  { content, viewer, isDeleted }: Withdrawal,
  id: string,
): Promise<LeftOut> {
  const words = (await readTranslations(draft, content, [id])).get(id) ?? {};
  return {
    object: new Naming(store.locales.chain(store.locales.default)).of(content, id, words, null),
    relation: PublishRelation.ASKED_FOR,
    reason: LeftOutReason.WITHDRAWN,
    locales: null,
    changedBy: [],
    withdrawnBy: { name: viewer.name, at: store.clock().toISOString() },
    sentence: scheduleSentences[isDeleted ? 'wasDeleted' : 'wasWithdrawn'](viewer.name),
  };
}
