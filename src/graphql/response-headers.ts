import type { IncomingMessage } from 'node:http';
import { ANY_ORIGIN } from '../http/any-origin.js';
import type { Headers } from '../http/finished-response.js';

const COMMON_HEADERS: Headers = {
  ...ANY_ORIGIN,
  'access-control-expose-headers':
    'Content-Language, ETag, Idempotency-Replayed, RateLimit, RateLimit-Policy, Retry-After, Server-Timing, X-RateLimit-Cost, X-Request-Id',
  'x-content-type-options': 'nosniff',
};

/**
 * Shared caches get a short lifetime, since unlike ours they do not learn of a publication unless they are purged.
 * Browsers revalidate each time, which costs a 304.
 */
export const PUBLIC = 'public, max-age=0, s-maxage=10, stale-while-revalidate=60';

/** For one caller only, and never stored. */
export const PRIVATE = 'private, no-store';

/** `Cache-Control` of a response that must not be shared. */
export function privateCacheControl({ headers }: IncomingMessage): string {
  return headers.authorization === undefined ? 'no-store' : PRIVATE;
}

/** Varies by `Authorization`: the holder of a key may get another response than the public. */
export function responseHeaders(headers: Headers, cacheControl?: string): Headers {
  return {
    ...COMMON_HEADERS,
    ...headers,
    vary: headers.vary === undefined ? 'Authorization' : `${headers.vary}, Authorization`,
    ...(cacheControl === undefined ? {} : { 'cache-control': cacheControl }),
  };
}

/**
 * `Content-Language`, and `Vary` by `Accept-Language` where the response depends on it.
 * @param followsReader false when arguments set the locale of everything in the response
 */
export function languageHeaders(served: ReadonlySet<string>, followsReader: boolean): Headers {
  const vary = followsReader ? 'Accept, Accept-Language' : 'Accept';
  return served.size > 0 ? { vary, 'content-language': [...served].sort().join(', ') } : { vary };
}
