import { hash } from 'node:crypto';

/** A finished answer to a request for something public: the same bytes for everybody who asks the same. */
export interface Answer {
  readonly status: number;
  /** By lower-case name; what depends on the request (encoding, validators, length) is added when it is sent. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The digest of the body, by which an ETag is made for each encoding. */
  readonly digest: string;
  readonly lastModified?: Date;
}

export function answerOf(
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
  { status = 200, lastModified }: { readonly status?: number; readonly lastModified?: Date | undefined } = {},
): Answer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const digest = hash('sha256', bytes, 'base64url').slice(0, 27);
  return { status, headers, body: bytes, digest, ...(lastModified ? { lastModified } : {}) };
}
