import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Headers } from './answer.js';

/** Answers the question of a browser whether pages of other origins may ask with these headers (CORS preflight): they may. */
export function answerPreflight(
  { headers }: IncomingMessage,
  response: ServerResponse,
  methods: string,
  more: Headers = {},
): void {
  response
    .writeHead(204, {
      'access-control-allow-origin': '*',
      ...more,
      'access-control-allow-methods': methods,
      'access-control-allow-headers':
        headers['access-control-request-headers'] ?? 'content-type, if-none-match',
      'access-control-max-age': '86400',
    })
    .end();
}
