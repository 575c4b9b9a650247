import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../foundation/logger.js';
import { noteOutage } from '../foundation/outages.js';
import { refusalOfPassing } from '../foundation/transient-errors.js';
import { ANY_ORIGIN } from './any-origin.js';
import { HttpProblem } from './http-problem.js';
import { recordOf } from './observed-response.js';

/** Routes whose clients read text, not JSON. */
const TEXT_ROUTES = /^\/(embed\/|feeds\/.*\.(ics|rss|atom)$)/;

/**
 * Responds to a request that failed with an exception: 503 for a transient error, which may be retried; 500 for
 * anything else, without any details.
 */
export function sendFailure(
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
  const isText = TEXT_ROUTES.test((request.url ?? '').replace(/[?#].*/, ''));
  const body = isText ? `${problem.message}\n` : problem.body;
  response
    .writeHead(problem.status, {
      ...problem.headers,
      ...(isText ? { 'content-type': 'text/plain; charset=utf-8' } : {}),
      ...ANY_ORIGIN,
      'access-control-expose-headers': 'Retry-After, X-Request-Id',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(request.method === 'HEAD' ? undefined : body);
}
