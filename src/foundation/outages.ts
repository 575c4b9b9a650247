import { BoundedMap } from './bounded-map.js';
import type { Logger } from './logger.js';
import { passingCause } from './transient-errors.js';

/** The interval between log entries of a cause, in milliseconds. */
const LOG_INTERVAL_MS = 60_000;
/** More causes than a database has. */
const MAX_CAUSES = 100;

const loggedAtBy = new WeakMap<Logger, Map<string, number>>();

/** Logs why a request failed, once a minute for each cause: in an outage there are thousands of them. */
export function noteOutage(logger: Logger, error: unknown, requestId?: string): void {
  const cause = passingCause(error) ?? (error as Error);
  const { code = cause.message } = cause as Error & { readonly code?: string };
  const loggedAt = loggedAtBy.get(logger) ?? new BoundedMap<string, number>(MAX_CAUSES);
  loggedAtBy.set(logger, loggedAt);
  if (performance.now() - (loggedAt.get(code) ?? Number.NEGATIVE_INFINITY) < LOG_INTERVAL_MS) return;
  loggedAt.set(code, performance.now());
  logger.warn({ err: cause, requestId }, 'The database is unavailable; this is logged once a minute.');
}
