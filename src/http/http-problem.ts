import type { Headers } from './answer.js';

/** Every 401 says how to do better: RFC 9110, section 11.6.1. */
export const CHALLENGE = 'Bearer';

/** An answer that never reaches GraphQL. */
export class HttpProblem {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly message: string,
    /** What else there is to say to a program, beside the code. */
    readonly details: Readonly<Record<string, unknown>> = {},
    /** In how many seconds to try again, where that helps. */
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
