import { type Document, isRecord } from '../content/model/document.js';
import type { CheckContext, Finding } from '../content/model/finding.js';
import { daysBetween, leftBehind, momentAt, unlikely } from '../content/publishing/belonging-dates.js';
import { SchedulePrecision } from './event.enum.js';
import { deriveSchedule } from './schedule.js';

/** Longer than any single event of the association so far. */
const MAX_DAYS_BY_TIME = 31;
const MAX_DAYS_BY_DATE = 366;

const DEADLINE = ['registration', 'deadline'];
const OPENING = ['registration', 'opensAt'];

/** Dates that were not moved along with others, or are unlikely together. */
export function checkEventDates({ document, before, siblings }: CheckContext): Finding[] {
  const [start, end] = placesOf(document);
  const moved = leftBehind({ document, before }, start, end, (days) => ({
    en: `The start has moved by ${daysIn(days)} since the publication, but the end has not; check the end.`,
    'zh-Hant': `開始時間在發布後改動了 ${days} 日，結束時間卻沒有改動；請檢查結束時間。`,
  }));
  return [
    ...(moved.length > 0 ? moved : tooLong(document, start, end)),
    ...registrationLeftBehind(document, before, start),
    ...sessionOutOfOrder(document, siblings, start),
  ];
}

function tooLong(document: Document, start: readonly string[], end: readonly string[]): Finding[] {
  const days = Math.floor(daysBetween(document, start, end) ?? 0);
  const longest = start.at(-1) === 'start' ? MAX_DAYS_BY_TIME : MAX_DAYS_BY_DATE;
  return unlikely(days > longest, end, {
    en: `The event would last ${days} days; check the start and the end.`,
    'zh-Hant': `活動將為期 ${days} 日；請檢查開始及結束時間。`,
  });
}

function registrationLeftBehind(
  document: Document,
  before: Document | undefined,
  start: readonly string[],
): Finding[] {
  const { beginsAt, overAt } = momentsOf(document);
  const [opens, closes] = [momentAt(document, OPENING), momentAt(document, DEADLINE)];
  const isLate = closes !== undefined && overAt !== undefined && closes > overAt;
  return [
    ...unlikely(isLate, DEADLINE, {
      en: 'Registration would close only after the event is over; check the deadline.',
      'zh-Hant': '截止報名時間在活動結束之後；請檢查截止時間。',
    }),
    ...unlikely(opens !== undefined && beginsAt !== undefined && opens > beginsAt, OPENING, {
      en: 'Registration would open only after the event has begun; check when it opens.',
      'zh-Hant': '開始報名時間在活動開始之後；請檢查開始報名的時間。',
    }),
    ...(isLate
      ? []
      : leftBehind({ document, before }, start, DEADLINE, (days) => ({
          en: `The start has moved by ${daysIn(days)} since the publication, but the registration deadline has not; check the deadline.`,
          'zh-Hant': `開始時間在發布後改動了 ${days} 日，截止報名時間卻沒有改動；請檢查截止時間。`,
        }))),
  ];
}

/** A session that is before an earlier one, or after a later one. */
function sessionOutOfOrder(
  document: Document,
  siblings: readonly Document[],
  start: readonly string[],
): Finding[] {
  const [session, { beginsAt }] = [Number(document.session), momentsOf(document)];
  if (!session || beginsAt === undefined) return [];
  const crossed = siblings
    .map((sibling) => ({ other: Number(sibling.session), begins: momentsOf(sibling).beginsAt }))
    .filter(({ other, begins }) => other && begins !== undefined)
    .find(({ other, begins = 0 }) => (other < session ? begins > beginsAt : begins < beginsAt));
  if (!crossed) return [];
  const { other } = crossed;
  return unlikely(true, start, {
    en: `Session ${session} of the series would take place ${other < session ? 'before' : 'after'} session ${other}; check the dates.`,
    'zh-Hant': `此系列的第 ${session} 場會在第 ${other} 場${other < session ? '之前' : '之後'}舉行；請檢查日期。`,
  });
}

function placesOf({ schedule }: Document): readonly [start: readonly string[], end: readonly string[]] {
  const isTimed = isRecord(schedule) && schedule.precision === SchedulePrecision.TIME;
  return isTimed
    ? [
        ['schedule', 'start'],
        ['schedule', 'end'],
      ]
    : [
        ['schedule', 'startDate'],
        ['schedule', 'endDate'],
      ];
}

function momentsOf({ schedule }: Document): { readonly beginsAt?: number; readonly overAt?: number } {
  if (!isRecord(schedule)) return {};
  const { start: startsAt = null, end: endsAt = null } = schedule;
  const { beginsAt, overAt } = deriveSchedule({ ...schedule, startsAt, endsAt });
  return {
    ...(beginsAt instanceof Date ? { beginsAt: beginsAt.getTime() } : {}),
    ...(overAt instanceof Date ? { overAt: overAt.getTime() } : {}),
  };
}

function daysIn(count: number): string {
  return count === 1 ? 'a day' : `${count} days`;
}
