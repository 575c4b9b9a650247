import type { Transition } from './zone-transitions.js';

/** Changes of a zone to an offset: a list of onsets, or one onset and an annual rule. */
export interface Observance {
  readonly isDaylight: boolean;
  readonly from: number;
  readonly to: number;
  readonly onsets: readonly number[];
  /** The parts of an RRULE that select the day: "BYMONTH=3;BYDAY=-1SU". */
  readonly rule?: string | undefined;
  /** The last onset of a rule that has ended. */
  readonly until?: number | undefined;
}

/** Transitions of successive years on the same day, such as the last Sunday of March. */
interface Run {
  readonly change: Change;
  /** The values of BYDAY that fit all of them. */
  days: readonly string[];
  readonly onsets: number[];
  lastYear: number;
}

interface Change extends Transition {
  readonly isDaylight: boolean;
  readonly year: number;
  readonly month: number;
  readonly time: number;
  readonly days: readonly string[];
}

const DAY = 86_400_000;

/** Fewer transitions on the same day are listed one by one. */
const MIN_RULE_ONSETS = 3;

/**
 * The transitions of a zone as rules, as most programs expect them; exceptions are listed. A rule of the last year is
 * open-ended.
 */
export function observancesOf(
  atFirst: number,
  transitions: readonly Transition[],
  years: { readonly first: number; readonly last: number },
): Observance[] {
  const [next] = transitions;
  // A day early: west of UTC, the first year begins in the year before.
  const start = Date.UTC(years.first, 0) - atFirst - DAY;
  const initial: Observance = {
    isDaylight: next !== undefined && next.to < next.from && next.at - start < 366 * DAY,
    from: atFirst,
    to: atFirst,
    onsets: [start],
  };
  const runs = runsOf(transitions.map((transition, index) => describe(transition, transitions[index + 1])));
  const ruled = runs.filter(({ onsets }) => onsets.length >= MIN_RULE_ONSETS);
  const listed = runs.filter(({ onsets }) => onsets.length < MIN_RULE_ONSETS);
  return [initial, ...ruled.map((run) => byRule(run, years.last)), ...byList(listed)];
}

function describe(transition: Transition, next: Transition | undefined): Change {
  const local = new Date(transition.at + transition.from);
  const day = local.getUTCDate();
  const weekday = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'][local.getUTCDay()];
  const isLast = new Date(local.getTime() + 7 * DAY).getUTCMonth() !== local.getUTCMonth();
  const isBackWithinAYear =
    next === undefined || (next.to < next.from && next.at - transition.at < 366 * DAY);
  return {
    ...transition,
    isDaylight: transition.to > transition.from && isBackWithinAYear,
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    time: local.getTime() % DAY,
    days: [...(isLast ? [`-1${weekday}`] : []), `${Math.ceil(day / 7)}${weekday}`],
  };
}

function runsOf(changes: readonly Change[]): Run[] {
  const runs: Run[] = [];
  for (const change of changes) {
    const run = runs.find(
      (each) =>
        each.lastYear === change.year - 1 &&
        isAlike(each.change, change) &&
        each.days.some((day) => change.days.includes(day)),
    );
    if (run === undefined) {
      runs.push({ change, days: change.days, onsets: [change.at], lastYear: change.year });
      continue;
    }
    run.days = run.days.filter((day) => change.days.includes(day));
    run.onsets.push(change.at);
    run.lastYear = change.year;
  }
  return runs;
}

function isAlike(one: Change, other: Change): boolean {
  return (
    one.from === other.from &&
    one.to === other.to &&
    one.month === other.month &&
    one.time === other.time &&
    one.isDaylight === other.isDaylight
  );
}

function byRule({ change, days, onsets, lastYear }: Run, lastOfAll: number): Observance {
  const { isDaylight, from, to, month } = change;
  const rule = `BYMONTH=${month};BYDAY=${days[0]}`;
  return { isDaylight, from, to, onsets, rule, until: lastYear === lastOfAll ? undefined : onsets.at(-1) };
}

/** One observance for all transitions between the same two offsets. */
function byList(runs: readonly Run[]): Observance[] {
  const lists = new Map<string, Observance & { readonly onsets: number[] }>();
  for (const { change, onsets } of runs) {
    const { isDaylight, from, to } = change;
    const key = `${isDaylight} ${from} ${to}`;
    const list = lists.get(key) ?? { isDaylight, from, to, onsets: [] };
    list.onsets.push(...onsets);
    lists.set(key, list);
  }
  return [...lists.values()].map((list) => ({ ...list, onsets: list.onsets.toSorted((a, b) => a - b) }));
}
