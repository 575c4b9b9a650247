import { ArrayOverlap, In, IsNull, Not } from 'typeorm';
import { globalId, parseGlobalId } from '../content/contract/global-id.js';
import type { ContentType } from '../content/model/content-type.js';
import { plannedIn } from '../content/publishing/fingerprint.js';
import type { LeftOut } from '../content/publishing/left-out.js';
import type { Transaction } from '../content/storage/transaction.js';
import { problem } from '../foundation/errors.js';
import { scheduleJobs } from './due-schedule.js';
import { discard } from './queue.js';
import { Schedule, ScheduleState } from './schedule.entity.js';
import { scheduleSentences as sentences } from './schedule-sentences.js';

/** What a schedule loses: objects, or some languages of all its objects. */
interface Loss {
  /** UUIDs. */
  readonly ids: readonly string[];
  readonly leftOut?: readonly LeftOut[];
  /** The languages that are left; absent if whole objects are lost. */
  readonly narrowed?: Pick<Schedule, 'contentIds' | 'locales'> | undefined;
}

/** The pending schedules that name one of the objects or have a plan with it, locked. */
export async function pendingAbout(
  { system }: Transaction,
  content: ContentType,
  ids: readonly string[],
): Promise<Schedule[]> {
  const state = ScheduleState.PENDING;
  const exact = await system.find(Schedule, {
    select: { id: true, expectedFingerprint: true },
    where: { state, expectedFingerprint: Not(IsNull()) },
  });
  const planned = exact.filter((each) => ids.some((id) => plannedFor(each)?.has(id)));
  return system.find(Schedule, {
    where: [
      { state, type: content.table, contentIds: ArrayOverlap([...ids]) },
      { state, withContents: ArrayOverlap(ids.map((id) => globalId(content.table, id))) },
      { state, id: In(planned.map(({ id }) => id)) },
    ],
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
}

export function plannedFor({ expectedFingerprint }: Pick<Schedule, 'expectedFingerprint'>) {
  return expectedFingerprint === null ? undefined : plannedIn(expectedFingerprint);
}

/**
 * Removes objects or languages from a pending schedule. Cancels it if nothing is left, or if it has a plan, which can
 * only fail then.
 */
export async function removeFromSchedule(
  transaction: Transaction,
  schedule: Schedule,
  { ids, leftOut: added = [], narrowed }: Loss,
): Promise<void> {
  const { id, expectedFingerprint } = schedule;
  const leftOut = [...schedule.leftOut, ...added] as never;
  const contentIds = schedule.contentIds.filter((each) => !ids.includes(each));
  const withContents =
    schedule.withContents?.filter((each) => !ids.includes(parseGlobalId(each, []).id)) ?? null;
  if (expectedFingerprint !== null) return cancel(transaction, id, { reason: 'wasForThePlan', leftOut });
  if (!narrowed && contentIds.length === 0)
    return cancel(transaction, id, { reason: 'objectsAreGone', leftOut });
  const rest = narrowed ?? { contentIds, withContents };
  await transaction.system.update(Schedule, { id }, { ...rest, leftOut });
}

/** Cancels a pending schedule; with the reason if nobody requested it. */
export async function cancel(
  transaction: Transaction,
  id: string,
  because?: { readonly reason: 'wasForThePlan' | 'objectsAreGone'; readonly leftOut: never },
): Promise<void> {
  const reason = because && {
    problems: [problem('CONFLICT', sentences[because.reason])],
    leftOut: because.leftOut,
  };
  const done = { state: ScheduleState.CANCELLED, finishedAt: () => 'now()' };
  await transaction.system.update(Schedule, { id }, { ...done, ...reason });
  await discard(transaction, scheduleJobs, id);
}
