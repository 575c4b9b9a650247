import type { IncomingMessage } from 'node:http';
import type { Headers } from '../http/answer.js';

/** Public content, no cookies: any site may read it. */
const EVERY_ANSWER: Headers = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'Content-Language, ETag, Idempotency-Replayed, RateLimit, RateLimit-Policy, Retry-After, Server-Timing, X-RateLimit-Cost, X-Request-Id',
  'x-content-type-options': 'nosniff',
};

/**
 * How long shared caches may show an answer without asking, and while they ask: here it is dropped with the publication
 * that makes it wrong, there it is not. Browsers ask each time, which costs a 304.
 */
export const PUBLIC = 'public, max-age=0, s-maxage=10, stale-while-revalidate=60';

/** For one reader alone, or for nobody for long. */
export const PRIVATE = 'private, no-store';

/** Of an answer that is not kept for others. */
export function unsharedFor({ headers }: IncomingMessage): string {
  return headers.authorization === undefined ? 'no-store' : PRIVATE;
}

/** Of an answer that is finished: what is told to the holder of a key is no answer for others. */
export function answerHeaders(headers: Headers, cacheControl?: string): Headers {
  return {
    ...EVERY_ANSWER,
    ...headers,
    vary: headers.vary === undefined ? 'Authorization' : `${headers.vary}, Authorization`,
    ...(cacheControl === undefined ? {} : { 'cache-control': cacheControl }),
  };
}

/**
 * Says which languages an answer is in, and whether another `Accept-Language` may give another answer.
 * @param followsReader false where arguments say the language of everything in it
 */
export function languageHeaders(served: ReadonlySet<string>, followsReader: boolean): Headers {
  const vary = followsReader ? 'Accept, Accept-Language' : 'Accept';
  return served.size > 0 ? { vary, 'content-language': [...served].sort().join(', ') } : { vary };
}
