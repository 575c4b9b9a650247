import type { IncomingMessage, ServerResponse } from 'node:http';
import { ANY_ORIGIN } from './any-origin.js';
import type { Headers } from './finished-response.js';

/** Allows every origin and header (CORS preflight). */
export function handlePreflight(
  { headers }: IncomingMessage,
  response: ServerResponse,
  methods: string,
  more: Headers = {},
): void {
  response
    .writeHead(204, {
      ...ANY_ORIGIN,
      ...more,
      'access-control-allow-methods': methods,
      'access-control-allow-headers':
        headers['access-control-request-headers'] ?? 'content-type, if-none-match',
      'access-control-max-age': '86400',
    })
    .end();
}
