import { type EntityManager, Raw } from 'typeorm';
import { Role, type Viewer } from '../content/contract/access.js';
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
import type { Job, JobKind, Work } from './queue.js';
import { Schedule, ScheduleAction, type ScheduleProblem, ScheduleState } from './schedule.entity.js';
import { scheduleSentences } from './schedule-sentences.js';

/** How often something is tried that fails by a fault of ours: for about four minutes. */
const ATTEMPTS = 8;

/**
 * A process that is killed has its job taken over 16 to 28 seconds later: when that has expired, at the next look of
 * another process and after the delay of a first retry. A job that takes longer is done once all the same, see below.
 */
export const scheduleJobs: JobKind = {
  name: 'publish-schedule',
  expireInSeconds: 15,
  // More than are made use of: the last ones are for recording the failure.
  retryLimit: ATTEMPTS + 20,
};

interface Settings {
  readonly store: ContentStore;
  /** Whether what was left to be done in somebody's name may be done still. */
  readonly mayStillAct: (system: EntityManager, viewer: Viewer) => Promise<boolean>;
}

/** Carries out schedules whose time has come, each exactly once. */
export function carryingOut(settings: Settings): Work {
  const { store } = settings;
  const perform = async (id: string, attempt: number): Promise<void> => {
    try {
      await store.transaction((transaction) => carryOut(transaction, settings, id));
    } catch (error) {
      const refusal = refusalOf(error, store.types);
      const isFault = !refusal || refusal.code === 'UNAVAILABLE';
      if (isFault && attempt < ATTEMPTS) throw error;
      const outcome = isFault ? AuditOutcome.FAILED : AuditOutcome.REFUSED;
      await recordFailure(store, id, refusal?.problems ?? [fault], outcome);
      if (!refusal) throw error;
    }
  };
  return async ({ id, attempt }: Job) => {
    const [first = id, ...others] = await lineUpTo(store, id);
    // Whoever tried before did not live to say so, and never got past the first.
    if (attempt > ATTEMPTS) await recordFailure(store, first, [fault], AuditOutcome.FAILED);
    else await perform(first, attempt);
    for (const next of others) await perform(next, attempt);
  };
}

/**
 * A schedule, and before it all others that are overdue, in the order in which they were to happen, whatever they are about:
 * publishing an issue may take along what another of them takes out. The queue hands out jobs in the order in which they
 * were made, and after an outage that would bring back what was to be gone by then. Of one instant taking out comes last:
 * what is not to be public from then on is not.
 */
async function lineUpTo({ draft: { manager } }: ContentStore, id: string): Promise<string[]> {
  const overdue = await manager.find(Schedule, {
    select: { id: true },
    where: { state: ScheduleState.PENDING, at: Raw(hasCome) },
    order: { at: 'ASC', action: 'ASC', id: 'ASC' },
  });
  const ids = overdue.map((each) => each.id);
  return [...ids.slice(0, Math.max(ids.indexOf(id), 0)), id];
}

/** All in one transaction with the state of the schedule, which is locked: that is what makes it happen once. */
async function carryOut(
  transaction: Transaction,
  { store, mayStillAct }: Settings,
  id: string,
): Promise<void> {
  const { system } = transaction;
  await oneAtATime(transaction);
  const schedule = await pending(system, id);
  // It was cancelled, or another process was faster.
  if (!schedule) return;
  // Only when the clock of the database was put back: then the job comes again.
  if (!(await isDue(system, id))) throw new Error(`The time of schedule ${id} has not come yet.`);
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
  store: ContentStore,
  id: string,
  reasons: readonly ScheduleProblem[],
  outcome: AuditOutcome,
): Promise<void> {
  await store.transaction(async ({ system }) => {
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
    await audit(system, store.clock(), viewerOf(schedule), operationOf(store, schedule), {
      outcome,
      targets: targetsOf(schedule),
      reasons: problems.map(({ code, path }) => [code, ...path].join(' ')),
    });
  });
}

/** The schedule, locked until the end of the transaction; null when it is not pending any more. */
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

/** Whoever scheduled it, with the rights of then: those of a key never change. */
function viewerOf({ createdBy, accountId, keyId, roles, viewerLocales }: Schedule): Viewer {
  return {
    name: createdBy,
    // A newer version of the program may know more roles than this one.
    roles: Object.values(Role).filter((role) => roles.includes(role)),
    ...(accountId ? { accountId } : {}),
    ...(keyId ? { keyId } : {}),
    ...(viewerLocales ? { locales: viewerLocales } : {}),
  };
}

/** As the audit log calls it, such as `eventPublish (scheduled)`. */
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
