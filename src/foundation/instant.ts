import { Temporal } from 'temporal-polyfill';
import { isCalendarDay } from './calendar.js';

/**
 * RFC 3339 with optional seconds, and with 24:00, the midnight at the end of a day (ISO 8601), as deadlines are
 * written. PostgreSQL accepts offsets of less than 16 hours.
 */
const TIME =
  /^(?<day>\d{4}-\d\d-\d\d)T(?<time>(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?|24:00(?::00(?:\.0{1,6})?)?)(?<offset>Z|[+-](?:0\d|1[0-5]):[0-5]\d)?$/i;

/** The years 1 to 9999, in UTC. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** A zone by name: PostgreSQL reads an offset with the opposite sign. */
const ZONE = /^(UTC|[A-Za-z][\w+-]*(\/[\w+-]+)+)$/;

/** Whether a value is the name of a time zone. */
export function isTimeZone(value: unknown): value is string {
  if (typeof value !== 'string' || !ZONE.test(value)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: value }));
  } catch {
    return false;
  }
}

interface Written {
  /** Without an offset, and without 24:00. */
  readonly local: string;
  readonly offset: string | undefined;
}

/**
 * The only parser of instants: everything after it accepts what it accepts. Undefined for invalid ones.
 * @returns the text in the form that all parsers read: unchanged except for 24:00
 */
export function readInstant(text: string): string | undefined {
  const { local, offset } = written(text) ?? {};
  return offset === undefined ? undefined : inRange(`${local}${offset}`);
}

/**
 * The same for a local time without an offset, in a time zone. Undefined also for a time that is skipped or occurs
 * twice at a transition.
 */
export function readInstantIn(zone: string, text: string): string | undefined {
  const { local, offset } = written(text) ?? {};
  if (local === undefined || offset !== undefined) return readInstant(text);
  try {
    const time = Temporal.PlainDateTime.from(local).toZonedDateTime(zone, { disambiguation: 'reject' });
    return inRange(time.toInstant().toString());
  } catch {
    return undefined;
  }
}

function written(text: string): Written | undefined {
  const { day = '', time = '', offset } = TIME.exec(text)?.groups ?? {};
  if (!isCalendarDay(day)) return undefined;
  const isMidnight = time.startsWith('24');
  const local = isMidnight ? `${dayAfter(day)}T00:00:00` : `${day}T${time}`;
  return { local, offset: offset?.toUpperCase() };
}

function dayAfter(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}

function inRange(text: string): string | undefined {
  const at = Date.parse(text);
  return at >= EARLIEST && at <= LATEST ? text : undefined;
}
