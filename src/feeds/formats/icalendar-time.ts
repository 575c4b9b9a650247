import type { EventItem } from '../feed-item.js';
import { property } from './icalendar-line.js';
import { CalendarZone, utcDateTime } from './icalendar-zone.js';

/** The time of an event in the form of calendars. */
export interface CalendarTimes {
  /** DTSTART and DTEND. */
  readonly properties: string;
  /** Their time zone. */
  readonly zone?: CalendarZone | undefined;
}

/** Undefined for an event without a day. */
export function calendarTimes({
  precision,
  start,
  end,
  startDate,
  endDate,
  timeZone,
}: EventItem['schedule']): CalendarTimes | undefined {
  if (precision === 'TIME' && start !== undefined) return times(start, end, timeZone);
  return precision === 'DATE' && startDate !== undefined ? days(startDate, endDate) : undefined;
}

/** Whole days are floating: they have no time zone. DTEND is the day after the last. */
function days(first: string, last: string | undefined): CalendarTimes {
  const end = dayAfter(last !== undefined && last > first ? last : first);
  return {
    properties: property('DTSTART', compact(first), DATE) + (end ? property('DTEND', end, DATE) : ''),
  };
}

const DATE = { VALUE: 'DATE' };

/** Undefined after the last day that a calendar can represent. */
function dayAfter(day: string): string | undefined {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString();
  return next.startsWith('+') ? undefined : compact(next.slice(0, 10));
}

function compact(day: string): string {
  return day.replaceAll('-', '');
}

function times(start: string, end: string | undefined, timeZone: string): CalendarTimes {
  const zone = timeZone === 'UTC' || timeZone === 'Etc/UTC' ? undefined : CalendarZone.named(timeZone);
  const instants = [Date.parse(start), ...(end === undefined ? [] : [Date.parse(end)])];
  const [from = 0, to] = instants;
  // RFC 5545, section 3.8.2.2: an end is later than the start.
  const ends = to !== undefined && to > from ? [['DTEND', to] as const] : [];
  let isZoneNeeded = false;
  const lines = ([['DTSTART', from], ...ends] as const).map(([name, instant]) => {
    const clock = zone?.clockAt(instant);
    if (zone === undefined || clock === undefined) return property(name, utcDateTime(instant));
    isZoneNeeded = true;
    return property(name, clock, { TZID: zone.id });
  });
  return { properties: lines.join(''), zone: isZoneNeeded ? zone : undefined };
}
