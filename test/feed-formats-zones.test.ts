import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { writeICalendar } from '../src/feeds/formats/icalendar.js';
import { CalendarZone } from '../src/feeds/formats/icalendar-zone.js';
import { anEvent, uuidOf, written } from './support/feed-items.js';

/** Zones with clocks that change by rule, without one, by half an hour, for a month of fasting, and never. */
const ZONES = [
  'Asia/Hong_Kong',
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Pyongyang',
  'Europe/Moscow',
  'America/Boa_Vista',
];

/** What ical.js makes of the description of a zone. */
function zoneRead(component: string): ICAL.Timezone {
  const calendar = new ICAL.Component(
    ICAL.parse(`BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n${component}END:VCALENDAR\r\n`),
  );
  return new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone') ?? calendar);
}

/** The instants around which Temporal says that the clocks of a zone change. */
function changesOf(id: string, first: number, last: number): number[] {
  const changes: number[] = [];
  let time = Temporal.Instant.from(`${first}-01-01T00:00:00Z`).toZonedDateTimeISO(id);
  for (;;) {
    const next = time.getTimeZoneTransition('next');
    if (next === null || next.year > last) return changes;
    changes.push(next.epochMilliseconds);
    time = next;
  }
}

test.each(ZONES)('the clocks of %s are read as they are', (id) => {
  const zone = CalendarZone.named(id);
  const read = zoneRead(zone.component);
  // Not by Temporal: once it knows other years, the polyfill overlooks months in which a zone has another offset.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: id, dateStyle: 'short', timeStyle: 'medium' });
  const clockOf = (instant: number) => format.format(instant).replace(' ', 'T');
  const minute = 60_000;
  const instants = [
    ...Array.from({ length: 12 * 35 }, (_, month) => Date.UTC(2000, month, 10, 7)),
    ...changesOf(id, 2000, 2034).flatMap((change) =>
      [-120, -61, -1, 0, 1, 61, 120].map((minutes) => change + minutes * minute),
    ),
  ];

  const wrong = instants.filter((instant) => {
    const clock = zone.clockAt(instant);
    const local = clockOf(instant);
    if (clock === undefined) {
      const shifts = [30, 60, 120].flatMap((minutes) => [-minutes * minute, minutes * minute]);
      return shifts.every((shift) => clockOf(instant + shift) !== local);
    }
    const time = ICAL.Time.fromDateTimeString(local);
    time.zone = read;
    const isSaid = clock === time.toICALString();
    return !isSaid || time.toUnixTime() * 1_000 !== instant;
  });

  expect(wrong.map((instant) => new Date(instant).toISOString())).toEqual([]);
});

test('clocks that change by a rule are described by it', () => {
  const lines = CalendarZone.named('Europe/London').component.split('\r\n');

  expect(lines).toContain('RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU');
  expect(lines).toContain('RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU');
  expect(lines).toHaveLength(21);
});

describe('in a calendar', () => {
  const at = (index: number, timeZone: string, start: string) =>
    anEvent({ uuid: uuidOf(index), schedule: { precision: 'TIME', start, timeZone } });

  test('each zone that is used is described once, before the first event in it', async () => {
    const calendar = await written(writeICalendar, [
      at(1, 'Asia/Hong_Kong', '2024-05-31T16:00:00+08:00'),
      at(2, 'Europe/London', '2024-05-31T16:00:00+01:00'),
      at(3, 'Asia/Hong_Kong', '2024-06-01T16:00:00+08:00'),
    ]);

    expect(calendar.match(/^(TZID:.*|UID:0.*)$/gm)?.map((line) => line.trim())).toEqual([
      'TZID:Asia/Hong_Kong',
      `UID:${uuidOf(1)}`,
      'TZID:Europe/London',
      `UID:${uuidOf(2)}`,
      `UID:${uuidOf(3)}`,
    ]);
  });

  test.each([
    ['in UTC', 'UTC', '2024-05-31T16:00:00Z', 'DTSTART:20240531T160000Z'],
    ['in an hour shown twice', 'Europe/London', '2024-10-27T01:30:00+00:00', 'DTSTART:20241027T013000Z'],
    ['the first time, too', 'Europe/London', '2024-10-27T01:30:00+01:00', 'DTSTART:20241027T003000Z'],
    ['long ago', 'Asia/Hong_Kong', '1997-07-01T00:00:00+08:00', 'DTSTART:19970630T160000Z'],
  ])('a time %s is given in UTC, which nobody can misread', async (_, timeZone, start, line) => {
    const calendar = await written(writeICalendar, [at(1, timeZone, start)]);

    expect(calendar).toContain(`\r\n${line}\r\n`);
    expect(calendar).not.toContain('VTIMEZONE');
  });

  test('a zone that does not exist is an error, never a guess', async () => {
    await expect(written(writeICalendar, [at(1, 'Mars/Olympus', '2024-05-31T16:00:00Z')])).rejects.toThrow(
      RangeError,
    );
  });
});
