import type { IncomingMessage, ServerResponse } from 'node:http';
import { recordOf } from '../http/observed-response.js';
import { type RateLimits, TooMuch } from '../http/rate-limits.js';
import type { Route } from '../http/route.js';
import { sendAnswer } from '../http/send-answer.js';
import { anyOrigin, type FeedSettings, findFeed, refusalOf } from './find-feed.js';

export interface FeedRouteSettings extends FeedSettings {
  readonly rateLimits: RateLimits;
}

export function feedRoutes(settings: FeedRouteSettings): Route[] {
  return [
    { path: '/feeds/', handle: (request, response, url) => answerFeed(settings, request, response, url) },
  ];
}

async function answerFeed(
  settings: FeedRouteSettings,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  response.setHeader(
    'access-control-expose-headers',
    'Content-Language, ETag, Last-Modified, RateLimit, RateLimit-Policy, Retry-After, Server-Timing, X-Request-Id',
  );
  response.setHeader('x-content-type-options', 'nosniff');
  if (request.method === 'OPTIONS') {
    response
      .writeHead(204, {
        ...anyOrigin,
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
  const { rateLimits } = settings;
  const client = rateLimits.clientOf(request);
  const refused = rateLimits.charge(client, 1, response);
  if (refused) return refuseWith(response, refused.status, refused.message);
  const pay = (points: number) => {
    const problem = rateLimits.charge(client, points, response, 1);
    if (problem) throw new TooMuch(problem);
  };
  try {
    const { origin, 'user-agent': userAgent, 'accept-language': acceptLanguage } = request.headers;
    const { answer, headers, note } = await findFeed(settings, url, {
      origin,
      userAgent,
      acceptLanguage,
      pay,
      record: recordOf(response),
    });
    await sendAnswer(request, response, answer, headers);
    note(response.statusCode);
  } catch (error) {
    if (error instanceof TooMuch) return refuseWith(response, error.problem.status, error.message);
    const refusal = refusalOf(error);
    // What passes by itself is told in the same way everywhere.
    if (!refusal || refusal.status === 503) throw error;
    // Whoever is told no should see why; but pages that may not read a feed may not read that either.
    if (refusal.status !== 403) response.setHeader('access-control-allow-origin', '*');
    refuseWith(response, refusal.status, refusal.sentence);
  }
}

function refuseWith(response: ServerResponse, status: number, sentence: string): void {
  response
    .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .end(`${sentence}\n`);
}
