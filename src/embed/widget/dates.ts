import { dateFormat } from './formats.js';
import type { WidgetTexts } from './texts.js';

/** The time of an event in a feed. */
export interface Schedule {
  readonly precision: 'TIME' | 'DATE' | 'TBA';
  /** RFC 3339; for precision TIME. */
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  /** YYYY-MM-DD, the last day included. */
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
  /** An IANA time zone. */
  readonly timeZone: string;
}

/** How dates are formatted. */
export interface DateStyle {
  readonly texts: WidgetTexts;
  /** The tag for `Intl`. */
  readonly tag: string;
  /** The time zone of the reader, if known; the zone of an event is shown if it differs. */
  readonly readerZone?: string | undefined;
  readonly now: Date;
}

export interface When {
  readonly text: string;
  /** The value of `datetime`: an instant or a day. */
  readonly datetime: string;
}

/** The time of an event as text; undefined if it is not announced. */
export function whenOf(schedule: Schedule, style: DateStyle): When | undefined {
  const { start, end, startDate, endDate } = schedule;
  if (schedule.precision === 'TIME' && start)
    return { text: timed(schedule, start, end, style), datetime: start };
  if (schedule.precision === 'TBA' || !startDate) return undefined;
  const text = endDate && endDate !== startDate ? days(startDate, endDate, style) : day(startDate, style);
  return { text, datetime: startDate };
}

/** The content of the date block: the first day. */
export interface DateBlock {
  readonly month: string;
  readonly day: string;
  readonly weekday: string;
  /** The last day if it is in the same month, else only that there are more. */
  readonly until?: string | undefined;
}

export function dateBlockOf(schedule: Schedule, { tag }: DateStyle): DateBlock | undefined {
  const [first, last] = daysOf(schedule);
  if (schedule.precision === 'TBA' || !first) return undefined;
  const part = (options: Intl.DateTimeFormatOptions) => dayFormat(tag, options).format(midnight(first));
  const isLonger = last !== undefined && last > first;
  const isSameMonth = last?.slice(0, 7) === first.slice(0, 7);
  return {
    month: part({ month: 'short' }),
    day: String(Number(first.slice(8))),
    weekday: part({ weekday: 'short' }),
    ...(isLonger ? { until: isSameMonth ? `–${Number(last.slice(8))}` : '–' } : {}),
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

function timed({ timeZone }: Schedule, start: string, end: string | undefined, style: DateStyle): string {
  const zone = usable(timeZone);
  const from = new Date(start);
  const format = dateFormat(style.tag, {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: zone,
  });
  const text = end ? format.formatRange(from, new Date(end)) : format.format(from);
  if (style.readerZone && offset(from, style.readerZone) === offset(from, zone)) return text;
  return text + style.texts.timeZone.replace('#', zoneName(from, zone, style.tag, 'long'));
}

function day(date: string, { tag }: DateStyle): string {
  return dayFormat(tag, { dateStyle: 'full' }).format(midnight(date));
}

function days(first: string, last: string, { tag, texts }: DateStyle): string {
  const format = dayFormat(tag, { dateStyle: 'long' });
  if (!texts.language.startsWith('zh')) return format.formatRange(midnight(first), midnight(last));
  // `Intl` formats Chinese ranges as numbers with slashes, so the parts are joined here.
  const [from, to] = [first, last].map((each) => format.format(midnight(each))) as [string, string];
  const isSameYear = first.slice(0, 4) === last.slice(0, 4);
  const isSameMonth = first.slice(0, 7) === last.slice(0, 7);
  const rest = isSameMonth ? to.replace(/^.*月/, '') : isSameYear ? to.replace(/^.*年/, '') : to;
  return `${from}至${rest}`;
}

/** A date without a time zone, formatted as a UTC day. */
function dayFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return dateFormat(tag, { ...options, timeZone: 'UTC' });
}

function midnight(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

/** YYYY-MM-DD, the Swedish format. */
function localDay(instant: Date, timeZone: string): string {
  return dateFormat('sv', { timeZone }).format(instant);
}

function offset(instant: Date, timeZone: string): string {
  return zoneName(instant, usable(timeZone), 'en', 'longOffset');
}

function zoneName(
  instant: Date,
  timeZone: string,
  tag: string,
  timeZoneName: Intl.DateTimeFormatOptions['timeZoneName'],
): string {
  const parts = dateFormat(tag, { timeZone, timeZoneName }).formatToParts(instant);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
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
