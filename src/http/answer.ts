/** By lower-case name. */
export type Headers = Readonly<Record<string, string>>;

/** A finished answer; where it is public, the same bytes for everybody who asks the same. */
export interface Answer {
  readonly status: number;
  /** What depends on the request (encoding, validators, length) is added when it is sent. */
  readonly headers: Headers;
  readonly body: Buffer;
  readonly lastModified?: Date;
  /** The name of the GraphQL operation that it was made for. */
  readonly operation?: string | undefined;
}

export function answerOf(
  body: string | Buffer,
  headers: Headers,
  { status = 200, lastModified }: { readonly status?: number; readonly lastModified?: Date | undefined } = {},
): Answer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return { status, headers, body: bytes, ...(lastModified ? { lastModified } : {}) };
}

/** What an answer was made from, as CDNs want to be told: in one header with commas, in another with spaces. */
export function tagHeaders(tags: Iterable<string>): Headers {
  const all = [...tags];
  return all.length === 0 ? {} : { 'cache-tag': all.join(', '), 'surrogate-key': all.join(' ') };
}

/** Those of another answer, for what is made of that one alone. */
export function tagHeadersOf(headers: Headers): Headers {
  const tags = Object.entries(headers).filter(([name]) => name === 'cache-tag' || name === 'surrogate-key');
  return Object.fromEntries(tags);
}
