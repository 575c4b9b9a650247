import type { Headers } from './finished-response.js';

/** Every 401 names an authentication scheme: RFC 9110, section 11.6.1. */
export const CHALLENGE = 'Bearer';

/** An error response that is created before GraphQL execution, in the form of a GraphQL error. */
export class HttpProblem {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly message: string,
    /** Further extensions of the error, beside its code. */
    readonly details: Readonly<Record<string, unknown>> = {},
    /** Seconds until a retry makes sense; undefined when it does not. */
    readonly retryAfter = [409, 429, 503].includes(status) ? 1 : undefined,
  ) {}

  get headers(): Headers {
    return {
      'content-type': 'application/json; charset=utf-8',
      ...(this.status === 401 ? { 'www-authenticate': CHALLENGE } : {}),
      ...(this.retryAfter === undefined ? {} : { 'retry-after': String(this.retryAfter) }),
    };
  }

  get body(): Buffer {
    const extensions = { code: this.code, ...this.details };
    return Buffer.from(JSON.stringify({ errors: [{ message: this.message, extensions }] }));
  }
}
