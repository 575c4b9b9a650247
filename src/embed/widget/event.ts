import { DAY_PARTS, EVENT_STATES, type EventState } from '../../events/facts/event-details.js';
import { webAddress } from '../../foundation/web-address.js';
import type { Schedule } from './dates.js';
import { layouts } from './list-view.js';
import { type SavedTheme, themes } from './theme.js';

/** A text with its actual language, if the feed has it. */
export interface LocalizedText {
  readonly text: string;
  readonly language?: string | undefined;
}

/** The fields of an event that are shown. All URLs are http or https. */
export interface FeedEvent {
  readonly id: string;
  readonly url?: string | undefined;
  readonly title: LocalizedText;
  readonly summary?: LocalizedText | undefined;
  readonly state: EventState;
  readonly stateLabel: string;
  readonly schedule: Schedule;
  readonly attendanceMode?: string | undefined;
  /** The name of the venue. */
  readonly venue: string;
  readonly mapUrl?: string | undefined;
  readonly onlineUrl?: string | undefined;
  /** Where to register now. */
  readonly registrationUrl?: string | undefined;
  readonly facts: readonly Fact[];
  readonly series: { readonly title: string; readonly session?: number | undefined };
  readonly disclaimers: readonly LocalizedText[];
}

/** A fact with its label, in the order to show; see `eventFacts`. */
export interface Fact {
  readonly subject: string;
  readonly label: string;
  readonly values: readonly (LocalizedText & { readonly url?: string | undefined })[];
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
  const series = record(scc.series);
  return {
    id: text(item.id),
    url: webAddress(item.url),
    title: { text: text(scc.title) || text(item.title), language: tag(scc.titleLanguage) },
    summary: texts(item.summary, scc.summaryLanguage),
    state: EVENT_STATES.find((each) => each === (scc.state ?? scc.lifecycle)) ?? 'SCHEDULED',
    stateLabel: text(scc.stateLabel),
    schedule: readSchedule(record(scc.schedule)),
    attendanceMode: text(scc.attendanceMode),
    venue: text(record(scc.venue).name),
    mapUrl: webAddress(record(scc.venue).mapUrl),
    onlineUrl: webAddress(scc.onlineUrl),
    registrationUrl: webAddress(scc.registrationUrl),
    facts: list(scc.facts).map(record).map(readFact),
    series: {
      title: text(series.title),
      session: typeof series.session === 'number' ? series.session : undefined,
    },
    disclaimers: list(scc.disclaimers).flatMap(
      (each) => texts(record(each).text, record(each).language) ?? [],
    ),
  };
}

function readFact({ subject, label, values }: Fields): Fact {
  return {
    subject: text(subject),
    label: text(label),
    values: list(values)
      .map(record)
      .flatMap((each) => {
        const value = texts(each.text, each.language);
        return value ? [{ ...value, url: webAddress(each.url) }] : [];
      }),
  };
}

function readSchedule(fields: Fields): Schedule {
  const [start, end] = span(fields.start, fields.end, /^\d{4}-\d\d-\d\dT.+/);
  const [startDate, endDate] = span(fields.startDate, fields.endDate, /^\d{4}-\d\d-\d\d$/);
  const isDated = startDate && fields.precision !== 'TBA';
  const precision = fields.precision === 'TIME' && start ? 'TIME' : isDated ? 'DATE' : 'TBA';
  const dayPart = DAY_PARTS.find((each) => each === fields.dayPart);
  return { precision, start, end, startDate, endDate, dayPart, timeZone: text(fields.timeZone) };
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
