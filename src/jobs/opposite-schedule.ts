import { globalId } from '../content/contract/global-id.js';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import { refuse } from '../foundation/errors.js';
import { Schedule, ScheduleAction, ScheduleState } from './schedule.entity.js';
import { scheduleSentences } from './schedule-sentences.js';

type Named = Pick<Schedule, 'type' | 'contentIds' | 'withContents'>;
type NewSchedule = Named & Pick<Schedule, 'action' | 'locales' | 'at'>;

/**
 * Rejects a schedule that contradicts another one: at one instant an object is published or unpublished, and not both.
 * This is about named objects; companions are only known at that instant, and what is unpublished then stays so. Locks
 * the objects.
 * @throws Refusal CONFLICT
 */
export async function assertNoOpposite(
  { system }: Transaction,
  { locales }: ContentStore,
  wanted: NewSchedule,
): Promise<void> {
  const action = wanted.action === ScheduleAction.PUBLISH ? ScheduleAction.UNPUBLISH : ScheduleAction.PUBLISH;
  const there = await system.find(Schedule, {
    where: { action, at: wanted.at, state: ScheduleState.PENDING },
  });
  const opposite = there.find(
    (each) =>
      isAboutTheSame(each, wanted) && share(each.locales ?? locales.codes, wanted.locales ?? locales.codes),
  );
  if (!opposite) return;
  const { createdBy, id } = opposite;
  const sentence = scheduleSentences.isOpposite(createdBy, globalId('schedule', id));
  refuse('CONFLICT', sentence, ['input', 'at']);
}

/** Whether two schedules share an object. */
function isAboutTheSame(one: Named, other: Named): boolean {
  return share(objectsOf(one), objectsOf(other));
}

function objectsOf({ type, contentIds, withContents }: Named): string[] {
  return [...contentIds.map((id) => globalId(type, id)), ...(withContents ?? [])];
}

function share(one: readonly string[], other: readonly string[]): boolean {
  return one.some((each) => other.includes(each));
}
