import type { DataFeed, Event, EventSeries, Offer, Organization, Place, VirtualLocation } from 'schema-dts';
import type { RegistrationState } from '../../events/event-state.js';
import type { EventState, Party } from '../../events/facts/event-details.js';
import { placesOf } from '../../events/facts/place.js';
import { webAddress } from '../../foundation/web-address.js';
import type { EventItem, FeedHead } from '../feed-item.js';
import { severalLines, singleLine, utc, uuidIn, uuidUrn } from './characters.js';
import { organisersOf, performersOf } from './creators-and-categories.js';
import { streaming } from './feed-writer.js';

/**
 * JSON-LD with the vocabulary of schema.org: a graph of the feed and its events, each in a context of the language of
 * its title. Withdrawn events and articles are omitted.
 */
export const writeJsonLd = streaming((head) => ({
  opening: `{"@context":"https://schema.org","@graph":[\n${scriptSafe(feedNode(head))}`,
  item: (item) => (item.kind === 'Event' && !item.isWithdrawn ? `,\n${scriptSafe(eventNode(item))}` : ''),
  closing: () => '\n]}\n',
}));

/** JSON that is safe in a `script` element of HTML, and in JavaScript. */
function scriptSafe(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function feedNode(head: FeedHead) {
  const node: DataFeed = {
    '@type': 'DataFeed',
    '@id': head.id,
    url: head.homeUrl,
    name: singleLine(head.title),
    description: severalLines(head.description),
    inLanguage: head.language,
    dateModified: utc(head.updatedAt),
  };
  return { '@context': languageOf(head.language), ...node };
}

/** JSON-LD 1.1, section 4.2.4: the language of the strings in a node. */
function languageOf(language: string): { readonly '@language': string } {
  return { '@language': language };
}

const STATUSES: Readonly<Partial<Record<EventState, EventStatus>>> = {
  POSTPONED: 'https://schema.org/EventPostponed',
  RESCHEDULED: 'https://schema.org/EventRescheduled',
  CANCELLED: 'https://schema.org/EventCancelled',
};
type EventStatus = `https://schema.org/Event${'Scheduled' | 'Postponed' | 'Rescheduled' | 'Cancelled'}`;

const AVAILABILITIES: Readonly<Partial<Record<RegistrationState, ItemAvailability>>> = {
  NOT_YET_OPEN: 'https://schema.org/PreOrder',
  OPEN: 'https://schema.org/InStock',
  FULL: 'https://schema.org/SoldOut',
};
type ItemAvailability = `https://schema.org/${'PreOrder' | 'InStock' | 'SoldOut'}`;

const modes = {
  IN_PERSON: 'https://schema.org/OfflineEventAttendanceMode',
  ONLINE: 'https://schema.org/OnlineEventAttendanceMode',
  HYBRID: 'https://schema.org/MixedEventAttendanceMode',
} as const;

function eventNode(event: EventItem) {
  const { title, admission } = event;
  const node: Event = {
    '@type': 'Event',
    '@id': uuidUrn(event.uuid),
    identifier: event.id,
    url: webAddress(event.url),
    name: singleLine(title.text),
    ...times(event),
    eventStatus: STATUSES[event.state] ?? 'https://schema.org/EventScheduled',
    previousStartDate: previousStart(event),
    eventAttendanceMode: event.attendanceMode && modes[event.attendanceMode],
    location: some(locations(event)),
    organizer: some(organisersOf(event).map(organization)),
    performer: some(
      performersOf(event).map(({ name }) => ({ '@type': 'Person' as const, name: singleLine(name.text) })),
    ),
    funder: some(backers(event, ['FUNDED'])),
    sponsor: some(backers(event, ['SPONSORED', 'IN_KIND'])),
    // A supporter who does not pay is no sponsor, and whoever has another role is no organiser.
    contributor: some(contributors(event)),
    offers: offer(event),
    isAccessibleForFree: admission && admission.type !== 'MEMBERS' ? admission.type === 'FREE' : undefined,
    inLanguage: some(event.spokenLanguages.length > 0 ? event.spokenLanguages : [title.language]),
    keywords: some(event.categories.map(singleLine)),
    superEvent: some(superEvents(event)),
  };
  return { '@context': languageOf(title.language), ...node, description: description(event) };
}

/** A property without a value is left out. */
function some<Value>(values: readonly Value[]): readonly Value[] | undefined {
  return values.length > 0 ? values : undefined;
}

/** The text or else the summary, then the disclaimers; with a language tag if it differs from that of the node. */
function description({ title, summary, body, disclaimers }: EventItem) {
  const about = body ? severalLines(body.text).trim() : singleLine(summary?.text ?? '');
  const texts = [about, ...disclaimers.map((each) => severalLines(each.text).trim())];
  const text = texts.filter((each) => each !== '').join('\n\n');
  if (text === '') return undefined;
  const language = (body ?? summary)?.language ?? title.language;
  return language === title.language ? text : { '@value': text, '@language': language };
}

function times({ schedule }: EventItem): { startDate?: string | undefined; endDate?: string | undefined } {
  const { precision, start, end, startDate, endDate } = schedule;
  if (precision === 'TIME') return { startDate: start, endDate: end };
  return precision === 'DATE' ? { startDate, endDate: endDate ?? startDate } : {};
}

function previousStart({ state, previous }: EventItem): string | undefined {
  return state === 'RESCHEDULED' ? (previous?.start ?? previous?.startDate) : undefined;
}

function locations(event: EventItem): (Place | VirtualLocation)[] {
  const { venue, attendanceMode } = event;
  const places: (Place | VirtualLocation)[] = [];
  const { address, ...named } = venue ?? {};
  const [name] = placesOf(named);
  if (venue && attendanceMode !== 'ONLINE' && (name || address)) {
    places.push({
      '@type': 'Place',
      name: name && singleLine(name.text),
      address: address && singleLine(address.text),
      hasMap: webAddress(venue.mapUrl),
    });
  }
  const url = webAddress(event.onlineUrl) ?? webAddress(event.registration?.url) ?? webAddress(event.url);
  const isOnline = attendanceMode === 'ONLINE' || attendanceMode === 'HYBRID' || event.onlineUrl;
  if (isOnline && url !== undefined) places.push({ '@type': 'VirtualLocation', url });
  return places;
}

function backers({ sponsors }: EventItem, types: readonly string[]): Organization[] {
  return sponsors.filter(({ role }) => role && types.includes(role)).map(organization);
}

function contributors(event: EventItem): Organization[] {
  const organisers = new Set(organisersOf(event).map(({ name }) => name.text));
  const others = event.organisations.filter(({ name }) => !organisers.has(name.text)).map(organization);
  const all = [...others, ...backers(event, ['SUPPORTED'])];
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}

function organization({ name, url }: Party): Organization {
  return { '@type': 'Organization', name: singleLine(name.text), url: webAddress(url) };
}

/** What registration costs, 0 for free, and whether and until when it is possible. */
function offer({ admission, registration, url }: EventItem): Offer | undefined {
  const price = admission?.type === 'FREE' ? '0' : admission?.price;
  if (price === undefined && registration === undefined) return undefined;
  return {
    '@type': 'Offer',
    price,
    priceCurrency: admission?.currency,
    availability: registration && AVAILABILITIES[registration.state],
    validFrom: registration?.opensAt,
    validThrough: registration?.deadline,
    url: webAddress(registration?.url) ?? webAddress(url),
  };
}

function superEvents({ series, parentId }: EventItem): (EventSeries | { '@id': string })[] {
  const events: (EventSeries | { '@id': string })[] = [];
  if (parentId !== undefined) events.push({ '@id': uuidUrn(uuidIn(parentId)) });
  if (series !== undefined) {
    const { id, title } = series;
    events.push({
      '@type': 'EventSeries',
      '@id': uuidUrn(uuidIn(id)),
      name: title && singleLine(title),
    });
  }
  return events;
}
