import { Spool } from './spool.js';

/** By lower-case name. */
export type Headers = Readonly<Record<string, string>>;

/** A response that is ready to be sent; a public one has the same bytes for every client. */
export interface FinishedResponse {
  readonly status: number;
  /** Those that depend on the request (encoding, validators, length) are added by `sendResponse`. */
  readonly headers: Headers;
  readonly body: Buffer | Spool;
  /** The start of its ETags, where the body is not whole yet. */
  readonly digest?: string | undefined;
  /** When it was made: what it shows may have changed in any way since it was made before. */
  readonly lastModified?: Date;
  /** The name of the GraphQL operation that was executed for it. */
  readonly operation?: string | undefined;
}

/** One that is in memory. */
export interface WholeResponse extends FinishedResponse {
  readonly body: Buffer;
}

interface MoreOfResponse {
  readonly status?: number;
  readonly digest?: string | undefined;
  readonly lastModified?: Date | undefined;
}

export function finishedResponse(
  body: string | Buffer | Spool,
  headers: Headers,
  { status = 200, digest, lastModified }: MoreOfResponse = {},
): FinishedResponse {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return { status, headers, body: bytes, digest, ...(lastModified ? { lastModified } : {}) };
}

/** Whether its body is there; of a large one only the validators may be left. */
export function isReadable({ body }: FinishedResponse): boolean {
  return !(body instanceof Spool && body.isClosed);
}

/** In memory, whatever its size. */
export async function wholeBody({ body }: FinishedResponse): Promise<Buffer> {
  if (Buffer.isBuffer(body)) return body;
  const parts: Buffer[] = [];
  for await (const part of body.read()) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** Cache tags, in the header that Fastly reads and in the one that other CDNs read. */
export function tagHeaders(tags: Iterable<string>): Headers {
  const all = [...tags];
  return all.length === 0 ? {} : { 'cache-tag': all.join(', '), 'surrogate-key': all.join(' ') };
}

/** The cache tags of another response, for one that is derived from it alone. */
export function tagHeadersOf(headers: Headers): Headers {
  const tags = Object.entries(headers).filter(([name]) => name === 'cache-tag' || name === 'surrogate-key');
  return Object.fromEntries(tags);
}
