import type { Thing } from './naive-rows.js';

/** What readers have to know about an event. */
export function stateOf({ row, scope }: Thing): string {
  const isReached = (at: unknown) => at instanceof Date && at <= scope.now;
  if (['CANCELLED', 'COMPLETED', 'POSTPONED'].includes(String(row.lifecycle))) return String(row.lifecycle);
  if (isReached(row.overAt)) return 'COMPLETED';
  if (!row.beginsAt) return 'TO_BE_ANNOUNCED';
  if (isReached(row.beginsAt)) return 'ONGOING';
  return row.lifecycle === 'RESCHEDULED' ? 'RESCHEDULED' : 'SCHEDULED';
}

/** Whether people can register. */
export function registrationOf({ row, scope }: Thing): string {
  const { registrationOpensAt: opens, registrationClosesAt: closes, overAt } = row;
  const isReached = (at: unknown) => at instanceof Date && at <= scope.now;
  const isOff = ['CANCELLED', 'COMPLETED', 'POSTPONED'].includes(String(row.lifecycle));
  if (isOff || isReached(overAt) || isReached(closes)) return 'CLOSED';
  if (opens instanceof Date && !isReached(opens)) return 'NOT_YET_OPEN';
  return row.registrationFull === true ? 'FULL' : 'OPEN';
}
