import type { GraphQLInputObjectType } from 'graphql';
import type { Locales } from '../content/language/locale.js';
import type { Clock } from '../foundation/clock.js';
import { Refusal, refuse } from '../foundation/errors.js';
import type { RequestRecord } from '../foundation/request-record.js';
import type { Charge } from '../http/charge.js';
import { type FinishedResponse, finishedResponse, tagHeaders } from '../http/finished-response.js';
import type { CacheableResponse, ResponseCache } from '../http/response-cache.js';
import { DependencyRecord } from '../http/response-cache.js';
import type { PartnerFeeds, SavedFeed } from '../partners/partner-feeds.js';
import { type Feed, write } from './feed.js';
import type { FeedNames } from './feed-names.js';
import { parametersOf } from './feed-parameters.js';
import { FeedGone, FeedNotFound, feedPathOf } from './feed-path.js';
import type { AskedItems, FeedSource } from './feed-source.js';
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
  /** The website of the association. */
  readonly homeUrl: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly filters: { readonly events: GraphQLInputObjectType; readonly articles: GraphQLInputObjectType };
}

/** What may be asked of a saved feed: everything else is saved with it. */
const SAVED_CONDITIONS = ['changedSince'];

/** How long caches may show a feed without asking: what is cancelled should be seen soon. Asking costs a 304. */
const CACHE_CONTROL = 'public, max-age=60';

/** Who asks for a feed, as far as that makes a difference. */
export interface Visitor {
  readonly acceptLanguage?: string | undefined;
  readonly origin?: string | undefined;
  readonly userAgent?: string | undefined;
  /** Who pays for a feed that has to be made, and has it made in turn; undefined inside of a turn. */
  readonly charge?: Charge;
  readonly record?: RequestRecord | undefined;
}

/** A finished feed, the headers that depend on who asks, and where the fetch is written down. */
export interface FoundFeed {
  readonly answer: FinishedResponse;
  readonly headers: Readonly<Record<string, string>>;
  readonly note: (status: number) => void;
}

/** @throws FeedNotFound, FeedGone; Refusal for wrong parameters, foreign pages, and a database that is away */
export async function findFeed(settings: FeedSettings, url: URL, visitor: Visitor): Promise<FoundFeed> {
  const path = feedPathOf(url.pathname);
  if (path.of === 'partner') return findSavedFeed(settings, path, url, visitor);
  const isList = path.of === 'events' || path.of === 'articles';
  const filter = path.of === 'articles' ? settings.filters.articles : settings.filters.events;
  // One event, and one issue, are chosen by their address.
  const parameters = parametersOf(url.searchParams, filter, settings.locales, isList ? undefined : []);
  const locale = parameters.locale ?? settings.locales.negotiate(visitor.acceptLanguage);
  const { record } = visitor;
  const answer = await keptOrMade(settings.cache, addressKey(url, locale), visitor, () =>
    makeFeed(settings, path.format, { url, locale, record }, (asked) =>
      openFeed(settings, path, parameters, asked),
    ),
  );
  const headers = { ...anyOrigin, ...(parameters.locale ? {} : { vary: 'Accept-Language' }) };
  return { answer, headers, note: () => undefined };
}

/** The feed of a partner: its choice of events, and who may read it, are saved. */
async function findSavedFeed(
  settings: FeedSettings,
  { id, format }: { readonly id: string; readonly format: FeedFormat },
  url: URL,
  visitor: Visitor,
): Promise<FoundFeed> {
  const { partnerFeeds, filters, cache } = settings;
  const { origin, userAgent, record } = visitor;
  const found = await partnerFeeds.find(id);
  if (found.status === 'missing') throw new FeedNotFound('There is no such feed.');
  const { feed } = found;
  const note = (status: number, more: { locale?: string; error?: string } = {}) =>
    partnerFeeds.noteFetch(feed, { format: format.extension, status, userAgent, origin, ...more });
  try {
    if (found.status === 'gone') throw new FeedGone('This feed has been deleted.');
    const headers = originHeaders(feed, origin);
    const parameters = parametersOf(url.searchParams, filters.events, settings.locales, SAVED_CONDITIONS);
    const locale = partnerFeeds.localeOf(feed, parameters.locale);
    // With what is saved: a change of it makes another answer.
    const { name, filter, limit, theme, allowedOrigins, organisationId } = feed;
    const saved = JSON.stringify([name, filter, limit, theme, allowedOrigins, organisationId]);
    const answer = await keptOrMade(cache, `${addressKey(url, locale)} ${saved}`, visitor, () =>
      makeFeed(settings, format, { url, locale, record }, (asked) =>
        savedFeed(settings, feed, { format, parameters }, asked),
      ),
    );
    return { answer, headers, note: (status) => note(status, { locale }) };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) note(refusal.status, { error: refusal.sentence });
    throw error;
  }
}

/** Public content, no cookies: any site may read it. */
const anyOrigin = { 'access-control-allow-origin': '*' } as const;

/** Pages of other origins than the allowed are refused; browsers keep the answer from them, too. */
function originHeaders({ allowedOrigins }: SavedFeed, origin: string | undefined): Record<string, string> {
  if (!allowedOrigins) return { ...anyOrigin };
  if (origin === undefined) return { vary: 'Origin' };
  if (!allowedOrigins.includes(origin))
    refuse('FORBIDDEN', `This feed is for pages of other sites than ${origin}.`, ['origin']);
  return { vary: 'Origin', 'access-control-allow-origin': origin };
}

async function keptOrMade(
  cache: ResponseCache,
  key: string,
  { charge }: Visitor,
  make: () => Promise<CacheableResponse>,
): Promise<FinishedResponse> {
  if (!charge) return cache.getOrCreate(key, make);
  return cache.get(key) ?? charge.queued(() => cache.getOrCreate(key, () => charge.work(make)));
}

async function makeFeed(
  settings: FeedSettings,
  format: FeedFormat,
  { url, locale, record }: { url: URL; locale: string; record: RequestRecord | undefined },
  open: (asked: AskedItems) => Promise<Feed>,
): Promise<CacheableResponse> {
  const dependencies = new DependencyRecord();
  if (record) record.isExecuted = true;
  const feed = await open({ locale, now: settings.clock(), dependencies, record, texts: format.texts });
  const { body, lastModified } = await write(feed, format, {
    language: locale,
    selfUrl: `${settings.publicUrl}${url.pathname}${url.search}`,
    homeUrl: settings.homeUrl,
  });
  const headers = {
    'content-type': format.mediaType,
    'content-language': locale,
    'cache-control': CACHE_CONTROL,
    ...tagHeaders(dependencies.tags),
  };
  return { response: finishedResponse(body, headers, { lastModified }), dependencies };
}

/** The same parameters in another order are the same feed. */
function addressKey({ pathname, searchParams }: URL, locale: string): string {
  const sorted = new URLSearchParams(searchParams);
  sorted.sort();
  return `feed ${pathname}?${sorted} ${locale}`;
}

/** Undefined for a fault of ours. */
export function refusalOf(
  error: unknown,
): { readonly status: number; readonly sentence: string } | undefined {
  if (error instanceof FeedNotFound) return { status: 404, sentence: error.message };
  if (error instanceof FeedGone) return { status: 410, sentence: error.message };
  if (!(error instanceof Refusal)) return undefined;
  const status = { UNAVAILABLE: 503, FORBIDDEN: 403 }[error.code as string] ?? 400;
  return { status, sentence: error.message };
}
