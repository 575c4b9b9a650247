import type { ServerResponse } from 'node:http';
import { type Answer, answerOf } from './answer.js';

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
    const { body, headers } = this.toAnswer();
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.writeHead(this.status).end(body);
  }

  toAnswer(): Answer {
    const extensions = { code: this.code, ...this.details };
    const body = JSON.stringify({ errors: [{ message: this.message, extensions }] });
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      ...(this.status === 401 ? { 'www-authenticate': CHALLENGE } : {}),
      ...(this.status === 503 || this.status === 409 ? { 'retry-after': '1' } : {}),
    };
    return answerOf(body, headers, { status: this.status });
  }
}
