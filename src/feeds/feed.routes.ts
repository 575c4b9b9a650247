import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Route } from '../http/route.js';
import { sendAnswer } from '../http/send-answer.js';
import { anyOrigin, type FeedSettings, findFeed, refusalOf } from './find-feed.js';

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
  response.setHeader(
    'access-control-expose-headers',
    'Content-Language, ETag, Last-Modified, RateLimit, Retry-After',
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
  try {
    const { origin, 'user-agent': userAgent, 'accept-language': acceptLanguage } = request.headers;
    const { answer, headers, note } = await findFeed(settings, url, { origin, userAgent, acceptLanguage });
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    await sendAnswer(request, response, answer);
    note(response.statusCode);
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    if (refusal.status === 503) response.setHeader('retry-after', '1');
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
