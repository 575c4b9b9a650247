import { type DestinationStream, type Logger, pino } from 'pino';
import { inSources } from './source-stack.js';

export type { Logger };

/** Keys, preview tokens and secrets of webhooks, anywhere in a text. */
const secrets = /(sccp?_|whsec_)[\w.~+/=-]{16,}/g;

/** Structured logs on standard error, one JSON object per line; standard output belongs to the terminal. */
export function createLogger(level: string, destination: DestinationStream = pino.destination(2)): Logger {
  return pino(
    {
      level,
      serializers: { err: describeError },
      // Parameters of a failed statement may be secrets, too; and its connection is useless in a log.
      redact: [
        'headers.authorization',
        '*.headers.authorization',
        'url.password',
        'err.parameters',
        'err.client',
      ],
      // The last resort: redacts secrets inside messages and URLs, too.
      hooks: { streamWrite: (line) => line.replace(secrets, '$1[Redacted]') },
    },
    destination,
  );
}

function describeError(error: Error): object {
  const described = pino.stdSerializers.err(error);
  if (described.stack) described.stack = inSources(described.stack);
  return described;
}
