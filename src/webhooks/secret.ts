import { createHmac, randomBytes } from 'node:crypto';

/** The prefix of secrets: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
const PREFIX = 'whsec_';
/** The standard requires 24 to 64. */
const BYTES = 32;

/** A new secret for signing deliveries. */
export function newSecret(): string {
  return PREFIX + randomBytes(BYTES).toString('base64');
}

/** The signed content. */
export interface Signed {
  readonly id: string;
  /** Unix time in seconds. */
  readonly timestamp: number;
  readonly payload: string;
}

/** The header `webhook-signature`: one signature for each valid secret. */
export function signaturesOf({ id, timestamp, payload }: Signed, secrets: readonly string[]): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${payload}`).digest('base64')}`;
    })
    .join(' ');
}

/** Redacts secrets that a receiver has echoed. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const parts = secrets.flatMap((secret) => [secret, secret.slice(PREFIX.length)]);
  return parts.reduce((rest, part) => rest.replaceAll(part, '[Redacted]'), text);
}
