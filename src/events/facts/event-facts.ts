import { webAddress } from '../../foundation/web-address.js';
import { momentText, whenOf } from './dates.js';
import type { EventDetails, LocalizedText, Party } from './event-details.js';
import { placesOf } from './place.js';
import { type FactWords, factWords } from './words.js';
import { zoneNote } from './zones.js';

export const subjects = [
  'status',
  'time',
  'previous',
  'opens',
  'deadline',
  'place',
  'online',
  'organisations',
  'people',
  'sponsors',
  'admission',
  'spoken',
  'registration',
] as const;

export type Subject = (typeof subjects)[number];

export interface FactValue {
  readonly text: string;
  /** A BCP 47 tag, if it may not be that of the facts. */
  readonly language?: string;
  /** A web address. */
  readonly url?: string;
}

/** A fact about an event. There are several for parties: one for each role. */
export interface Fact {
  readonly subject: Subject;
  readonly label: string;
  readonly values: readonly FactValue[];
}

/**
 * The facts about an event besides its own texts, in the order to show them: the state first. All outputs for readers
 * show these, each in its form.
 * @param language of the labels, a BCP 47 tag
 */
export function eventFacts(event: EventDetails, language: string): Fact[] {
  const words = factWords(language);
  return subjects.flatMap((subject) => {
    const made = makers[subject](event, words);
    return made.flatMap(({ label = labelOf(subject, words), values }) =>
      values.length > 0 ? [{ subject, label, values }] : [],
    );
  });
}

/** The values of a fact as text. */
export function factText({ values }: Fact, { comma }: FactWords): string {
  return values.map(({ text }) => text).join(comma);
}

interface Made {
  /** By default that of the subject. */
  readonly label?: string;
  readonly values: readonly FactValue[];
}

const makers: Readonly<Record<Subject, (event: EventDetails, words: FactWords) => readonly Made[]>> = {
  // Others are clear from the date, or true for a while only.
  status: ({ state, stateLabel }) =>
    plain(/^(CANCELLED|POSTPONED|RESCHEDULED)$/.test(state) ? stateLabel : undefined),
  time: (event, words) => plain(timeText(event, words)),
  previous: (event, words) => plain(previousText(event, words)),
  opens: ({ registration }, words) => plain(isAhead(registration) && moment(registration?.opensAt, words)),
  deadline: ({ registration }, words) => plain(moment(registration?.deadline, words)),
  place: ({ venue }) => {
    const [first, ...others] = placesOf(venue);
    const url = venue?.mapUrl;
    return first ? [{ values: [{ ...first, ...(url ? { url } : {}) }, ...others] }] : [];
  },
  online: ({ onlineUrl }) => link(onlineUrl),
  organisations: ({ organisations }) => byLabel(organisations),
  people: ({ people }) => byLabel(people),
  sponsors: ({ sponsors }, words) =>
    byLabel(sponsors.map((each) => ({ ...each, label: each.label || words.sponsors }))),
  admission: ({ admission }, words) => {
    if (!admission) return [];
    const note = admission.note ? [admission.note] : [];
    return [{ values: [{ text: admissionText(admission, words) }, ...note] }];
  },
  spoken: ({ spokenLanguages }, words) => [
    { values: spokenLanguages.map((tag) => ({ text: languageName(tag, words) })) },
  ],
  registration: ({ registration }) =>
    registration?.state === 'OPEN'
      ? link(registration.url)
      : plain(registration?.state === 'CLOSED' ? undefined : registration?.label),
};

function labelOf(subject: Subject, words: FactWords): string {
  const labels: Readonly<Partial<Record<Subject, string>>> = {
    status: words.status,
    time: words.time,
    previous: words.previously,
    opens: words.opens,
    deadline: words.deadline,
    place: words.place,
    online: words.online,
    admission: words.admission,
    spoken: words.spoken,
    registration: words.registration,
  };
  return labels[subject] ?? '';
}

function plain(text: string | false | undefined): readonly Made[] {
  return text ? [{ values: [{ text }] }] : [];
}

function link(address: string | undefined): readonly Made[] {
  const url = webAddress(address);
  return url ? [{ values: [{ text: url, url }] }] : [];
}

function byLabel(parties: readonly Party[]): readonly Made[] {
  const labels = [...new Set(parties.map(({ label }) => label))];
  return labels.map((label) => {
    const own = parties.filter((party) => party.label === label);
    // An organisation may have two roles with one label.
    const once = [...new Map(own.map((party) => [party.name.text, party])).values()];
    return { label, values: once.map(({ name, url }) => ({ ...name, ...(url ? { url } : {}) })) };
  });
}

function timeText({ state, schedule }: EventDetails, words: FactWords): string {
  const when = whenOf(schedule, words);
  // The date of a postponed event is the one that it had.
  if (!when || state === 'POSTPONED') return words.toBeAnnounced;
  return when.text + zoneNote(schedule, words);
}

function previousText({ state, schedule, previous }: EventDetails, words: FactWords): string | undefined {
  if (state === 'POSTPONED' && schedule.precision !== 'TBA') return whenOf(schedule, words)?.text;
  if (!previous || !/^(POSTPONED|RESCHEDULED|TO_BE_ANNOUNCED)$/.test(state)) return undefined;
  const precision = previous.start ? 'TIME' : 'DATE';
  return whenOf({ ...previous, precision, timeZone: schedule.timeZone }, words)?.text;
}

function moment(instant: string | undefined, words: FactWords): string | undefined {
  return instant && momentText(instant, words);
}

function isAhead(registration: EventDetails['registration']): boolean {
  return registration?.state === 'NOT_YET_OPEN';
}

function admissionText(
  { type, price, currency = '' }: NonNullable<EventDetails['admission']>,
  words: FactWords,
): string {
  const amount = price === undefined ? undefined : `${currency} ${price.replace(/\.00$/, '')}`.trim();
  if (amount === undefined) return words.admissions[type];
  return type === 'PAID' ? amount : `${words.admissions[type]} (${amount})`;
}

/** The name of a language, or else its tag. */
function languageName(tag: string, { language }: FactWords): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** A title that says at first sight that an event does not take place as planned. */
export function titleWithState(
  title: LocalizedText,
  { state, stateLabel }: EventDetails,
  words: FactWords,
): string {
  const isChanged = /^(CANCELLED|POSTPONED|RESCHEDULED)$/.test(state);
  return isChanged ? `${stateLabel}${words.colon}${title.text}` : title.text;
}
