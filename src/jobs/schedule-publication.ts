import { isDeepStrictEqual } from 'node:util';
import { In, QueryFailedError } from 'typeorm';
import { assertMay, type Viewer } from '../content/contract/access.js';
import { globalId, uuidOf } from '../content/contract/global-id.js';
import { sentences } from '../content/contract/sentences.js';
import type { Content } from '../content/model/content.entity.js';
import type { ContentType } from '../content/model/content-type.js';
import { assertMayUseLocales, chosenLocales } from '../content/publishing/chosen-locales.js';
import { type Decision, decide } from '../content/publishing/decision.js';
import { assertAsPlanned } from '../content/publishing/fingerprint.js';
import { fingerprintSentences } from '../content/publishing/fingerprint-sentences.js';
import { Naming } from '../content/publishing/publish-plan-items.js';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';
import { type Problem, problem, Refusal, refuse } from '../foundation/errors.js';
import { newId } from '../foundation/ids.js';
import { actingAs } from './acting-viewer.js';
import { cancel } from './cancel-schedules.js';
import { scheduleJobs } from './due-schedule.js';
import { assertNoOpposite } from './opposite-schedule.js';
import { enqueue } from './queue.js';
import { Schedule, ScheduleAction, ScheduleState } from './schedule.entity.js';
import { scheduleSentences } from './schedule-sentences.js';

/** The type in the global ids of schedules. */
export const SCHEDULE = 'schedule';

export interface ScheduleRequest {
  readonly ids: readonly string[];
  readonly at: string;
  readonly action: ScheduleAction;
  readonly locales?: readonly string[] | null;
  readonly withContents?: readonly string[] | null;
  readonly expectedFingerprint?: string | null;
}

export interface Scheduled {
  /** The id of an existing schedule with the same content, if there is one. */
  readonly id: string;
  /** The findings of publishing now. */
  readonly decision: Decision | undefined;
}

/** Schedules publishing or unpublishing at an instant. */
export async function schedule(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  content: ContentType,
  request: ScheduleRequest,
): Promise<Scheduled> {
  assertMay(viewer, 'PUBLISH', content.name);
  // Refused as publishing would be: better now than when nobody is there.
  const locales = chosenLocales(store, viewer, request.locales, ['input', 'locales']);
  const contentIds = await existing(transaction, content, request.ids);
  const at = new Date(request.at);
  const { action, withContents = null, expectedFingerprint = null } = request;
  const decision = await decideNow(transaction, store, viewer, content, { ...request, contentIds, locales });
  const same = await sameSchedule(transaction, content, { ...request, contentIds, locales, at });
  if (same) return { id: same, decision };
  const what = { type: content.table, contentIds, action, locales, at };
  const wanted = { ...what, withContents: withContents && [...withContents] };
  await assertNoOpposite(transaction, store, wanted);
  const id = newId();
  await insert(transaction, {
    id,
    ...wanted,
    expectedFingerprint,
    state: ScheduleState.PENDING,
    ...actingAs(viewer),
    finishedAt: null,
    problems: [],
    leftOut: [],
  });
  await enqueue(transaction, scheduleJobs, { id, data: {}, startAfter: at });
  return { id, decision };
}

/** Cancels a schedule. Returns its id. */
export async function cancelSchedule(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  input: { readonly id: string },
): Promise<string> {
  const path = ['input', 'id'];
  assertMay(viewer, 'PUBLISH', '*');
  const id = uuidOf(SCHEDULE, input.id, path);
  const { system } = transaction;
  const row = await system.findOne(Schedule, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (!row) return refuse('NOT_FOUND', scheduleSentences.noSuchSchedule, path);
  assertMayUseLocales(viewer, row.locales ?? store.locales.codes, path);
  if (row.state !== ScheduleState.PENDING) refuse('CONFLICT', scheduleSentences.isFinished, path);
  await cancel(transaction, id);
  return id;
}

/**
 * The pending schedule with the same action and instant. The objects are locked, so nobody else creates it meanwhile.
 */
async function sameSchedule(
  { system }: Transaction,
  content: ContentType,
  wanted: Pick<Schedule, 'action' | 'contentIds' | 'locales' | 'at'> &
    Pick<ScheduleRequest, 'withContents' | 'expectedFingerprint'>,
): Promise<string | undefined> {
  const { action, at, withContents, expectedFingerprint = null } = wanted;
  const where = { type: content.table, action, at, state: ScheduleState.PENDING };
  const isSame = (one: readonly string[] | null = null, other: readonly string[] | null = null) =>
    isDeepStrictEqual(one && [...one].sort(), other && [...other].sort());
  const there = await system.find(Schedule, { where });
  return there.find(
    (each) =>
      isSame(each.contentIds, wanted.contentIds) &&
      isSame(each.locales, wanted.locales) &&
      isSame(each.withContents, withContents ?? null) &&
      each.expectedFingerprint === expectedFingerprint,
  )?.id;
}

/**
 * The findings of publishing now.
 * @throws Refusal as publishing would: NOT_FOUND for contents that are not related to the objects, CONFLICT
 */
async function decideNow(
  transaction: Transaction,
  store: ContentStore,
  viewer: Viewer,
  content: ContentType,
  {
    withContents = null,
    expectedFingerprint = null,
    action,
    contentIds,
    locales,
  }: ScheduleRequest & { readonly contentIds: readonly string[]; readonly locales: readonly string[] | null },
): Promise<Decision | undefined> {
  const path = ['input', 'withContents'];
  if (action !== ScheduleAction.PUBLISH) {
    if (withContents !== null) refuse('INVALID_INPUT', scheduleSentences.withContentsIsForPublishing, path);
    if (expectedFingerprint !== null)
      refuse('INVALID_INPUT', fingerprintSentences.isForPublishing, ['input', 'expectedFingerprint']);
    return undefined;
  }
  const decision = await decide(transaction, store, viewer, {
    requested: new Map([[content, new Set(contentIds)]]),
    locales: locales ?? store.locales.codes,
    inAllLocales: locales === null,
    withContents,
    path,
  });
  const names = new Naming(store.locales.chain(store.locales.default));
  if (expectedFingerprint !== null)
    await assertAsPlanned(transaction, store, decision, expectedFingerprint, names);
  return decision;
}

/** The objects, locked against deletion and scheduling. @throws Refusal NOT_FOUND for each that does not exist */
async function existing(
  { draft }: Transaction,
  content: ContentType,
  ids: readonly string[],
): Promise<string[]> {
  const path = ['input', 'ids'];
  if (ids.length === 0) refuse('INVALID_INPUT', sentences.noObject, path);
  const uuids = ids.map((id, index) => uuidOf(content.table, id, [...path, String(index)]));
  const rows = (await draft.find(content.entity, {
    select: { id: true },
    where: { id: In(uuids) },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  })) as Pick<Content, 'id'>[];
  const found = new Set(rows.map(({ id }) => id));
  const problems: Problem[] = uuids.flatMap((id, index) => {
    const sentence = sentences.noSuchObject(content.name, globalId(content.table, id));
    return found.has(id) ? [] : [problem('NOT_FOUND', sentence, [...path, String(index)])];
  });
  if (problems.length > 0) throw new Refusal(problems);
  return [...new Set(uuids)];
}

/** Compared by the database, whose clock the schedule runs by. */
async function insert({ system }: Transaction, row: Omit<Schedule, 'createdAt'>): Promise<void> {
  try {
    await system.insert(Schedule, row);
  } catch (error) {
    const { constraint } = (error instanceof QueryFailedError ? error.driverError : {}) as {
      constraint?: string;
    };
    if (constraint !== 'schedule_in_future_check') throw error;
    refuse('INVALID_INPUT', scheduleSentences.isPast, ['input', 'at']);
  }
}
