import type { IncomingMessage } from 'node:http';
import type { Logger } from '../foundation/logger.js';
import type { ObservedResponse, RequestObserver } from './observed-response.js';
import { RequestStatistics } from './request-statistics.js';

/** Sees every request when it is answered: counts it, and writes it into the log where that is wanted. */
export class RequestLog implements RequestObserver {
  readonly statistics = new RequestStatistics();
  readonly #isLogged: boolean;

  constructor(
    readonly logger: Logger,
    readonly isEnding: () => boolean,
  ) {
    this.#isLogged = logger.isLevelEnabled('debug');
  }

  answered(request: IncomingMessage, response: ObservedResponse): void {
    const { url = '', method } = request;
    this.statistics.note(url, response);
    if (!this.#isLogged) return;
    const { requestId, statusCode: status, operation, statements } = response;
    // What is asked for stands after the path, and may be private.
    const [path] = url.split('?');
    const durationMs = Math.round(response.milliseconds * 10) / 10;
    this.logger.debug(
      { requestId, method, path, status, durationMs, operation, statements },
      'A request was answered.',
    );
  }
}
