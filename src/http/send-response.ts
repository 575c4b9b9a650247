import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { memoize } from '../foundation/bounded-map.js';
import { endOfTurn } from './end-of-turn.js';
import type { FinishedResponse, Headers } from './finished-response.js';
import { recordOf, recordOperation } from './observed-response.js';

/** Compression does not pay for smaller bodies. */
const MIN_COMPRESSED_BYTES = 1_024;

/** Bytes that the thread pool compresses in a millisecond. */
const ENCODED_PER_MS = 40_000;

type Encoding = 'identity' | 'gzip' | 'br';

/** Brotli at a level that costs no more than gzip and compresses better. */
const encoders: Readonly<Record<Exclude<Encoding, 'identity'>, (body: Buffer) => Promise<Buffer>>> = {
  gzip: promisify(gzip) as (body: Buffer) => Promise<Buffer>,
  br: (body) =>
    promisify(brotliCompress)(body, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 5,
        [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
        [constants.BROTLI_PARAM_LGWIN]: windowFor(body.length),
      },
    }),
};

/** The smallest window, as a power of two, that spans the body: it is allocated for each response. */
function windowFor(length: number): number {
  const needed = Math.ceil(Math.log2(length + 16));
  return Math.min(Math.max(needed, constants.BROTLI_MIN_WINDOW_BITS), constants.BROTLI_DEFAULT_WINDOW);
}

/** A copy of its own size: zlib returns a slice of a larger buffer, which would stay in memory with it. */
function trimmed(encoded: Buffer): Buffer {
  const exact = Buffer.from(new ArrayBuffer(encoded.length));
  encoded.copy(exact);
  return exact;
}

/** Header names and values alternate in `fields`: Node.js takes such a list without checking each of them. */
interface Message {
  readonly fields: readonly string[];
  readonly body: Buffer;
}

/** The messages that a finished response is sent as, one for each encoding. */
class Encodings {
  /** The start of all its ETags; undefined for a response that must not be cached. */
  readonly digest: string | undefined;
  readonly #whole = new Map<Encoding, Message | Promise<Message>>();
  readonly #notModified = new Map<Encoding, Message>();

  constructor(readonly finished: FinishedResponse) {
    const { status, headers, body } = finished;
    const isCacheable = status === 200 && !headers['cache-control']?.includes('no-store');
    this.digest = isCacheable ? hash('sha256', body, 'base64url').slice(0, 27) : undefined;
  }

  /** Whether the body is in this encoding already. */
  has(encoding: Encoding): boolean {
    return encoding === 'identity' || this.#whole.has(encoding);
  }

  /** Compresses once and keeps the result. */
  whole(encoding: Encoding): Message | Promise<Message> {
    const message = this.#whole.get(encoding) ?? this.#make(encoding);
    this.#whole.set(encoding, message);
    return message;
  }

  /** For a 304: without a body. */
  notModified(encoding: Encoding): Message {
    const message = this.#notModified.get(encoding) ?? {
      fields: this.#fields(encoding),
      body: Buffer.alloc(0),
    };
    this.#notModified.set(encoding, message);
    return message;
  }

  #make(encoding: Encoding): Message | Promise<Message> {
    const { body } = this.finished;
    if (encoding === 'identity') return { fields: this.#fields(encoding, body.length), body };
    return encoders[encoding](body).then((encoded) => {
      const message = { fields: this.#fields(encoding, encoded.length), body: trimmed(encoded) };
      this.#whole.set(encoding, message);
      return message;
    });
  }

  /** @param length the length of the body; undefined without one */
  #fields(encoding: Encoding, length?: number): string[] {
    const { headers, lastModified } = this.finished;
    const fields: string[] = [];
    for (const [name, value] of Object.entries(headers)) {
      if (name !== 'vary' && (name !== 'content-type' || length !== undefined)) fields.push(name, value);
    }
    fields.push('vary', joined(headers.vary, 'Accept-Encoding'));
    if (this.digest !== undefined) fields.push('etag', etagOf(this.digest, encoding));
    if (lastModified) fields.push('last-modified', lastModified.toUTCString());
    if (length === undefined) return fields;
    fields.push('content-length', String(length));
    if (encoding !== 'identity') fields.push('content-encoding', encoding);
    return fields;
  }
}

const encodingsOf = new WeakMap<FinishedResponse, Encodings>();

/**
 * Sends a response in an encoding that the client accepts, or 304 Not Modified (RFC 9110, section 13). Strong ETags
 * differ by encoding; HEAD gets the headers of GET.
 * @param added headers that depend on the caller
 */
export async function sendResponse(
  request: IncomingMessage,
  response: ServerResponse,
  finished: FinishedResponse,
  added: Headers = {},
): Promise<void> {
  recordOperation(response, finished);
  const encodings = encodingsOf.get(finished) ?? new Encodings(finished);
  encodingsOf.set(finished, encodings);
  const encoding = encodingFor(request, finished);
  const isNotModified = isFresh(request, finished, encodings.digest);
  if (!isNotModified && !encodings.has(encoding))
    recordOf(response)?.work.addOwn(finished.body.length / ENCODED_PER_MS);
  const message = isNotModified ? encodings.notModified(encoding) : encodings.whole(encoding);
  const { fields, body } = 'then' in message ? await message : message;
  await endOfTurn();
  response.writeHead(isNotModified ? 304 : finished.status, withAdded(fields, added));
  response.end(isNotModified || request.method === 'HEAD' ? undefined : body);
}

function withAdded(fields: readonly string[], added: Headers): string[] {
  const all = [...fields];
  for (const [name, value] of Object.entries(added)) {
    const at = name === 'vary' ? all.indexOf(name) + 1 : 0;
    if (at > 0) all[at] = joined(value, all[at]);
    else all.push(name, value);
  }
  return all;
}

function joined(names: string | undefined, more = ''): string {
  return names === undefined ? more : `${names}, ${more}`;
}

function etagOf(digest: string, encoding: Encoding): string {
  return encoding === 'identity' ? `"${digest}"` : `"${digest}-${encoding}"`;
}

/** Whether the client has the response in any encoding. If-None-Match takes precedence over If-Modified-Since. */
function isFresh(
  { headers, method }: IncomingMessage,
  finished: FinishedResponse,
  digest: string | undefined,
): boolean {
  if (digest === undefined) return false;
  const tags = headers['if-none-match'];
  if (tags !== undefined) {
    if (tags.trim() === '*') return true;
    const known = ['identity', 'gzip', 'br'].map((encoding) => etagOf(digest, encoding as Encoding));
    return tags.split(',').some((tag) => known.includes(tag.trim().replace(/^W\//, '')));
  }
  const modified = headers['if-modified-since'];
  if (modified === undefined || !finished.lastModified || (method !== 'GET' && method !== 'HEAD'))
    return false;
  const since = Date.parse(modified);
  return Math.floor(finished.lastModified.getTime() / 1_000) * 1_000 <= since;
}

/** The encoding with the smallest result of those that the client accepts. */
function encodingFor({ headers }: IncomingMessage, { body }: FinishedResponse): Encoding {
  const accepted = headers['accept-encoding'];
  return body.length < MIN_COMPRESSED_BYTES || !accepted ? 'identity' : bestEncoding(String(accepted));
}

/** RFC 9110, section 12.5.3. */
const bestEncoding = memoize((accepted): Encoding => {
  const weights = new Map(
    accepted.split(',').map((part) => {
      const [name = '', ...parameters] = part
        .toLowerCase()
        .split(';')
        .map((piece) => piece.trim());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return [name, weight === undefined ? 1 : Number(weight)] as const;
    }),
  );
  const weightOf = (name: Encoding) => weights.get(name) ?? weights.get('*') ?? 0;
  if (weightOf('br') > 0 && weightOf('br') >= weightOf('gzip')) return 'br';
  return weightOf('gzip') > 0 ? 'gzip' : 'identity';
});
