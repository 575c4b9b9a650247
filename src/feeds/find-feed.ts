import type { GraphQLInputObjectType } from 'graphql';
import type { Locales } from '../content/language/locale.js';
import type { Clock } from '../foundation/clock.js';
import type { Database } from '../foundation/database.js';
import { Refusal, refuse } from '../foundation/errors.js';
import type { RequestRecord } from '../foundation/request-record.js';
import { ANY_ORIGIN } from '../http/any-origin.js';
import type { Charge } from '../http/charge.js';
import {
  type FinishedResponse,
  finishedResponse,
  isReadable,
  tagHeaders,
} from '../http/finished-response.js';
import type { CacheableResponse, ResponseCache } from '../http/response-cache.js';
import { DependencyRecord } from '../http/response-cache.js';
import type { PartnerFeeds, SavedFeed } from '../partners/partner-feeds.js';
import { type Feed, write } from './feed.js';
import type { FeedNames } from './feed-names.js';
import { parametersOf } from './feed-parameters.js';
import { FeedGone, FeedNotFound, feedPathOf } from './feed-path.js';
import type { FeedSource, ItemsRequest } from './feed-source.js';
import type { FeedFormat } from './formats/formats.js';
import { openFeed } from './open-feeds.js';
import { savedFeed } from './saved-feed.js';

export interface FeedSettings {
  readonly source: FeedSource;
  readonly cache: ResponseCache;
  readonly locales: Locales;
  readonly names: FeedNames;
  readonly clock: Clock;
  readonly partnerFeeds: PartnerFeeds;
  /** The URL of the association's website. */
  readonly homeUrl: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly openSnapshot: Database['openSnapshot'];
  readonly filters: { readonly events: GraphQLInputObjectType; readonly articles: GraphQLInputObjectType };
}

/** The parameters of a saved feed: everything else is saved with it. */
const SAVED_CONDITIONS = ['changedSince'];

/** Short, so that cancellations show up soon. Revalidation costs a 304. */
const CACHE_CONTROL = 'public, max-age=60';

/** The caller of a feed, as far as the response depends on it. */
export interface Visitor {
  readonly acceptLanguage?: string | undefined;
  readonly origin?: string | undefined;
  readonly userAgent?: string | undefined;
  /** The record that is charged and scheduled for rendering; undefined inside a scheduled turn. */
  readonly charge?: Charge;
  /** Whether a response is sent with its body; absent: always. */
  readonly needsBody?: (response: FinishedResponse) => boolean;
  readonly record?: RequestRecord | undefined;
}

/** A rendered feed, the headers that depend on the caller, and where the fetch is recorded. */
export interface FoundFeed {
  readonly rendered: FinishedResponse;
  readonly headers: Readonly<Record<string, string>>;
  readonly note: (status: number) => void;
}

/** @throws FeedNotFound, FeedGone; Refusal for invalid parameters, forbidden origins, and an unavailable database */
export async function findFeed(settings: FeedSettings, url: URL, visitor: Visitor): Promise<FoundFeed> {
  const path = feedPathOf(url.pathname);
  if (path.of === 'partner') return findSavedFeed(settings, path, url, visitor);
  const isList = path.of === 'events' || path.of === 'articles';
  const filter = path.of === 'articles' ? settings.filters.articles : settings.filters.events;
  // A single event or issue is chosen by its path.
  const parameters = parametersOf(url.searchParams, filter, settings.locales, isList ? undefined : []);
  const locale = parameters.locale ?? settings.locales.negotiate(visitor.acceptLanguage);
  const { record } = visitor;
  const rendered = await cachedOrRendered(settings.cache, addressKey(url, locale), visitor, () =>
    renderFeed(settings, path.format, { url, locale, record }, (asked) =>
      openFeed(settings, path, parameters, asked),
    ),
  );
  const headers = { ...ANY_ORIGIN, ...(parameters.locale ? {} : { vary: 'Accept-Language' }) };
  return { rendered, headers, note: () => undefined };
}

/** The feed of a partner: the selection of events and the allowed origins are saved. */
async function findSavedFeed(
  settings: FeedSettings,
  { id, format }: { readonly id: string; readonly format: FeedFormat },
  url: URL,
  visitor: Visitor,
): Promise<FoundFeed> {
  const { partnerFeeds, filters, cache } = settings;
  const { origin, userAgent, record } = visitor;
  const found = await partnerFeeds.find(id);
  if (found.status === 'missing') throw new FeedNotFound('Feed not found.');
  const { feed } = found;
  const note = (status: number, more: { locale?: string; error?: string } = {}) =>
    partnerFeeds.logFetch(feed, { format: format.extension, status, userAgent, origin, ...more });
  try {
    if (found.status === 'gone') throw new FeedGone('This feed has been deleted.');
    const headers = originHeaders(feed, origin);
    const parameters = parametersOf(url.searchParams, filters.events, settings.locales, SAVED_CONDITIONS);
    const locale = partnerFeeds.localeOf(feed, parameters.locale);
    // The cache key contains the saved settings: changing them changes the response.
    const { name, filter, limit, theme, allowedOrigins, organisationId } = feed;
    const saved = JSON.stringify([name, filter, limit, theme, allowedOrigins, organisationId]);
    const rendered = await cachedOrRendered(cache, `${addressKey(url, locale)} ${saved}`, visitor, () =>
      renderFeed(settings, format, { url, locale, record }, (asked) =>
        savedFeed(settings, feed, { format, parameters }, asked),
      ),
    );
    return { rendered, headers, note: (status) => note(status, { locale }) };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) note(refusal.status, { error: refusal.sentence });
    throw error;
  }
}

/** Refuses other origins than the allowed ones; browsers withhold the response from them, too. */
function originHeaders({ allowedOrigins }: SavedFeed, origin: string | undefined): Record<string, string> {
  if (!allowedOrigins) return ANY_ORIGIN;
  if (origin === undefined) return { vary: 'Origin' };
  if (!allowedOrigins.includes(origin))
    refuse('FORBIDDEN', `This feed cannot be used on pages of ${origin}.`, ['origin']);
  return { vary: 'Origin', 'access-control-allow-origin': origin };
}

async function cachedOrRendered(
  cache: ResponseCache,
  key: string,
  { charge, needsBody = () => true }: Visitor,
  make: () => Promise<CacheableResponse>,
): Promise<FinishedResponse> {
  const cached = cache.get(key);
  if (cached && (isReadable(cached) || !needsBody(cached))) return cached;
  return charge
    ? charge.queuedResponse((makeCharged) => cache.create(key, () => makeCharged(make)))
    : cache.create(key, make);
}

async function renderFeed(
  settings: FeedSettings,
  format: FeedFormat,
  { url, locale, record }: { url: URL; locale: string; record: RequestRecord | undefined },
  open: (asked: ItemsRequest) => Promise<Feed>,
): Promise<CacheableResponse> {
  const dependencies = new DependencyRecord();
  if (record) record.isExecuted = true;
  const lastModified = new Date();
  const snapshot = await settings.openSnapshot(record);
  const asked = { locale, now: settings.clock(), dependencies, record, snapshot, texts: format.texts };
  const feed = await open(asked).catch(async (error: unknown) => {
    await snapshot.close();
    throw error;
  });
  const address = {
    language: locale,
    selfUrl: `${settings.publicUrl}${url.pathname}${url.search}`,
    homeUrl: settings.homeUrl,
  };
  const { body, digest } = await write(feed, format, address, () => snapshot.close());
  const headers = {
    'content-type': format.mediaType,
    'content-language': locale,
    'cache-control': CACHE_CONTROL,
    ...tagHeaders(dependencies.tags),
  };
  return { response: finishedResponse(body, headers, { digest, lastModified }), dependencies };
}

/** Parameters in another order give the same key. */
function addressKey({ pathname, searchParams }: URL, locale: string): string {
  const sorted = new URLSearchParams(searchParams);
  sorted.sort();
  return `feed ${pathname}?${sorted} ${locale}`;
}

/** Undefined for internal errors. */
export function refusalOf(
  error: unknown,
): { readonly status: number; readonly sentence: string } | undefined {
  if (error instanceof FeedNotFound) return { status: 404, sentence: error.message };
  if (error instanceof FeedGone) return { status: 410, sentence: error.message };
  if (!(error instanceof Refusal)) return undefined;
  const status = { UNAVAILABLE: 503, FORBIDDEN: 403 }[error.code as string] ?? 400;
  return { status, sentence: error.message };
}
