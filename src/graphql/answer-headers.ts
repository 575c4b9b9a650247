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

/** Says which languages an answer is in, and that another `Accept-Language` may give another answer. */
export function languageHeaders(served: ReadonlySet<string>): Headers {
  const vary = 'Accept, Accept-Language';
  return served.size > 0 ? { vary, 'content-language': [...served].sort().join(', ') } : { vary };
}
