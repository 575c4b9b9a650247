import { groupBy } from '../../foundation/collections.js';
import type { EventItem, Party } from '../feed-item.js';
import { singleLine, webAddress } from './characters.js';
import { type EventLabels, eventLabels } from './event-labels.js';

/** A fact about an event, for formats without a field for it. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  /** A web address. */
  readonly url?: string | undefined;
}

/** The facts about an event besides its texts, in display order. */
export const allSubjects = [
  'status',
  'time',
  'place',
  'online',
  'organisers',
  'performers',
  'sponsors',
  'admission',
  'registration',
] as const;

export type Subject = (typeof allSubjects)[number];

/** An event and the language of its facts. */
export function eventFacts(
  event: EventItem,
  language: string,
  subjects: readonly Subject[] = allSubjects,
): Fact[] {
  const labels = eventLabels(language);
  const facts: Fact[] = [];
  for (const subject of subjects) {
    if (subject === 'sponsors') facts.push(...backing(event, labels));
    const value = values[subject](event, labels);
    if (value) facts.push({ label: labels[subject], value, url: urlOf(subject, value, event) });
  }
  return facts;
}

const values: Readonly<Record<Subject, (event: EventItem, labels: EventLabels) => string | undefined>> = {
  status: ({ lifecycle }, labels) => labels.lifecycle[lifecycle],
  time: timeText,
  place: (event, { comma }) => placeText(event, comma),
  online: ({ onlineUrl }) => webAddress(onlineUrl),
  organisers: ({ organisers }, labels) => names(organisers, labels),
  performers: ({ performers }, labels) => names(performers, labels),
  // See backing: there is one fact for each way of backing.
  sponsors: () => undefined,
  admission: admissionText,
  registration: ({ registrationUrl }) => webAddress(registrationUrl),
};

/** The backers, by role: a funder is no sponsor. */
function backing({ sponsors }: EventItem, labels: EventLabels): Fact[] {
  const byLabel = groupBy(sponsors, ({ label }) => label ?? labels.sponsors);
  return [...byLabel].map(([label, named]) => ({ label, value: names(named, labels) }));
}

function urlOf(subject: Subject, value: string, { venue }: EventItem): string | undefined {
  if (subject === 'place') return webAddress(venue?.mapUrl);
  return subject === 'online' || subject === 'registration' ? value : undefined;
}

/** The place in one line: name, room, address. */
export function placeText({ venue }: EventItem, comma = ', '): string {
  const parts = [venue?.name, venue?.room, venue?.address].map((part) => singleLine(part ?? ''));
  return parts.filter((part) => part !== '').join(comma);
}

function names(parties: readonly Pick<Party, 'name'>[], { comma }: EventLabels): string {
  return parties.map(({ name }) => singleLine(name)).join(comma);
}

function admissionText({ admission }: EventItem, { admissions }: EventLabels): string | undefined {
  if (!admission) return undefined;
  const { type, price, currency = '' } = admission;
  const label = admissions[type];
  return price === undefined ? label : `${label} (${singleLine(`${currency} ${price}`)})`;
}

function timeText({ schedule }: EventItem, labels: EventLabels): string {
  const { precision, start, end, startDate, endDate } = schedule;
  if (precision === 'DATE' && startDate) {
    const last = endDate && endDate > startDate ? ` – ${dayText(endDate, labels)}` : '';
    return dayText(startDate, labels) + last;
  }
  if (precision !== 'TIME' || !start) return labels.toBeAnnounced;
  const zone = `(UTC${/Z$/i.test(start) ? '' : start.slice(-6)})`;
  const begin = `${dayText(start, labels)} ${clock(start)}`;
  if (!end) return `${begin} ${zone}`;
  const isSameDay = end.slice(0, 10) === start.slice(0, 10);
  return isSameDay
    ? `${begin}–${clock(end)} ${zone}`
    : `${begin} – ${dayText(end, labels)} ${clock(end)} ${zone}`;
}

/** The local day of a date or time. */
function dayText(text: string, labels: EventLabels): string {
  const [year = 0, month = 1, day = 1] = text.slice(0, 10).split('-').map(Number);
  return labels.day(year, month, day, new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDay());
}

function clock(time: string): string {
  return time.slice(11, 16);
}
