import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { memoize } from '../foundation/bounded-map.js';
import type { Answer, Headers } from './answer.js';
import { endOfTurn } from './end-of-turn.js';
import { noteAnswer, recordOf } from './observed-response.js';

/** Smaller bodies do not get smaller by being compressed. */
const WORTH_COMPRESSING = 1_024;

/** Bytes that are encoded in a millisecond, by other threads of this process. */
const ENCODED_PER_MS = 40_000;

type Encoding = 'identity' | 'gzip' | 'br';

/** How each encoding is made: brotli at a level that costs no more than gzip and is smaller. */
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

/** The window, as a power of two, that is no larger than what is looked back at: it is made anew for each answer. */
function windowFor(length: number): number {
  const needed = Math.ceil(Math.log2(length + 16));
  return Math.min(Math.max(needed, constants.BROTLI_MIN_WINDOW_BITS), constants.BROTLI_DEFAULT_WINDOW);
}

/** What is compressed is a part of a larger piece of memory, which would be kept with it. */
function withoutRest(encoded: Buffer): Buffer {
  const exact = Buffer.from(new ArrayBuffer(encoded.length));
  encoded.copy(exact);
  return exact;
}

/** What is sent: names and values of fields in turn, as Node takes them without looking at each again. */
interface Message {
  readonly fields: readonly string[];
  readonly body: Buffer;
}

/** The messages that can be made of an answer. */
class Messages {
  /** By which all ETags of the answer begin; undefined where nobody may keep it. */
  readonly digest: string | undefined;
  readonly #whole = new Map<Encoding, Message | Promise<Message>>();
  readonly #known = new Map<Encoding, Message>();

  constructor(readonly answer: Answer) {
    const { status, headers, body } = answer;
    const isKept = status === 200 && !headers['cache-control']?.includes('no-store');
    this.digest = isKept ? hash('sha256', body, 'base64url').slice(0, 27) : undefined;
  }

  /** Whether nothing is left to do for the answer in this encoding. */
  has(encoding: Encoding): boolean {
    return encoding === 'identity' || this.#whole.has(encoding);
  }

  /** The answer in an encoding, which is made once. */
  whole(encoding: Encoding): Message | Promise<Message> {
    const made = this.#whole.get(encoding) ?? this.#make(encoding);
    this.#whole.set(encoding, made);
    return made;
  }

  /** For somebody who has the answer. */
  known(encoding: Encoding): Message {
    const made = this.#known.get(encoding) ?? { fields: this.#fields(encoding), body: Buffer.alloc(0) };
    this.#known.set(encoding, made);
    return made;
  }

  #make(encoding: Encoding): Message | Promise<Message> {
    const { body } = this.answer;
    if (encoding === 'identity') return { fields: this.#fields(encoding, body.length), body };
    return encoders[encoding](body).then((encoded) => {
      const made = { fields: this.#fields(encoding, encoded.length), body: withoutRest(encoded) };
      this.#whole.set(encoding, made);
      return made;
    });
  }

  /** @param length of the body; undefined where none is sent */
  #fields(encoding: Encoding, length?: number): string[] {
    const { headers, lastModified } = this.answer;
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

const messages = new WeakMap<Answer, Messages>();

/**
 * Sends an answer, or 304 where the client has it already (RFC 9110, section 13), in an encoding that the client
 * takes. Strong ETags differ by encoding; HEAD gets the headers of GET.
 * @param added headers that depend on who asks
 */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  added: Headers = {},
): Promise<void> {
  noteAnswer(response, answer);
  const made = messages.get(answer) ?? new Messages(answer);
  messages.set(answer, made);
  const encoding = encodingFor(request, answer);
  const isKnown = isKnownTo(request, answer, made.digest);
  if (!isKnown && !made.has(encoding)) recordOf(response)?.work.addOwn(answer.body.length / ENCODED_PER_MS);
  const message = isKnown ? made.known(encoding) : made.whole(encoding);
  const { fields, body } = 'then' in message ? await message : message;
  await endOfTurn();
  response.writeHead(isKnown ? 304 : answer.status, withAdded(fields, added));
  response.end(isKnown || request.method === 'HEAD' ? undefined : body);
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

/** Whether the client has the answer in any encoding. If-None-Match goes before If-Modified-Since. */
function isKnownTo(
  { headers, method }: IncomingMessage,
  answer: Answer,
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
  if (modified === undefined || !answer.lastModified || (method !== 'GET' && method !== 'HEAD')) return false;
  const since = Date.parse(modified);
  return Math.floor(answer.lastModified.getTime() / 1_000) * 1_000 <= since;
}

/** By `Accept-Encoding`: the smallest of those that the client takes. */
function encodingFor({ headers }: IncomingMessage, { body }: Answer): Encoding {
  const accepted = headers['accept-encoding'];
  return body.length < WORTH_COMPRESSING || !accepted ? 'identity' : bestEncoding(String(accepted));
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
