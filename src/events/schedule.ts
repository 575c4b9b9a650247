import { Temporal } from 'temporal-polyfill';
import { BoundedMap } from '../foundation/bounded-map.js';
import { HOME_TIME_ZONE } from '../foundation/calendar.js';
import { SchedulePrecision } from './event.enum.js';

type Columns = Readonly<Record<string, unknown>>;

/** Derives the columns of a schedule: local days, and the instants of start and end, in the time zone of the event. */
export function deriveSchedule(row: Columns): Columns {
  const timeZone = String(row.timeZone ?? HOME_TIME_ZONE);
  // Whatever is given, but for what is derived from the rest.
  const given =
    row.precision === SchedulePrecision.TIME ? [row.startsAt, row.endsAt] : [row.startDate, row.endDate];
  const key = [row.precision, timeZone, ...given].map(asText).join(' ');
  const columns = derived.get(key) ?? derive(row, timeZone);
  derived.set(key, columns);
  return columns;
}

/** Calendars are slow, and a document is compared with its schedule several times. */
const derived = new BoundedMap<string, Columns>(1_000);

function asText(value: unknown): string {
  return value instanceof Date ? value.toISOString() : String(value ?? '');
}

function derive(row: Columns, timeZone: string): Columns {
  switch (row.precision) {
    case SchedulePrecision.TIME: {
      const start = zoned(row.startsAt, timeZone);
      const end = zoned(row.endsAt, timeZone);
      const lastDay = (end ?? start)?.toPlainDate();
      return {
        timeZone,
        dayPart: null,
        startDate: start?.toPlainDate().toString() ?? null,
        endDate: lastDay?.toString() ?? null,
        beginsAt: instant(start),
        overAt: instant(end) ?? midnightAfter(lastDay, timeZone),
      };
    }
    case SchedulePrecision.DATE: {
      const first = row.startDate ? Temporal.PlainDate.from(String(row.startDate)) : undefined;
      const last = row.endDate ? Temporal.PlainDate.from(String(row.endDate)) : first;
      return {
        timeZone,
        startsAt: null,
        endsAt: null,
        endDate: last?.toString() ?? null,
        beginsAt: instant(first?.toZonedDateTime(timeZone)),
        overAt: midnightAfter(last, timeZone),
      };
    }
    default:
      return {
        timeZone,
        startsAt: null,
        endsAt: null,
        startDate: null,
        endDate: null,
        dayPart: null,
        beginsAt: null,
        overAt: null,
      };
  }
}

/** The first instant after the minute of a deadline: "until 23:59" includes 23:59. */
export function deriveClosing(deadline: unknown): Date | null {
  if (!deadline) return null;
  const minute = 60_000;
  return new Date(Math.floor(new Date(String(deadline)).getTime() / minute) * minute + minute);
}

function zoned(value: unknown, timeZone: string): Temporal.ZonedDateTime | undefined {
  if (!value) return undefined;
  const text = value instanceof Date ? value.toISOString() : String(value);
  return Temporal.Instant.from(text).toZonedDateTimeISO(timeZone);
}

function midnightAfter(day: Temporal.PlainDate | undefined, timeZone: string): Date | null {
  return instant(day?.add({ days: 1 }).toZonedDateTime(timeZone));
}

function instant(time: Temporal.ZonedDateTime | undefined): Date | null {
  return time ? new Date(time.epochMilliseconds) : null;
}
