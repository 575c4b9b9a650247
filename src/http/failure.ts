import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../foundation/logger.js';
import { noteOutage } from '../foundation/outages.js';
import { refusalOfPassing } from '../foundation/transient-errors.js';
import { HttpProblem } from './http-problem.js';
import { recordOf } from './observed-response.js';

/** Whoever asks for these reads text, and no JSON. */
const READ_AS_TEXT = /^\/(embed\/|feeds\/.*\.(ics|rss|atom)$)/;

/**
 * The end of every request that failed, whatever it was: what passes by itself is 503 and may be tried again, anything
 * else is a fault of ours, of which the client is told nothing but that there was one.
 */
export function answerFailure(
  logger: Logger,
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
): void {
  const requestId = recordOf(response)?.requestId;
  const passing = refusalOfPassing(error);
  if (passing) noteOutage(logger, passing, requestId);
  else logger.error({ err: error, requestId, url: request.url }, 'A request failed.');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const problem = passing
    ? new HttpProblem(503, 'UNAVAILABLE', passing.message)
    : new HttpProblem(
        500,
        'INTERNAL_SERVER_ERROR',
        'Something went wrong on the server; it has been logged.',
      );
  const isText = READ_AS_TEXT.test((request.url ?? '').replace(/[?#].*/, ''));
  const body = isText ? `${problem.message}\n` : problem.body;
  response
    .writeHead(problem.status, {
      ...problem.headers,
      ...(isText ? { 'content-type': 'text/plain; charset=utf-8' } : {}),
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'Retry-After, X-Request-Id',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(request.method === 'HEAD' ? undefined : body);
}
