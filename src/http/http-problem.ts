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
  ) {}

  get headers(): Headers {
    return {
      'content-type': 'application/json; charset=utf-8',
      ...(this.status === 401 ? { 'www-authenticate': CHALLENGE } : {}),
      ...(this.status === 503 || this.status === 409 ? { 'retry-after': '1' } : {}),
    };
  }

  get body(): Buffer {
    const extensions = { code: this.code, ...this.details };
    return Buffer.from(JSON.stringify({ errors: [{ message: this.message, extensions }] }));
  }
}
