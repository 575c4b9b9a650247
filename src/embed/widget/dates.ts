import { whenOf as dateOf } from '../../events/facts/dates.js';
import type { EventTimes } from '../../events/facts/event-details.js';
import { factWords } from '../../events/facts/words.js';
import { offsetIn, zoneName } from '../../events/facts/zones.js';
import { dateFormat } from './formats.js';
import type { WidgetTexts } from './texts.js';

const HOME_ZONE = 'Asia/Hong_Kong';

/** The time of an event in a feed. */
export type Schedule = EventTimes;

/** How dates are formatted. */
export interface DateStyle {
  readonly texts: WidgetTexts;
  /** The time zone of the reader, if known; the zone of an event is shown if it differs. */
  readonly readerZone?: string | undefined;
  readonly now: Date;
}

export interface When {
  /** Runs that should not be broken into two lines. */
  readonly runs: readonly string[];
  /** The value of `datetime`: an instant or a day. */
  readonly datetime: string;
}

/** The time of an event as text; undefined if it is not announced. */
export function whenOf(schedule: Schedule, style: DateStyle): When | undefined {
  const { start, startDate } = schedule;
  const date = dateOf(schedule, factWords(style.texts.language));
  if (!date) return undefined;
  const runs = [...date.runs, zoneNote(schedule, style)].filter((run) => run !== '');
  return { runs, datetime: (schedule.precision === 'TIME' && start) || startDate || '' };
}

/** The name of the time zone: where the clocks of the reader differ, or are unknown and it is not that of Hong Kong. */
function zoneNote({ precision, start, timeZone }: Schedule, { texts, readerZone }: DateStyle): string {
  if (precision !== 'TIME' || !start) return '';
  const isExpected = readerZone
    ? offsetAt(new Date(start), readerZone) === offsetIn(start)
    : timeZone === HOME_ZONE;
  if (isExpected) return '';
  return texts.timeZone.replace('#', zoneName(timeZone, start, factWords(texts.language)));
}

/** The content of the date block: the first day. */
export interface DateBlock {
  readonly month: string;
  readonly day: string;
  readonly weekday: string;
  /** The last day. */
  readonly until?: string | undefined;
}

export function dateBlockOf(schedule: Schedule, { texts }: DateStyle): DateBlock | undefined {
  const [first, last] = daysOf(schedule);
  if (schedule.precision === 'TBA' || !first) return undefined;
  const until = last !== undefined && last > first ? last : undefined;
  const [month, lastMonth] = [first, until ?? first].map((day) => texts.months[Number(day.slice(5, 7)) - 1]);
  return {
    month: month === lastMonth ? `${month}` : `${month}–${lastMonth}`,
    day: String(Number(first.slice(8))),
    weekday: texts.weekdays[new Date(`${first}T00:00:00Z`).getUTCDay()] ?? '',
    ...(until ? { until: `–${Number(until.slice(8))}` } : {}),
  };
}

/** Whether an event is over. Without an end it is over at the end of its last local day. */
export function isOver(schedule: Schedule, now: Date): boolean {
  if (schedule.end) return new Date(schedule.end) < now;
  const [first, last = first] = daysOf(schedule);
  return last !== undefined && last < localDay(now, usable(schedule.timeZone));
}

/** The first and the last day in the time zone of the event. */
function daysOf({ start, end, startDate, endDate, timeZone }: Schedule): [string?, string?] {
  const zone = usable(timeZone);
  const first = startDate ?? (start && localDay(new Date(start), zone));
  const last = endDate ?? (end && localDay(new Date(end), zone));
  return [first, last];
}

/** YYYY-MM-DD, the Swedish format. */
function localDay(instant: Date, timeZone: string): string {
  return dateFormat('sv', { timeZone }).format(instant);
}

/** The offset of a zone, such as "+08:00". */
function offsetAt(instant: Date, timeZone: string): string {
  const format = dateFormat('en', { timeZone: usable(timeZone), timeZoneName: 'longOffset' });
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  return name.replace('GMT', '') || '+00:00';
}

/** The zone if this browser supports it, else UTC, which is shown. */
function usable(timeZone: string): string {
  try {
    dateFormat('en', { timeZone });
    return timeZone;
  } catch {
    return 'UTC';
  }
}
