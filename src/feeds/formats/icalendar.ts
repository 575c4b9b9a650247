import { eventFacts, type Subject } from '../../events/facts/event-facts.js';
import { placesOf } from '../../events/facts/place.js';
import { factWords } from '../../events/facts/words.js';
import { webAddress } from '../../foundation/web-address.js';
import type { EventItem, FeedHead } from '../feed-item.js';
import { singleLine, uuidIn } from './characters.js';
import { categoriesOf, organisersOf } from './creators-and-categories.js';
import { textDescription } from './description.js';
import { streaming } from './feed-writer.js';
import { addressProperty, property, textListProperty, textProperty } from './icalendar-line.js';
import { type CalendarTimes, calendarTimes } from './icalendar-time.js';
import { CalendarZone, utcDateTime } from './icalendar-zone.js';

/** The refresh interval of subscribers. */
const REFRESH_INTERVAL = 'PT1H';

/** The epoch of SEQUENCE, in seconds: 31 bits are enough until 2088. */
const SEQUENCE_ORIGIN = Date.UTC(2020, 0);

/** The state of a calendar while it is written. */
interface Progress {
  readonly head: FeedHead;
  /** The zones that have been defined. */
  readonly zones: Set<string>;
  /** By the id of a series: the UID of its first session in this calendar. */
  readonly sessions: Map<string, string>;
  isEmpty: boolean;
}

/**
 * iCalendar (RFC 5545, with the properties of RFC 7986). Events without a day are omitted. A zone is defined before the
 * first event that uses it.
 */
export const writeICalendar = streaming((head) => {
  const progress: Progress = { head, zones: new Set(), sessions: new Map(), isEmpty: true };
  return {
    opening: calendarProperties(head),
    item: (item) => (item.kind === 'Event' ? eventComponent(item, progress) : ''),
    closing: () => {
      // RFC 5545, section 3.6: a calendar has at least one component.
      const filler = progress.isEmpty ? CalendarZone.named('UTC').component : '';
      return filler + property('END', 'VCALENDAR');
    },
  };
});

function calendarProperties(head: FeedHead): string {
  return [
    property('BEGIN', 'VCALENDAR'),
    property('VERSION', '2.0'),
    property('PRODID', '-//SCC Content Platform//Event feed//EN'),
    property('CALSCALE', 'GREGORIAN'),
    ...(head.isSingle ? [] : subscribedProperties(head)),
  ].join('');
}

/** What makes a calendar one to subscribe to. Without these properties a file is one to import. */
function subscribedProperties(head: FeedHead): string[] {
  const { language } = head;
  const title = singleLine(head.title);
  return [
    property('METHOD', 'PUBLISH'),
    textProperty('UID', head.id),
    property('LAST-MODIFIED', utcDateTime(Date.parse(head.updatedAt))),
    textProperty('NAME', title, { LANGUAGE: language }),
    textProperty('X-WR-CALNAME', title),
    textProperty('DESCRIPTION', head.description, { LANGUAGE: language }),
    textProperty('X-WR-CALDESC', head.description),
    addressProperty('URL', head.homeUrl),
    addressProperty('SOURCE', head.selfUrl, { VALUE: 'URI' }),
    property('REFRESH-INTERVAL', REFRESH_INTERVAL, { VALUE: 'DURATION' }),
    property('X-PUBLISHED-TTL', REFRESH_INTERVAL),
  ];
}

function eventComponent(event: EventItem, progress: Progress): string {
  const times = calendarTimes(event.schedule) ?? formerTimes(event);
  if (times === undefined) return '';
  progress.isEmpty = false;
  return [
    zoneComponent(times, progress),
    property('BEGIN', 'VEVENT'),
    textProperty('UID', event.uuid),
    ...changeProperties(event),
    times.properties,
    textProperty('SUMMARY', summary(event, progress.head), { LANGUAGE: event.title.language }),
    property('STATUS', statusOf(event)),
    // TRANSPARENT: the calendar does not make its reader busy.
    property('TRANSP', 'TRANSPARENT'),
    organiser(event, progress.head),
    ...(event.isWithdrawn ? [] : details(event, progress)),
    property('END', 'VEVENT'),
  ].join('');
}

/** Where an event was that has no date any more: its subscribers see it there, and have to be told. */
function formerTimes({ previous, schedule }: EventItem): CalendarTimes | undefined {
  if (previous === undefined) return undefined;
  return calendarTimes({ ...schedule, ...previous, precision: previous.start ? 'TIME' : 'DATE' });
}

/** The title, after the state where the date alone would mislead. */
function summary(event: EventItem, { language }: FeedHead): string {
  const isMisleading = /^(CANCELLED|POSTPONED|TO_BE_ANNOUNCED)$/.test(event.state) && !event.isWithdrawn;
  const { text } = event.title;
  return singleLine(isMisleading ? `${event.stateLabel}${factWords(language).colon}${text}` : text);
}

/** Empty if the zone is already defined, or not needed. */
function zoneComponent({ zone }: CalendarTimes, { zones }: Progress): string {
  if (zone === undefined || zones.has(zone.id)) return '';
  zones.add(zone.id);
  return zone.component;
}

function changeProperties({ isWithdrawn, publishedAt, updatedAt }: EventItem): string[] {
  const updated = Date.parse(updatedAt);
  const sequence = Math.max(0, Math.floor((updated - SEQUENCE_ORIGIN) / 1_000));
  return [
    property('DTSTAMP', utcDateTime(updated)),
    property('SEQUENCE', String(sequence)),
    ...(isWithdrawn ? [] : [property('CREATED', utcDateTime(Date.parse(publishedAt)))]),
    property('LAST-MODIFIED', utcDateTime(updated)),
  ];
}

function statusOf({ isWithdrawn, state }: EventItem): string {
  if (isWithdrawn || state === 'CANCELLED') return 'CANCELLED';
  return state === 'POSTPONED' || state === 'TO_BE_ANNOUNCED' ? 'TENTATIVE' : 'CONFIRMED';
}

/**
 * A published event has one organiser (RFC 5546, section 3.2.1), whose address may be any URI (RFC 5545, section
 * 3.3.3): the first one, at its website or else that of the event; the publisher of the calendar if there is none. No
 * mail addresses are made up.
 */
function organiser(event: EventItem, head: FeedHead): string {
  const [first] = organisersOf(event);
  const address = webAddress(first?.url) ?? (first ? webAddress(event.url) : undefined) ?? head.homeUrl;
  return addressProperty('ORGANIZER', address, { CN: first?.name.text ?? head.title });
}

function details(event: EventItem, progress: Progress): string[] {
  const { head } = progress;
  const place =
    singleLine(
      placesOf(event.venue)
        .map(({ text }) => text)
        .join(', '),
    ) || webAddress(event.onlineUrl);
  return [
    textProperty('DESCRIPTION', description(event, head.language), {
      LANGUAGE: event.summary?.language ?? event.body?.language ?? head.language,
    }),
    textProperty('LOCATION', place),
    addressProperty('URL', event.url),
    textListProperty('CATEGORIES', categoriesOf(event)),
    addressProperty('CONFERENCE', event.onlineUrl, { VALUE: 'URI' }),
    ...relations(event, progress),
  ];
}

const fields: readonly Subject[] = ['time', 'place'];

/** Facts for which calendars have no field, or which most programs do not show. */
function description(event: EventItem, language: string): string {
  const facts = eventFacts(event, language).filter(({ subject }) => !fields.includes(subject));
  const text = textDescription(event, facts, factWords(language));
  return [text, webAddress(event.url) ?? ''].filter((part) => part !== '').join('\n\n');
}

/**
 * RELATED-TO holds the UID of another component (RFC 5545, section 3.8.4.5), and a series is none: its sessions refer
 * to the first of them in this calendar as their sibling.
 */
function relations({ uuid, series, parentId }: EventItem, { sessions }: Progress): string[] {
  const lines: string[] = [];
  if (parentId !== undefined) {
    lines.push(textProperty('RELATED-TO', uuidIn(parentId), { RELTYPE: 'PARENT' }));
  }
  if (series === undefined) return lines;
  const first = sessions.get(series.id);
  if (first === undefined) sessions.set(series.id, uuid);
  else lines.push(textProperty('RELATED-TO', first, { RELTYPE: 'SIBLING' }));
  return lines;
}
