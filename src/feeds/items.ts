import type { EventDetails, LocalizedText, Party } from '../events/facts/event-details.js';
import type { ArticleItem, EventItem } from './feed-item.js';
import type {
  DisclaimerFragment,
  EventScheduleFragment,
  FallbackFragment,
  FeedArticleFragment,
  FeedEventFragment,
  OriginFragment,
  SponsorshipType,
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

/** Funders come first, and who supports without paying last. */
const SPONSORSHIPS: readonly SponsorshipType[] = ['FUNDED', 'SPONSORED', 'IN_KIND', 'SUPPORTED'];

export function eventItem(record: FeedEventFragment, pageAddress: PageAddress): EventItem {
  const { series, session } = record;
  return {
    ...commonOf(record, 'events', pageAddress),
    ...detailsOf(record),
    kind: 'Event',
    lifecycle: record.lifecycle,
    isWithdrawn: false,
    categories: record.categories,
    ...withoutAbsent({
      series: series && { id: series.id, ...withoutAbsent({ title: series.title, session }) },
      parentId: record.parent?.id,
    }),
  };
}

function detailsOf(record: FeedEventFragment): EventDetails {
  const { admission, registration, previousStart, previousStartDate, localization } = record;
  const { requested } = localization;
  const previous = withoutAbsent({ start: previousStart, startDate: previousStartDate });
  return {
    state: record.state,
    stateLabel: record.stateLabel,
    schedule: scheduleOf(record.schedule),
    ...(previous.startDate ? { previous } : {}),
    ...withoutAbsent({
      attendanceMode: record.attendanceMode,
      venue: record.venue && venueOf(record.venue),
      onlineUrl: record.onlineUrl,
      admission: admission && {
        type: admission.type,
        ...withoutAbsent({
          price: admission.price,
          currency: admission.currency,
          note: textIn(admission.note, 'admission.note', localization),
        }),
      },
      registration: registration && {
        state: registration.state,
        label: registration.stateLabel,
        ...withoutAbsent({
          url: registration.url,
          opensAt: registration.opensAt,
          deadline: registration.deadline,
        }),
      },
    }),
    organisations: record.participations.flatMap(({ role, roleLabel, organisation, ...each }) =>
      partyOf({ ...each, requested, role, label: roleLabel, url: organisation?.website }),
    ),
    people: record.credits.flatMap(({ role, roleLabel, ...each }) =>
      partyOf({ ...each, requested, role, label: roleLabel }),
    ),
    sponsors: sponsorsOf(record),
    spokenLanguages: record.spokenLanguages,
  };
}

function venueOf({ name, room, address, mapUrl, localization }: NonNullable<FeedEventFragment['venue']>) {
  return withoutAbsent({
    name: textIn(name, 'name', localization),
    room: textIn(room, 'room', localization),
    address: textIn(address, 'address', localization),
    mapUrl,
  });
}

function sponsorsOf({ sponsorships }: FeedEventFragment): Party[] {
  return SPONSORSHIPS.flatMap((type) =>
    sponsorships
      .filter((each) => each.type === type)
      .flatMap(({ displayName, typeLabel, organisation, localization: { requested, fallbacks } }) =>
        partyOf({
          displayName,
          fallbacks,
          requested,
          role: type,
          label: typeLabel,
          url: organisation?.website,
        }),
      ),
  );
}

/** Empty without a name. */
function partyOf({
  displayName,
  fallbacks,
  requested,
  role,
  label,
  url,
}: {
  readonly displayName: string | null;
  readonly fallbacks: readonly FallbackFragment[];
  readonly requested: string;
  readonly role: string;
  readonly label: string;
  readonly url?: string | null | undefined;
}): Party[] {
  const name = textIn(displayName, 'displayName', { requested, fallbacks });
  return name ? [{ role, label, name, ...withoutAbsent({ url }) }] : [];
}

/** A text with its actual language. */
function textIn(
  text: string | null,
  field: string,
  { requested, fallbacks }: OriginFragment,
): LocalizedText | undefined {
  const language = fallbacks.find((each) => each.field === field)?.locale ?? requested;
  return text ? { text, language } : undefined;
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
    state: 'CANCELLED',
    stateLabel: '',
    isWithdrawn: true,
    schedule: scheduleOf(record.schedule),
    organisations: [],
    people: [],
    sponsors: [],
    categories: [],
    spokenLanguages: [],
  };
}

function commonOf(record: FeedEventFragment | FeedArticleFragment, type: string, pageAddress: PageAddress) {
  const { id, slug, localization, summary, bodyHtml: html, bodyText: text, kindLabel, changedAt } = record;
  const { requested } = localization;
  const title = textIn(record.title, 'title', localization) ?? { text: kindLabel, language: requested };
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
      summary: textIn(summary, 'summary', localization),
      body:
        html || text
          ? {
              html: html ?? '',
              text: text ?? '',
              language: textIn('-', bodyField, localization)?.language ?? requested,
            }
          : null,
    }),
    disclaimers: disclaimersOf(record.requiredDisclaimers),
  };
}

export function disclaimersOf(required: readonly DisclaimerFragment[]): LocalizedText[] {
  return required.map(({ text, locale }) => ({ text, language: locale }));
}

function namesOf({ credits }: FeedArticleFragment): string[] {
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
