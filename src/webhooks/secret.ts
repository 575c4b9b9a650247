import { createHmac, randomBytes } from 'node:crypto';

/** What secrets begin with: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
const PREFIX = 'whsec_';
/** The standard wants 24 to 64. */
const BYTES = 32;

/** A new secret, with which deliveries are signed. */
export function newSecret(): string {
  return PREFIX + randomBytes(BYTES).toString('base64');
}

/** What is signed. */
export interface Signed {
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly payload: string;
}

/** The header `webhook-signature`: one signature for each secret that is good. */
export function signaturesOf({ id, timestamp, payload }: Signed, secrets: readonly string[]): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${payload}`).digest('base64')}`;
    })
    .join(' ');
}

/** Whatever somebody who knows the secrets has written into a text is not kept. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const parts = secrets.flatMap((secret) => [secret, secret.slice(PREFIX.length)]);
  return parts.reduce((rest, part) => rest.replaceAll(part, '[Redacted]'), text);
}
