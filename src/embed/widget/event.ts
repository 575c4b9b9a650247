import { webAddress } from './addresses.js';
import type { Schedule } from './dates.js';
import { layouts } from './list-view.js';
import { type SavedTheme, themes } from './theme.js';

/** A text with its actual language, if the feed has it. */
export interface LocalizedText {
  readonly text: string;
  readonly language?: string | undefined;
}

export interface Party {
  readonly name: string;
  readonly url?: string | undefined;
}

/** A backer of an event, with the label of its role. */
export interface Backer extends Party {
  readonly label: string;
}

const lifecycles = ['SCHEDULED', 'POSTPONED', 'RESCHEDULED', 'CANCELLED', 'COMPLETED'] as const;

export interface Admission {
  readonly type: string;
  readonly price?: { readonly amount: number; readonly currency: string } | undefined;
}

/** The fields of an event that are shown. All URLs are http or https. */
export interface FeedEvent {
  readonly id: string;
  readonly url?: string | undefined;
  readonly title: LocalizedText;
  readonly summary?: LocalizedText | undefined;
  readonly lifecycle: (typeof lifecycles)[number];
  readonly schedule: Schedule;
  readonly attendanceMode?: string | undefined;
  /** The names of the building and of the room. */
  readonly venue: {
    readonly names: readonly string[];
    readonly address: string;
    readonly mapUrl?: string | undefined;
  };
  readonly onlineUrl?: string | undefined;
  readonly registrationUrl?: string | undefined;
  readonly organisers: readonly Party[];
  readonly sponsors: readonly Backer[];
  readonly admission?: Admission | undefined;
  readonly spokenLanguages: readonly string[];
  readonly series: { readonly title: string; readonly session?: number | undefined };
  readonly disclaimers: readonly LocalizedText[];
}

/** The fields of a feed that are shown. */
export interface Feed {
  readonly title: string;
  /** The language of the response; without a requested one the feed decides. */
  readonly language?: string | undefined;
  readonly theme: SavedTheme;
  readonly events: readonly FeedEvent[];
}

/**
 * Parses a JSON Feed 1.1 with our extension `_scc`. The server may be newer or older: unexpected values are omitted,
 * and never shown as something else.
 */
export function readFeed(json: unknown): Feed {
  const feed = record(json);
  const items = list(feed.items).map(record);
  return {
    title: text(feed.title),
    language: tag(feed.language),
    theme: readTheme(record(record(feed._scc).theme)),
    events: items.filter((item) => record(item._scc).isWithdrawn !== true).map(readEvent),
  };
}

/** In the form of `PartnerFeedTheme` of the API. */
function readTheme({ layout, appearance, accentColour }: Fields): SavedTheme {
  return {
    layout: layouts.find((each) => each.toUpperCase() === layout),
    theme: themes.find((each) => each.toUpperCase() === appearance),
    accent: /^#[0-9a-f]{6}$/i.test(text(accentColour)) ? text(accentColour) : undefined,
  };
}

function readEvent(item: Fields): FeedEvent {
  const scc = record(item._scc);
  const venue = record(scc.venue);
  const series = record(scc.series);
  return {
    id: text(item.id),
    url: webAddress(item.url),
    title: { text: text(item.title), language: tag(scc.titleLanguage) },
    summary: texts(item.summary, scc.summaryLanguage),
    lifecycle: lifecycles.find((each) => each === scc.lifecycle) ?? 'SCHEDULED',
    schedule: readSchedule(record(scc.schedule)),
    attendanceMode: text(scc.attendanceMode),
    venue: {
      names: [venue.name, venue.room].map(text).filter(Boolean),
      address: text(venue.address),
      mapUrl: webAddress(venue.mapUrl),
    },
    onlineUrl: webAddress(scc.onlineUrl),
    registrationUrl: webAddress(scc.registrationUrl),
    organisers: parties(scc.organisers),
    sponsors: backers(scc.sponsors),
    admission: readAdmission(record(scc.admission)),
    spokenLanguages: list(scc.spokenLanguages).flatMap((each) => tag(each) ?? []),
    series: {
      title: text(series.title),
      session: typeof series.session === 'number' ? series.session : undefined,
    },
    disclaimers: list(scc.disclaimers).flatMap(
      (each) => texts(record(each).text, record(each).language) ?? [],
    ),
  };
}

function readAdmission({ type, price, currency }: Fields): Admission | undefined {
  if (text(type) === '') return undefined;
  const isPrice = /^\d+(\.\d+)?$/.test(text(price)) && /^[A-Z]{3}$/.test(text(currency));
  return {
    type: text(type),
    price: isPrice ? { amount: Number(price), currency: text(currency) } : undefined,
  };
}

function readSchedule(fields: Fields): Schedule {
  const [start, end] = span(fields.start, fields.end, /^\d{4}-\d\d-\d\dT.+/);
  const [startDate, endDate] = span(fields.startDate, fields.endDate, /^\d{4}-\d\d-\d\d$/);
  const isDated = startDate && fields.precision !== 'TBA';
  const precision = fields.precision === 'TIME' && start ? 'TIME' : isDated ? 'DATE' : 'TBA';
  return { precision, start, end, startDate, endDate, timeZone: text(fields.timeZone) };
}

/** Two valid instants, without an end before the start: `Intl` throws on invalid ones. */
function span(first: unknown, last: unknown, pattern: RegExp): [string | undefined, string | undefined] {
  const [from, to] = [first, last]
    .map(text)
    .map((each) => (pattern.test(each) ? Date.parse(each) : Number.NaN));
  const isEnd = to !== undefined && from !== undefined && to >= from;
  return [Number.isNaN(from) ? undefined : text(first), isEnd ? text(last) : undefined];
}

type Fields = Readonly<Record<string, unknown>>;

function record(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A language tag, at least syntactically. */
function tag(value: unknown): string | undefined {
  return /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(text(value)) ? text(value) : undefined;
}

function texts(value: unknown, language: unknown): LocalizedText | undefined {
  return text(value) === '' ? undefined : { text: text(value), language: tag(language) };
}

function parties(value: unknown): Party[] {
  return list(value)
    .map(record)
    .filter(({ name }) => text(name) !== '')
    .map(({ name, url }) => ({ name: text(name), url: webAddress(url) }));
}

function backers(value: unknown): Backer[] {
  return list(value).flatMap((each) => {
    const label = text(record(each).label);
    return parties([each]).map((party) => ({ ...party, label }));
  });
}
