import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLInputObjectType } from 'graphql';
import type { Locales } from '../content/localization/locale.js';
import type { Clock } from '../foundation/clock.js';
import { Refusal, refuse } from '../foundation/errors.js';
import { answerOf } from '../http/answer.js';
import type { AnswerCache, MadeAnswer } from '../http/answer-cache.js';
import { DependencyRecord } from '../http/dependencies.js';
import type { Route } from '../http/route.js';
import { sendAnswer } from '../http/send-answer.js';
import type { PartnerFeeds, SavedFeed } from '../partners/partner-feeds.js';
import { type Feed, write } from './feed.js';
import type { FeedNames } from './feed-names.js';
import { parametersOf } from './feed-parameters.js';
import { FeedGone, FeedNotFound, feedPathOf } from './feed-path.js';
import { type Asked, FeedSource } from './feed-source.js';
import type { FeedFormat } from './formats/formats.js';
import { openFeed } from './open-feeds.js';
import { savedFeed } from './saved-feed.js';

export interface FeedSettings {
  readonly source: FeedSource;
  readonly cache: AnswerCache;
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

export function feedRoutes(settings: FeedSettings): Route[] {
  return [
    { path: '/feeds/', handle: (request, response, url) => answerFeed(settings, request, response, url) },
  ];
}

async function answerFeed(
  settings: FeedSettings,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  // Public content, no cookies: any site may read it.
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader(
    'access-control-expose-headers',
    'Content-Language, ETag, Last-Modified, RateLimit, Retry-After',
  );
  response.setHeader('x-content-type-options', 'nosniff');
  if (request.method === 'OPTIONS') {
    response
      .writeHead(204, {
        'access-control-allow-methods': 'GET, HEAD, OPTIONS',
        'access-control-allow-headers': request.headers['access-control-request-headers'] ?? 'if-none-match',
        'access-control-max-age': '86400',
      })
      .end();
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD, OPTIONS');
    return refuseWith(response, 405, 'Feeds can be read only: use GET or HEAD.');
  }
  try {
    await sendFeed(settings, request, response, url);
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    if (refusal.status === 503) response.setHeader('retry-after', '1');
    refuseWith(response, refusal.status, refusal.sentence);
  }
}

async function sendFeed(
  settings: FeedSettings,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const path = feedPathOf(url.pathname);
  if (path.of === 'partner') return sendSavedFeed(settings, path, request, response, url);
  const isList = path.of === 'events' || path.of === 'articles';
  const filter = path.of === 'articles' ? settings.filters.articles : settings.filters.events;
  // One event, and one issue, are chosen by their address.
  const parameters = parametersOf(url.searchParams, filter, settings.locales, isList ? undefined : []);
  const locale = parameters.locale ?? settings.locales.negotiate(request.headers['accept-language']);
  if (parameters.locale === undefined) response.setHeader('vary', 'Accept-Language');
  const key = addressKey(url, locale);
  const answer = await settings.cache.answer(key, () =>
    makeFeed(settings, path.format, { url, locale }, (asked) => openFeed(settings, path, parameters, asked)),
  );
  await sendAnswer(request, response, answer);
}

/** The feed of a partner: its choice of events, and who may read it, are saved. */
async function sendSavedFeed(
  settings: FeedSettings,
  { id, format }: { readonly id: string; readonly format: FeedFormat },
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { partnerFeeds, filters, cache } = settings;
  const { origin, 'user-agent': userAgent } = request.headers;
  const found = await partnerFeeds.find(id);
  if (found.status === 'missing') throw new FeedNotFound('There is no such feed.');
  const { feed } = found;
  const note = (status: number, more: { locale?: string; error?: string } = {}) =>
    partnerFeeds.noteFetch(feed, { format: format.extension, status, userAgent, origin, ...more });
  try {
    if (found.status === 'gone') throw new FeedGone('This feed has been deleted.');
    allow(response, feed, origin);
    const parameters = parametersOf(url.searchParams, filters.events, settings.locales, SAVED_CONDITIONS);
    const locale = partnerFeeds.localeOf(feed, parameters.locale);
    // With what is saved: a change of it makes another answer.
    const { name, filter, limit, theme, allowedOrigins, organisationId } = feed;
    const saved = JSON.stringify([name, filter, limit, theme, allowedOrigins, organisationId]);
    const key = `${addressKey(url, locale)} ${saved}`;
    const answer = await cache.answer(key, () =>
      makeFeed(settings, format, { url, locale }, (asked) =>
        savedFeed(settings, feed, { format, parameters }, asked),
      ),
    );
    await sendAnswer(request, response, answer);
    note(response.statusCode, { locale });
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) note(refusal.status, { error: refusal.sentence });
    throw error;
  }
}

/** Pages of other origins than the allowed are refused; browsers keep the answer from them, too. */
function allow(response: ServerResponse, { allowedOrigins }: SavedFeed, origin: string | undefined): void {
  if (!allowedOrigins) return;
  response.setHeader('vary', 'Origin');
  response.removeHeader('access-control-allow-origin');
  if (origin === undefined) return;
  if (!allowedOrigins.includes(origin))
    refuse('FORBIDDEN', `This feed is for pages of other sites than ${origin}.`, ['origin']);
  response.setHeader('access-control-allow-origin', origin);
}

async function makeFeed(
  settings: FeedSettings,
  format: FeedFormat,
  { url, locale }: { readonly url: URL; readonly locale: string },
  open: (asked: Asked) => Promise<Feed>,
): Promise<MadeAnswer> {
  const dependencies = new DependencyRecord();
  const feed = await open({ locale, now: settings.clock(), dependencies });
  const { body, lastModified } = await write(feed, format, {
    language: locale,
    selfUrl: `${settings.publicUrl}${url.pathname}${url.search}`,
    homeUrl: settings.homeUrl,
  });
  const headers = {
    'content-type': format.mediaType,
    'content-language': locale,
    'cache-control': CACHE_CONTROL,
  };
  return { answer: answerOf(body, headers, { lastModified }), dependencies };
}

/** The same parameters in another order are the same feed. */
function addressKey({ pathname, searchParams }: URL, locale: string): string {
  const sorted = new URLSearchParams(searchParams);
  sorted.sort();
  return `feed ${pathname}?${sorted} ${locale}`;
}

/** Undefined for a fault of ours. */
function refusalOf(error: unknown): { readonly status: number; readonly sentence: string } | undefined {
  if (error instanceof FeedNotFound) return { status: 404, sentence: error.message };
  if (error instanceof FeedGone) return { status: 410, sentence: error.message };
  if (!(error instanceof Refusal)) return undefined;
  const status = { UNAVAILABLE: 503, FORBIDDEN: 403 }[error.code as string] ?? 400;
  return { status, sentence: error.message };
}

function refuseWith(response: ServerResponse, status: number, sentence: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end(`${sentence}\n`);
}
