import { property } from './icalendar-line.js';
import { type Observance, observancesOf } from './zone-observances.js';
import { offsetsOf, type Transition } from './zone-transitions.js';

const calendarZones = new Map<string, CalendarZone>();

/** The definition of a time zone: RFC 5545, section 3.6.5. */
export class CalendarZone {
  /** The VTIMEZONE. */
  readonly component: string;
  readonly #offsetAtFirst: number;
  readonly #transitions: readonly Transition[];

  private constructor(
    readonly id: string,
    readonly years: { readonly first: number; readonly last: number },
  ) {
    const { atFirst, transitions } = offsetsOf(id, Date.UTC(years.first, 0), Date.UTC(years.last + 1, 0));
    this.#offsetAtFirst = atFirst;
    this.#transitions = transitions;
    const observances = observancesOf(atFirst, transitions, years);
    this.component = [
      property('BEGIN', 'VTIMEZONE'),
      property('TZID', id),
      ...observances.map(observanceLines),
      property('END', 'VTIMEZONE'),
    ].join('');
  }

  /**
   * A zone with its transitions in the first half of this century. Cached by name.
   *
   * @throws RangeError for an unknown zone
   */
  static named(id: string): CalendarZone {
    const known = calendarZones.get(id) ?? new CalendarZone(id, { first: 2000, last: 2049 });
    calendarZones.set(id, known);
    return known;
  }

  /**
   * The local time of an instant (milliseconds since 1970), as DATE-TIME without a zone. Undefined if readers could
   * take it for another instant: outside the defined years, and in an hour that occurs twice. Such a time means the
   * first (RFC 5545, section 3.3.5), but ical.js and node-ical take it for the second.
   */
  clockAt(instant: number): string | undefined {
    const year = new Date(instant).getUTCFullYear();
    if (year < this.years.first || year > this.years.last) return undefined;
    const isShownTwice = this.#transitions.some(
      ({ at, from, to }) => instant >= at - (from - to) && instant < at + (from - to),
    );
    if (isShownTwice) return undefined;
    const before = this.#transitions.findLast(({ at }) => at <= instant);
    return dateTime(instant + (before?.to ?? this.#offsetAtFirst));
  }
}

/** An instant as DATE-TIME in UTC. */
export function utcDateTime(instant: number): string {
  return `${dateTime(instant)}Z`;
}

/** The DATE-TIME form of a UTC time. */
function dateTime(instant: number): string {
  return new Date(instant).toISOString().slice(0, 19).replace(/[-:]/g, '');
}

function observanceLines({ isDaylight, from, to, onsets, rule, until }: Observance): string {
  const local = onsets.map((onset) => dateTime(onset + from));
  const name = isDaylight ? 'DAYLIGHT' : 'STANDARD';
  const end = until === undefined ? '' : `;UNTIL=${utcDateTime(until)}`;
  return [
    property('BEGIN', name),
    property('DTSTART', local[0] ?? ''),
    property('TZOFFSETFROM', utcOffset(from)),
    property('TZOFFSETTO', utcOffset(to)),
    rule === undefined ? '' : property('RRULE', `FREQ=YEARLY;${rule}${end}`),
    // One by one, including the first: ical.js, and so Thunderbird, reads no other form.
    ...(rule === undefined && local.length > 1 ? local.map((onset) => property('RDATE', onset)) : []),
    property('END', name),
  ].join('');
}

/** UTC-OFFSET of milliseconds: RFC 5545, section 3.3.14. */
function utcOffset(offset: number): string {
  const clock = new Date(Math.abs(offset)).toISOString().slice(11, 19).replaceAll(':', '');
  return `${offset < 0 ? '-' : '+'}${clock.endsWith('00') ? clock.slice(0, 4) : clock}`;
}
