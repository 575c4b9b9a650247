import { type EntityManager, Raw } from 'typeorm';
import type { Viewer } from '../content/contract/access.js';
import { globalId } from '../content/contract/global-id.js';
import { audit } from '../content/editing/mutation.js';
import { AuditOutcome } from '../content/history/audit-entry.entity.js';
import { oneAtATime } from '../content/publishing/one-at-a-time.js';
import { publish } from '../content/publishing/publish.js';
import { unpublish } from '../content/publishing/unpublish.js';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import { refusalOf } from '../content/writing/constraints.js';
import { refuse } from '../foundation/errors.js';
import { viewerOf } from './acting-viewer.js';
import type { Job, JobKind, Work } from './queue.js';
import { Schedule, ScheduleAction, type ScheduleProblem, ScheduleState } from './schedule.entity.js';
import { scheduleSentences } from './schedule-sentences.js';

/** Attempts at a schedule that fails because of an internal error: for about four minutes. */
const ATTEMPTS = 8;

/**
 * The job of a killed process is retried 16 to 28 seconds later: after the expiry, the polling interval of another
 * process and the delay of a first retry. A job that takes longer still runs only once, see below.
 */
export const scheduleJobs: JobKind = {
  name: 'publish-schedule',
  expireInSeconds: 15,
  // More than are used: the last ones are for recording the failure.
  retryLimit: ATTEMPTS + 20,
};

interface Settings {
  readonly store: ContentStore;
  /** Whether the viewer still has a valid key. */
  readonly mayStillAct: (system: EntityManager, viewer: Viewer) => Promise<boolean>;
  /** Is notified of a failed schedule, in the transaction that marks it as failed. */
  readonly onFailure: (transaction: Transaction, id: string) => Promise<void>;
}

/** Runs due schedules, each exactly once. */
export function scheduleHandler(settings: Settings): Work {
  const { store } = settings;
  const perform = async (id: string, attempt: number): Promise<void> => {
    try {
      await store.transaction((transaction) => runSchedule(transaction, settings, id));
    } catch (error) {
      const refusal = refusalOf(error, store.types);
      const isFault = !refusal || refusal.code === 'UNAVAILABLE';
      if (isFault && attempt < ATTEMPTS) throw error;
      const outcome = isFault ? AuditOutcome.FAILED : AuditOutcome.REFUSED;
      await recordFailure(settings, id, refusal?.problems ?? [fault], outcome);
      if (!refusal) throw error;
    }
  };
  return async ({ id, attempt }: Job) => {
    const [first = id, ...others] = await overdueUpTo(store, id);
    // The process of the first attempt was killed before it could record anything.
    if (attempt > ATTEMPTS) await recordFailure(settings, first, [fault], AuditOutcome.FAILED);
    else await perform(first, attempt);
    for (const next of others) await perform(next, attempt);
  };
}

/**
 * Runs a schedule after all others that are overdue, in chronological order, whatever their objects: publishing an
 * issue may include objects that another one unpublishes. The queue has the order of creation, which after an outage
 * would bring back what was to be withdrawn by then. At the same instant unpublishing comes last.
 */
async function overdueUpTo({ draft: { manager } }: ContentStore, id: string): Promise<string[]> {
  const overdue = await manager.find(Schedule, {
    select: { id: true },
    where: { state: ScheduleState.PENDING, at: Raw(hasCome) },
    order: { at: 'ASC', action: 'ASC', id: 'ASC' },
  });
  const ids = overdue.map((each) => each.id);
  return [...ids.slice(0, Math.max(ids.indexOf(id), 0)), id];
}

/** In one transaction with the state of the schedule, which is locked: hence exactly once. */
async function runSchedule(
  transaction: Transaction,
  { store, mayStillAct }: Settings,
  id: string,
): Promise<void> {
  const { system } = transaction;
  await oneAtATime(transaction);
  const schedule = await pending(system, id);
  // It was cancelled, or another process was faster.
  if (!schedule) return;
  // Only if the clock of the database was set back: then the job is retried.
  if (!(await isDue(system, id))) throw new Error(`Schedule ${id} is not due yet.`);
  const viewer = viewerOf(schedule);
  if (!(await mayStillAct(system, viewer))) refuse('UNAUTHENTICATED', scheduleSentences.keyIsRevoked);
  const { type, contentIds: ids, action, locales, withContents, expectedFingerprint } = schedule;
  const content = store.types.find(({ table }) => table === type);
  if (!content) throw new Error(`There is no content type "${type}".`);
  const request = { content, ids, ...(locales ? { locales } : {}) };
  const leftOut =
    action === ScheduleAction.PUBLISH
      ? (await publish(transaction, store, viewer, { ...request, withContents, expectedFingerprint })).leftOut
      : await unpublish(transaction, store, viewer, request).then(() => []);
  await system.update(
    Schedule,
    { id },
    {
      state: ScheduleState.DONE,
      finishedAt: () => 'now()',
      leftOut: [...schedule.leftOut, ...leftOut] as never,
    },
  );
  await audit(system, store.clock(), viewer, operationOf(store, schedule), {
    outcome: AuditOutcome.DONE,
    targets: targetsOf(schedule),
  });
}

async function recordFailure(
  { store, onFailure }: Settings,
  id: string,
  reasons: readonly ScheduleProblem[],
  outcome: AuditOutcome,
): Promise<void> {
  await store.transaction(async (transaction) => {
    const { system } = transaction;
    const schedule = await pending(system, id);
    if (!schedule) return;
    const problems = reasons.map(({ code, message, chinese, path }) => ({
      code,
      message,
      ...(chinese ? { chinese } : {}),
      path,
    }));
    await system.update(
      Schedule,
      { id },
      { state: ScheduleState.FAILED, finishedAt: () => 'now()', problems },
    );
    await onFailure(transaction, id);
    await audit(system, store.clock(), viewerOf(schedule), operationOf(store, schedule), {
      outcome,
      targets: targetsOf(schedule),
      reasons: problems.map(({ code, path }) => [code, ...path].join(' ')),
    });
  });
}

/** The schedule, locked until the end of the transaction; null if it is not pending any more. */
function pending(system: EntityManager, id: string): Promise<Schedule | null> {
  return system.findOne(Schedule, {
    where: { id, state: ScheduleState.PENDING },
    lock: { mode: 'pessimistic_write' },
  });
}

function isDue(system: EntityManager, id: string): Promise<boolean> {
  return system.existsBy(Schedule, { id, at: Raw(hasCome) });
}

const hasCome = (at: string) => `${at} <= now()`;

/** The operation in the audit log, such as `eventPublish (scheduled)`. */
function operationOf(store: ContentStore, { type, action }: Schedule): string {
  const noun = store.types.find(({ table }) => table === type)?.noun ?? type;
  return `${noun}${action === ScheduleAction.PUBLISH ? 'Publish' : 'Unpublish'} (scheduled)`;
}

function targetsOf({ type, contentIds }: Schedule): string[] {
  return contentIds.map((id) => globalId(type, id));
}

const fault: ScheduleProblem = {
  code: 'INTERNAL_SERVER_ERROR',
  message: scheduleSentences.hasFault.en,
  chinese: scheduleSentences.hasFault['zh-Hant'],
  path: [],
};
