import type { IncomingMessage } from 'node:http';
import type { Logger } from '../foundation/logger.js';
import type { ObservedResponse, RequestObserver } from './observed-response.js';
import { RequestStatistics } from './request-statistics.js';

/** Counts every request, and logs it at the level `debug`. */
export class RequestLog implements RequestObserver {
  readonly statistics = new RequestStatistics();
  readonly #isLogged: boolean;

  constructor(
    readonly logger: Logger,
    readonly isEnding: () => boolean,
  ) {
    this.#isLogged = logger.isLevelEnabled('debug');
  }

  finished(request: IncomingMessage, response: ObservedResponse): void {
    const { url = '', method } = request;
    this.statistics.note(url, response);
    if (!this.#isLogged) return;
    const { requestId, statusCode: status, operation, statements } = response;
    // The query string may be private.
    const [path] = url.split('?');
    const durationMs = Math.round(response.milliseconds * 10) / 10;
    this.logger.debug(
      { requestId, method, path, status, durationMs, operation, statements },
      'Request completed.',
    );
  }
}
