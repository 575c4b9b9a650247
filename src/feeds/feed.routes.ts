import type { IncomingMessage, ServerResponse } from 'node:http';
import { ANY_ORIGIN } from '../http/any-origin.js';
import type { BeginCharge } from '../http/charge.js';
import type { HttpProblem } from '../http/http-problem.js';
import { handlePreflight } from '../http/preflight.js';
import type { Route } from '../http/route.js';
import { sendResponse } from '../http/send-response.js';
import { Throttled } from '../http/throttled.js';
import { isNotModified } from '../http/validators.js';
import { type FeedSettings, findFeed, refusalOf } from './find-feed.js';

const READ_METHODS = 'GET, HEAD, OPTIONS';

export interface FeedRouteSettings extends FeedSettings {
  readonly charging: BeginCharge;
}

export function feedRoutes(settings: FeedRouteSettings): Route[] {
  return [
    {
      path: '/feeds/',
      handle: (request, response, url) => respondWithFeed(settings, request, response, url),
    },
  ];
}

async function respondWithFeed(
  settings: FeedRouteSettings,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  response.setHeader(
    'access-control-expose-headers',
    'Content-Language, ETag, Last-Modified, RateLimit, RateLimit-Policy, Retry-After, Server-Timing, X-RateLimit-Cost, X-Request-Id',
  );
  response.setHeader('x-content-type-options', 'nosniff');
  if (request.method === 'OPTIONS') return handlePreflight(request, response, READ_METHODS);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', READ_METHODS);
    return refuseWith(response, 405, 'Method not allowed: use GET or HEAD.');
  }
  const charge = await settings.charging(request, response);
  const refused = charge.refusal();
  if (refused) return refuseThrottled(response, refused);
  try {
    const { origin, 'user-agent': userAgent, 'accept-language': acceptLanguage } = request.headers;
    const { rendered, headers, note } = await findFeed(settings, url, {
      origin,
      userAgent,
      acceptLanguage,
      charge,
      record: charge.record,
      needsBody: (cached) => request.method !== 'HEAD' && !isNotModified(request, cached),
    });
    note(isNotModified(request, rendered) ? 304 : rendered.status);
    await sendResponse(request, response, rendered, headers);
  } catch (error) {
    if (error instanceof Throttled) return refuseThrottled(response, error.problem);
    const refusal = refusalOf(error);
    // Temporary errors are reported in the same way everywhere.
    if (!refusal || refusal.status === 503) throw error;
    // Refusals are readable by pages, too, except for pages that may not read the feed.
    if (refusal.status !== 403) response.setHeaders(new Headers(ANY_ORIGIN));
    refuseWith(response, refusal.status, refusal.sentence);
  }
}

function refuseThrottled(response: ServerResponse, { status, message, retryAfter }: HttpProblem): void {
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
  refuseWith(response, status, message);
}

function refuseWith(response: ServerResponse, status: number, sentence: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end(`${sentence}\n`);
}
