import { groupBy } from '../../foundation/collections.js';
import type { EventItem, Party } from '../feed-item.js';
import { singleLine, webAddress } from './characters.js';
import { type EventWords, eventWords } from './event-words.js';

/** One fact about an event, for readers of a format that has no field for it. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  /** A web address. */
  readonly url?: string | undefined;
}

/** What there is to know of an event beside its words, in the order in which it is told. */
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

/** What is known of an event, in a language. */
export function eventFacts(
  event: EventItem,
  language: string,
  subjects: readonly Subject[] = allSubjects,
): Fact[] {
  const words = eventWords(language);
  const facts: Fact[] = [];
  for (const subject of subjects) {
    if (subject === 'sponsors') facts.push(...backing(event, words));
    const value = values[subject](event, words);
    if (value) facts.push({ label: words[subject], value, url: urlOf(subject, value, event) });
  }
  return facts;
}

const values: Readonly<Record<Subject, (event: EventItem, words: EventWords) => string | undefined>> = {
  status: ({ lifecycle }, words) => words.lifecycle[lifecycle],
  time: timeText,
  place: (event, { comma }) => placeText(event, comma),
  online: ({ onlineUrl }) => webAddress(onlineUrl),
  organisers: ({ organisers }, words) => names(organisers, words),
  performers: ({ performers }, words) => names(performers, words),
  // See backing: there is a fact for each way of doing so.
  sponsors: () => undefined,
  admission: admissionText,
  registration: ({ registrationUrl }) => webAddress(registrationUrl),
};

/** Who backs it, by how: a funder is no sponsor. */
function backing({ sponsors }: EventItem, words: EventWords): Fact[] {
  const labels = groupBy(sponsors, ({ label }) => label ?? words.sponsors);
  return [...labels].map(([label, named]) => ({ label, value: names(named, words) }));
}

function urlOf(subject: Subject, value: string, { venue }: EventItem): string | undefined {
  if (subject === 'place') return webAddress(venue?.mapUrl);
  return subject === 'online' || subject === 'registration' ? value : undefined;
}

/** Where it takes place, in one line: the name, the room, the address. */
export function placeText({ venue }: EventItem, comma = ', '): string {
  const parts = [venue?.name, venue?.room, venue?.address].map((part) => singleLine(part ?? ''));
  return parts.filter((part) => part !== '').join(comma);
}

function names(parties: readonly Pick<Party, 'name'>[], { comma }: EventWords): string {
  return parties.map(({ name }) => singleLine(name)).join(comma);
}

function admissionText({ admission }: EventItem, { admissions }: EventWords): string | undefined {
  if (!admission) return undefined;
  const { type, price, currency = '' } = admission;
  const words = admissions[type];
  return price === undefined ? words : `${words} (${singleLine(`${currency} ${price}`)})`;
}

function timeText({ schedule }: EventItem, words: EventWords): string {
  const { precision, start, end, startDate, endDate } = schedule;
  if (precision === 'DATE' && startDate) {
    const last = endDate && endDate > startDate ? ` – ${dayText(endDate, words)}` : '';
    return dayText(startDate, words) + last;
  }
  if (precision !== 'TIME' || !start) return words.toBeAnnounced;
  const zone = `(UTC${/Z$/i.test(start) ? '' : start.slice(-6)})`;
  const begin = `${dayText(start, words)} ${clock(start)}`;
  if (!end) return `${begin} ${zone}`;
  const isSameDay = end.slice(0, 10) === start.slice(0, 10);
  return isSameDay
    ? `${begin}–${clock(end)} ${zone}`
    : `${begin} – ${dayText(end, words)} ${clock(end)} ${zone}`;
}

/** The local day at the beginning of a date or time. */
function dayText(text: string, words: EventWords): string {
  const [year = 0, month = 1, day = 1] = text.slice(0, 10).split('-').map(Number);
  return words.day(year, month, day, new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDay());
}

function clock(time: string): string {
  return time.slice(11, 16);
}
