import {
  type ArticleItem,
  type Backer,
  backingTypes,
  type EventItem,
  type LocalizedText,
  type Party,
} from './feed-item.js';
import type {
  DisclaimerFragment,
  EventScheduleFragment,
  FeedArticleFragment,
  FeedEventFragment,
  WithdrawnQuery,
} from './operations.generated.js';

const DAY_MS = 86_400_000;

/** The URL of an object on the website; undefined if the operator has not configured it. */
export type PageAddress = (page: {
  readonly type: string;
  readonly slug: string;
  readonly id: string;
  readonly locale: string;
}) => string | undefined;

export function eventItem(record: FeedEventFragment, pageAddress: PageAddress): EventItem {
  const { admission, series, session } = record;
  return {
    ...commonOf(record, 'events', pageAddress),
    kind: 'Event',
    lifecycle: record.lifecycle,
    isWithdrawn: false,
    schedule: scheduleOf(record.schedule),
    ...withoutAbsent({
      attendanceMode: record.attendanceMode,
      venue: record.venue && withoutAbsent(record.venue),
      onlineUrl: record.onlineUrl,
      registrationUrl: record.registration?.url,
      admission: admission && {
        type: admission.type,
        ...withoutAbsent({ price: admission.price, currency: admission.currency }),
      },
      series: series && { id: series.id, ...withoutAbsent({ title: series.title, session }) },
      parentId: record.parent?.id,
    }),
    organisers: partiesOf(record.participations),
    performers: namesOf(record).map((name) => ({ name })),
    sponsors: backersOf(record.sponsorships),
    categories: record.categories,
    spokenLanguages: record.spokenLanguages,
  };
}

export function articleItem(record: FeedArticleFragment, pageAddress: PageAddress): ArticleItem {
  const common = commonOf(record, 'articles', pageAddress);
  const url = record.external?.url ?? common.url;
  const publishedAt = datedAt(record.publishedOn, common.publishedAt);
  return { ...common, publishedAt, ...withoutAbsent({ url }), kind: 'Article', authors: namesOf(record) };
}

/** The instant of the first publication if it is on the day of the article, else the beginning of that day. */
function datedAt(day: string | null, instant: string): string {
  const midnight = day === null ? Number.NaN : Date.parse(`${day}T00:00:00+08:00`);
  const isOnThatDay = Date.parse(instant) >= midnight && Date.parse(instant) < midnight + DAY_MS;
  return Number.isNaN(midnight) || isOnThatDay ? instant : new Date(midnight).toISOString();
}

/** Cancels an event that is no longer public. */
export function withdrawnItem(record: WithdrawnQuery['page']['nodes'][number], locale: string): EventItem {
  return {
    kind: 'Event',
    id: record.id,
    uuid: uuidIn(record.id),
    publishedAt: record.withdrawnAt,
    updatedAt: record.withdrawnAt,
    kindLabel: '',
    title: { text: record.title ?? '', language: locale },
    disclaimers: [],
    lifecycle: 'CANCELLED',
    isWithdrawn: true,
    schedule: scheduleOf(record.schedule),
    organisers: [],
    performers: [],
    sponsors: [],
    categories: [],
    spokenLanguages: [],
  };
}

function commonOf(record: FeedEventFragment | FeedArticleFragment, type: string, pageAddress: PageAddress) {
  const { id, slug, localization, summary, bodyHtml: html, bodyText: text, kindLabel, changedAt } = record;
  const { requested } = localization;
  const languageOf = (field: string) =>
    localization.fallbacks.find((fallback) => fallback.field === field)?.locale ?? requested;
  const title: LocalizedText = record.title
    ? { text: record.title, language: languageOf('title') }
    : { text: kindLabel, language: requested };
  const bodyField = record.__typename === 'Event' ? 'description' : 'body';
  const link = record.links.find(({ url }) => url)?.url;
  return {
    id,
    uuid: uuidIn(id),
    publishedAt: record.publishedAt ?? changedAt,
    updatedAt: changedAt,
    kindLabel,
    title,
    ...withoutAbsent({
      url: pageAddress({ type, slug, id, locale: requested }) ?? link,
      summary: summary ? { text: summary, language: languageOf('summary') } : null,
      body: html || text ? { html: html ?? '', text: text ?? '', language: languageOf(bodyField) } : null,
    }),
    disclaimers: disclaimersOf(record.requiredDisclaimers),
  };
}

export function disclaimersOf(required: readonly DisclaimerFragment[]): LocalizedText[] {
  return required.map(({ text, locale }) => ({ text, language: locale }));
}

function partiesOf(parties: FeedEventFragment['participations']): Party[] {
  const named = parties.flatMap(({ displayName: name, organisation }) =>
    name ? [{ name, ...withoutAbsent({ url: organisation?.website }) }] : [],
  );
  return [...new Map(named.map((party) => [party.name, party])).values()];
}

/** Once for each way of backing, funders first. */
function backersOf(sponsorships: FeedEventFragment['sponsorships']): Backer[] {
  return backingTypes.flatMap((type) => {
    const own = sponsorships.filter((each) => each.type === type);
    return partiesOf(own).map((party) => ({
      ...party,
      type,
      ...withoutAbsent({ label: own[0]?.typeLabel }),
    }));
  });
}

function namesOf({ credits }: FeedEventFragment | FeedArticleFragment): string[] {
  return [...new Set(credits.flatMap(({ displayName }) => displayName ?? []))];
}

function scheduleOf({ precision, timeZone, ...when }: EventScheduleFragment) {
  return { precision, timeZone, ...withoutAbsent(when) };
}

/** The UUID of a global id. */
function uuidIn(id: string): string {
  return id.slice(id.lastIndexOf('_') + 1);
}

type Present<Values> = { [Key in keyof Values]?: NonNullable<Values[Key]> };

/** Without absent values. */
function withoutAbsent<Values extends object>(values: Values): Present<Values> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  ) as Present<Values>;
}
