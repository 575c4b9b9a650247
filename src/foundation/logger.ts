import { type Logger, pino } from 'pino';

export type { Logger };

/** Structured logs on standard error, one JSON object a line; standard output belongs to the terminal. */
export function createLogger(level: string): Logger {
  return pino({ level, redact: ['headers.authorization', 'url.password'] }, pino.destination(2));
}
