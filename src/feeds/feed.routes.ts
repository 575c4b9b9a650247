import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GraphQLInputObjectType } from 'graphql';
import type { Locales } from '../content/localization/locale.js';
import type { Clock } from '../foundation/clock.js';
import { Refusal } from '../foundation/errors.js';
import { answerOf } from '../http/answer.js';
import type { AnswerCache, MadeAnswer } from '../http/answer-cache.js';
import { DependencyRecord } from '../http/dependencies.js';
import type { Route } from '../http/route.js';
import { sendAnswer } from '../http/send-answer.js';
import { type Feed, write } from './feed.js';
import type { FeedNames } from './feed-names.js';
import { type FeedParameters, parametersOf } from './feed-parameters.js';
import { FeedNotFound, type FeedPath, feedPathOf } from './feed-path.js';
import { type Asked, FeedSource } from './feed-source.js';
import { openFeed } from './open-feeds.js';

export interface FeedSettings {
  readonly source: FeedSource;
  readonly cache: AnswerCache;
  readonly locales: Locales;
  readonly names: FeedNames;
  readonly clock: Clock;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly filters: { readonly events: GraphQLInputObjectType; readonly articles: GraphQLInputObjectType };
}

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
    const path = feedPathOf(url.pathname);
    const parameters = parametersFor(settings, path, url);
    const locale = parameters.locale ?? settings.locales.negotiate(request.headers['accept-language']);
    // The same parameters in another order are the same feed.
    const key = `feed ${url.pathname}?${sorted(url.searchParams)} ${locale}`;
    const answer = await settings.cache.answer(key, () =>
      makeFeed(settings, path, parameters, { url, locale }),
    );
    if (parameters.locale === undefined) response.setHeader('vary', 'Accept-Language');
    await sendAnswer(request, response, answer);
  } catch (error) {
    if (error instanceof FeedNotFound) return refuseWith(response, 404, error.message);
    if (!(error instanceof Refusal)) throw error;
    const isPassing = error.code === 'UNAVAILABLE';
    if (isPassing) response.setHeader('retry-after', '1');
    refuseWith(response, isPassing ? 503 : 400, error.message);
  }
}

async function makeFeed(
  settings: FeedSettings,
  path: FeedPath,
  parameters: FeedParameters,
  { url, locale }: { readonly url: URL; readonly locale: string },
): Promise<MadeAnswer> {
  const dependencies = new DependencyRecord();
  const asked: Asked = { locale, now: settings.clock(), dependencies };
  const feed: Feed = await openFeed(settings, path, parameters, asked);
  const { body, lastModified } = await write(feed, path.format, {
    language: locale,
    selfUrl: `${settings.publicUrl}${url.pathname}${url.search}`,
    homeUrl: settings.publicUrl,
  });
  const headers = {
    'content-type': path.format.mediaType,
    'content-language': locale,
    'cache-control': CACHE_CONTROL,
  };
  return { answer: answerOf(body, headers, { lastModified }), dependencies };
}

function parametersFor({ filters, locales }: FeedSettings, path: FeedPath, url: URL): FeedParameters {
  const filter = path.of === 'articles' ? filters.articles : filters.events;
  // One event, and one issue, are chosen by their address.
  return parametersOf(
    url.searchParams,
    filter,
    locales,
    path.of === 'event' || path.of === 'issue' ? [] : undefined,
  );
}

function sorted(query: URLSearchParams): string {
  const copy = new URLSearchParams(query);
  copy.sort();
  return copy.toString();
}

function refuseWith(response: ServerResponse, status: number, sentence: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end(`${sentence}\n`);
}
