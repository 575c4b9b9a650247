import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger };

/** Keys, preview tokens and secrets of webhooks, wherever they stand. */
const secrets = /(sccp?_|whsec_)[\w.~+/=-]{16,}/g;

/** Structured logs on standard error, one JSON object a line; standard output belongs to the terminal. */
export function createLogger(level: string, destination: DestinationStream = pino.destination(2)): Logger {
  return pino(
    {
      level,
      // The values of a failed statement may be secrets, too; and the connection that it was sent over is of no use.
      redact: [
        'headers.authorization',
        '*.headers.authorization',
        'url.password',
        'err.parameters',
        'err.client',
      ],
      // The last resort: also where a secret is part of a message or an address.
      hooks: { streamWrite: (line) => line.replace(secrets, '$1[Redacted]') },
    },
    destination,
  );
}
