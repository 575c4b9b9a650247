/** By lower-case name. */
export type Headers = Readonly<Record<string, string>>;

/** A response that is ready to be sent; a public one has the same bytes for every client. */
export interface FinishedResponse {
  readonly status: number;
  /** Those that depend on the request (encoding, validators, length) are added by `sendResponse`. */
  readonly headers: Headers;
  readonly body: Buffer;
  readonly lastModified?: Date;
  /** The name of the GraphQL operation that was executed for it. */
  readonly operation?: string | undefined;
}

export function finishedResponse(
  body: string | Buffer,
  headers: Headers,
  { status = 200, lastModified }: { readonly status?: number; readonly lastModified?: Date | undefined } = {},
): FinishedResponse {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return { status, headers, body: bytes, ...(lastModified ? { lastModified } : {}) };
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
