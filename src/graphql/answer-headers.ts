import type { Headers } from '../http/answer.js';

/** Public content, no cookies: any site may read it. */
const EVERY_ANSWER: Headers = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'Content-Language, ETag, Idempotency-Replayed, RateLimit, RateLimit-Policy, Retry-After, Server-Timing, X-Request-Id',
  'x-content-type-options': 'nosniff',
};

/** For one reader alone, or for nobody for long. */
export const PRIVATE = 'private, no-store';

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
