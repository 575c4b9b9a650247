import type { ServerResponse } from 'node:http';

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

  send(response: ServerResponse): void {
    response.statusCode = this.status;
    response.setHeader('content-type', 'application/json; charset=utf-8');
    if (this.status === 401) response.setHeader('www-authenticate', CHALLENGE);
    if (this.status === 503 || this.status === 409) response.setHeader('retry-after', '1');
    const extensions = { code: this.code, ...this.details };
    response.end(JSON.stringify({ errors: [{ message: this.message, extensions }] }));
  }
}
