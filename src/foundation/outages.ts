import { BoundedMap } from './bounded-map.js';
import type { Logger } from './logger.js';
import { passingCause } from './transient-errors.js';

/** How often a cause is told, in milliseconds. */
const QUIET = 60_000;
/** More causes than a database has. */
const MAX_CAUSES = 100;

const toldIn = new WeakMap<Logger, Map<string, number>>();

/** Logs why a request could not be answered, once a minute for each cause: in an outage there are thousands of them. */
export function noteOutage(logger: Logger, error: unknown, requestId?: string): void {
  const cause = passingCause(error) ?? (error as Error);
  const { code = cause.message } = cause as Error & { readonly code?: string };
  const told = toldIn.get(logger) ?? new BoundedMap<string, number>(MAX_CAUSES);
  toldIn.set(logger, told);
  if (performance.now() - (told.get(code) ?? Number.NEGATIVE_INFINITY) < QUIET) return;
  told.set(code, performance.now());
  logger.warn({ err: cause, requestId }, 'The database cannot answer; this is told once a minute.');
}
