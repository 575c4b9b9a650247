import ICAL from 'ical.js';
import ical from 'node-ical';
import type { EventItem } from '../src/feeds/feed-item.js';
import { writeICalendar } from '../src/feeds/formats/icalendar.js';
import {
  aHead,
  anArticle,
  anEvent,
  english,
  manyLines,
  oddEvents,
  oneLine,
  openAt,
  organiser,
  uuidOf,
  written,
} from './support/feed-items.js';

/** What ical.js reads of the only event in a calendar. */
async function eventRead(changes: Partial<EventItem>): Promise<ICAL.Component> {
  const [event] = eventsIn(await written(writeICalendar, [anEvent(changes)]));
  if (!event) throw new Error('There is no event in the calendar.');
  return event;
}

function eventsIn(calendar: string): ICAL.Component[] {
  return new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents('vevent');
}

function readIn(component: ICAL.Component | undefined, name: string): string | undefined {
  return component?.getFirstPropertyValue(name)?.toString();
}

/** The lines as they are before folding. */
function linesOf(calendar: string): string[] {
  return calendar.replaceAll('\r\n ', '').split('\r\n');
}

const events = oddEvents(1_000, 1).filter(({ schedule }) => schedule.precision !== 'TBA');
let calendar = '';
beforeAll(async () => {
  calendar = await written(writeICalendar, events);
});

describe('the bytes of a calendar', () => {
  test('lines end with CRLF, have 75 octets at most, and hold whole characters of UTF-8', () => {
    const bytes = Buffer.from(calendar);
    const lines = bytes.toString('latin1').split('\r\n');

    expect(lines.pop()).toBe('');
    expect(lines.filter((line) => /[\r\n]/.test(line))).toEqual([]);
    expect(Math.max(...lines.map((line) => line.length))).toBe(75);
    const utf8 = new TextDecoder('utf-8', { fatal: true });
    for (const line of lines) utf8.decode(Buffer.from(line, 'latin1'));
  });

  test('no line begins within a character as a reader sees it, unless that is longer than a line', () => {
    const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
    const folded = calendar.split(/\r\n(?! )/).filter((line) => line.includes('\r\n '));
    const torn = folded.filter((line) => {
      const parts = line.split('\r\n ');
      const starts = new Map(
        [...graphemes.segment(parts.join(''))].map((each) => [each.index, each.segment]),
      );
      let at = 0;
      return parts.slice(1).some((_, index) => {
        at += parts[index]?.length ?? 0;
        return !starts.has(at) && [...starts.values()].every((grapheme) => Buffer.byteLength(grapheme) < 30);
      });
    });

    expect(folded.length).toBeGreaterThan(1_000);
    expect(torn).toEqual([]);
  });

  test('no controls are left, and no text makes a property or a component', () => {
    const controls = calendar.replaceAll('\r\n', '').match(/[^\P{Cc}\t]/gu);
    const names = new Set(linesOf(calendar).map((line) => line.split(/[:;]/)[0]));

    expect(controls).toBeNull();
    expect(names).not.toContain('X-EVIL');
    expect(names).not.toContain('ATTENDEE');
    expect(linesOf(calendar).filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(events.length);
  });

  test('the same events give the same bytes', async () => {
    expect(await written(writeICalendar, events)).toBe(calendar);
  });
});

describe('a thousand odd events', () => {
  test('ical.js reads their texts, links and states as they were', () => {
    const read = eventsIn(calendar);

    expect(read.map((event) => readIn(event, 'uid'))).toEqual(events.map(({ uuid }) => uuid));
    expect(read.map((event) => readIn(event, 'summary'))).toEqual(
      events.map(({ title }) => oneLine(title.text)),
    );
    for (const [index, event] of events.entries()) {
      const description = readIn(read[index], 'description') ?? '';
      const words = [event.body?.text ?? '', ...event.disclaimers.map(({ text }) => text)];
      for (const text of words) expect(description).toContain(manyLines(text).trim());
      expect(read[index]?.getFirstProperty('categories')?.getValues()).toEqual([
        ...new Set([event.kindLabel, ...event.categories].map(oneLine)),
      ]);
    }
  });

  test('ical.js reads their times as they were', () => {
    for (const zone of new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents('vtimezone')) {
      ICAL.TimezoneService.register(zone);
    }
    const read = eventsIn(calendar);

    for (const [index, { schedule }] of events.entries()) {
      const start = read[index]?.getFirstPropertyValue('dtstart') as ICAL.Time;
      const end = read[index]?.getFirstPropertyValue('dtend') as ICAL.Time | null;
      expect(start.isDate).toBe(schedule.precision === 'DATE');
      if (schedule.precision === 'DATE') {
        expect(start.toString()).toBe(schedule.startDate);
        end?.adjust(-1, 0, 0, 0);
        expect(end?.toString()).toBe(schedule.endDate ?? schedule.startDate);
      } else {
        expect(start.toUnixTime()).toBe(Date.parse(schedule.start ?? '') / 1_000);
        const isLonger = schedule.end !== undefined && Date.parse(schedule.end) > start.toUnixTime() * 1_000;
        expect(end?.toUnixTime()).toBe(isLonger ? Date.parse(schedule.end ?? '') / 1_000 : undefined);
      }
    }
  });

  test('node-ical reads the same', () => {
    const read = ical.sync.parseICS(calendar);

    for (const { uuid, title, schedule, lifecycle } of events) {
      const event = read[uuid];
      if (event?.type !== 'VEVENT') throw new Error(`${uuid} is missing.`);
      // It takes an escaped backslash before an n for the end of a line.
      if (!title.text.includes('\\')) expect(textOf(event.summary)).toBe(oneLine(title.text));
      expect(event.status).toBe(
        lifecycle === 'CANCELLED' ? 'CANCELLED' : lifecycle === 'POSTPONED' ? 'TENTATIVE' : 'CONFIRMED',
      );
      expect(event.datetype).toBe(schedule.precision === 'DATE' ? 'date' : 'date-time');
      if (schedule.precision === 'TIME') expect(event.start.getTime()).toBe(Date.parse(schedule.start ?? ''));
    }
  });
});

describe('an event in a calendar', () => {
  test('has an identity that never changes, and numbers that grow when it changes', async () => {
    const before = await eventRead({ updatedAt: '2024-05-02T03:04:05.678Z' });
    const after = await eventRead({
      updatedAt: '2024-05-02T03:04:06Z',
      title: { text: 'New', language: 'en' },
    });

    expect(readIn(before, 'uid')).toBe('0190a0b0-0000-7000-8000-000000000001');
    expect(readIn(after, 'uid')).toBe(readIn(before, 'uid'));
    expect(readIn(before, 'sequence')).toBe('136782245');
    expect(readIn(after, 'sequence')).toBe('136782246');
    expect(readIn(before, 'dtstamp')).toBe('2024-05-02T03:04:05Z');
    expect(readIn(after, 'last-modified')).toBe('2024-05-02T03:04:06Z');
    expect(readIn(after, 'created')).toBe('2024-05-01T02:03:04Z');
  });

  test('that lasts whole days ends on the day after the last, in no zone', async () => {
    const event = await eventRead({
      schedule: {
        precision: 'DATE',
        startDate: '2024-02-28',
        endDate: '2024-02-29',
        timeZone: 'Asia/Hong_Kong',
      },
    });

    expect(event.getFirstProperty('dtstart')?.toICALString()).toBe('DTSTART;VALUE=DATE:20240228');
    expect(event.getFirstProperty('dtend')?.toICALString()).toBe('DTEND;VALUE=DATE:20240301');
  });

  test('of one day ends on the next', async () => {
    const event = await eventRead({
      schedule: { precision: 'DATE', startDate: '2024-12-31', timeZone: 'Asia/Hong_Kong' },
    });

    expect(readIn(event, 'dtend')).toBe('2025-01-01');
  });

  test('without an end has none', async () => {
    const event = await eventRead({
      schedule: { precision: 'TIME', start: '2024-05-31T16:00:00+08:00', timeZone: 'Asia/Hong_Kong' },
    });

    expect(event.getFirstProperty('dtstart')?.toICALString()).toBe(
      'DTSTART;TZID=Asia/Hong_Kong:20240531T160000',
    );
    expect(event.getFirstProperty('dtend')).toBeNull();
  });

  test('without a day is left out, and so is what is no event', async () => {
    const undated = anEvent({ schedule: { precision: 'TBA', timeZone: 'Asia/Hong_Kong' } });

    const calendar = await written(writeICalendar, [undated, anArticle()]);

    expect(eventsIn(calendar)).toEqual([]);
    // A calendar without any component is no calendar: RFC 5545, section 3.6.
    expect(calendar).toContain('BEGIN:VTIMEZONE\r\n');
  });

  test.each([
    ['SCHEDULED', 'CONFIRMED'],
    ['RESCHEDULED', 'CONFIRMED'],
    ['COMPLETED', 'CONFIRMED'],
    ['POSTPONED', 'TENTATIVE'],
    ['CANCELLED', 'CANCELLED'],
  ] as const)('that is %s is %s', async (state, status) => {
    expect(readIn(await eventRead({ state }), 'status')).toBe(status);
  });

  test('that was withdrawn is cancelled, without any other property', async () => {
    const event = await eventRead({
      isWithdrawn: true,
      summary: { text: 'Not to be read any more.', language: 'en' },
      organisations: [organiser('SCC')],
    });

    const names = event.getAllProperties().map((property) => property.name);
    expect(readIn(event, 'status')).toBe('CANCELLED');
    expect(readIn(event, 'summary')).toBe('Smart City Forum');
    expect(names.sort()).toEqual([
      'dtend',
      'dtstamp',
      'dtstart',
      'last-modified',
      'organizer',
      'sequence',
      'status',
      'summary',
      'transp',
      'uid',
    ]);
  });

  test('is described with its summary, its text, what there is no field for, the disclaimer, and its page', async () => {
    const event = await eventRead({
      summary: { text: 'A day about mobility.', language: 'en' },
      body: { html: '<p>Come</p>', text: 'Come.\n\nAll of you.', language: 'zh-Hant' },
      organisations: [organiser('SCC'), organiser('HKPC')],
      registration: openAt('https://register.example/'),
      disclaimers: [{ text: 'Any opinions are those of the organisers.', language: 'en' }],
    });

    expect(readIn(event, 'description')).toBe(
      [
        'A day about mobility.',
        'Come.',
        'All of you.',
        'Organiser: SCC, HKPC\nRegistration: https://register.example/',
        'Any opinions are those of the organisers.',
        'https://scc.example/events/smart-city-forum',
      ].join('\n\n'),
    );
    expect(event.getFirstProperty('description')?.getParameter('language')).toBe('en');
  });

  test('has the actual language of its title', async () => {
    const event = await eventRead({ title: { text: '智慧城市論壇', language: 'zh-Hant' } });

    expect(event.getFirstProperty('summary')?.toICALString()).toBe('SUMMARY;LANGUAGE=zh-Hant:智慧城市論壇');
  });

  test('is held by the first organiser, at its website or else at the page of the event; by nobody, by the publisher', async () => {
    const hub = organiser('The "Hub", Ltd; ^1', 'https://hub.example/');
    const organiserOf = async (changes: Parameters<typeof eventRead>[0]) => {
      const event = await eventRead(changes);
      return [event.getFirstProperty('organizer')?.getParameter('cn'), readIn(event, 'organizer')];
    };
    const { url: page } = anEvent();

    expect(await organiserOf({ organisations: [hub] })).toEqual([hub.name.text, 'https://hub.example/']);
    expect(await organiserOf({ organisations: [organiser('No site'), hub] })).toEqual(['No site', page]);
    expect(await organiserOf({ organisations: [{ ...hub, role: 'SUPPORTING' }] })).toEqual([
      'SCC events',
      'https://scc.example/',
    ]);
  });

  test('names its place, its page, and where to take part online', async () => {
    const event = await eventRead({
      venue: { name: english('Hall 5'), room: english('Room A, 2/F'), address: english('1 Expo Drive') },
      onlineUrl: 'https://meet.example/1',
    });
    const online = await eventRead({ attendanceMode: 'ONLINE', onlineUrl: 'https://meet.example/1' });

    expect(readIn(event, 'location')).toBe('Hall 5, Room A, 2/F, 1 Expo Drive');
    expect(readIn(event, 'url')).toBe('https://scc.example/events/smart-city-forum');
    expect(event.getFirstProperty('conference')?.toICALString()).toBe(
      'CONFERENCE;VALUE=URI:https://meet.example/1',
    );
    expect(readIn(online, 'location')).toBe('https://meet.example/1');
  });

  test('never has an address that is not one of the web', async () => {
    const event = await eventRead({
      url: 'javascript:alert(1)',
      onlineUrl: 'https://meet.example/\r\nX-EVIL:1',
      organisations: [organiser('SCC', 'data:text/html,x')],
    });

    expect(event.getFirstProperty('url')).toBeNull();
    expect(readIn(event, 'conference')).toBe('https://meet.example/X-EVIL:1');
    expect(readIn(event, 'organizer')).toBe('https://scc.example/');
  });

  test('in a series names the first session of it; a part of another names that', async () => {
    const series = { id: `event_series_${uuidOf(90)}` };
    const calendar = await written(writeICalendar, [
      anEvent({ uuid: uuidOf(1), series }),
      anEvent({ uuid: uuidOf(2), series }),
      anEvent({ uuid: uuidOf(3), series, isWithdrawn: true }),
      anEvent({ uuid: uuidOf(4), parentId: `event_${uuidOf(1)}` }),
    ]);

    const relations = eventsIn(calendar).map((event) => event.getFirstProperty('related-to')?.toICALString());
    expect(relations).toEqual([
      undefined,
      `RELATED-TO;RELTYPE=SIBLING:${uuidOf(1)}`,
      undefined,
      `RELATED-TO;RELTYPE=PARENT:${uuidOf(1)}`,
    ]);
  });
});

test('a calendar has its name, its source, and the refresh interval', async () => {
  const calendar = await written(
    writeICalendar,
    [anEvent()],
    aHead({ title: '活動, all', language: 'zh-Hant', description: 'One;\ntwo' }),
  );

  expect(linesOf(calendar).slice(0, 15)).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//SCC Content Platform//Event feed//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'UID:https://scc.example/feeds/events?locale=en',
    'LAST-MODIFIED:20240531T080000Z',
    'NAME;LANGUAGE=zh-Hant:活動\\, all',
    'X-WR-CALNAME:活動\\, all',
    'DESCRIPTION;LANGUAGE=zh-Hant:One\\;\\ntwo',
    'X-WR-CALDESC:One\\;\\ntwo',
    'URL:https://scc.example/',
    'SOURCE;VALUE=URI:https://scc.example/feeds/events.ics?locale=en',
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
  ]);
});

function textOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'val' in value ? value.val : value;
}
