import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Compression,
  compress,
  ENCODED_PER_MS,
  type Encoding,
  encodingFor,
} from './content-encoding.js';
import { endOfTurn } from './end-of-turn.js';
import type { FinishedResponse, Headers, WholeResponse } from './finished-response.js';
import { recordOf, recordOperation } from './observed-response.js';
import { sendSpooled } from './send-spooled.js';
import { Spool } from './spool.js';
import { digestOf, etagOf, isNotModified } from './validators.js';

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
  readonly #whole = new Map<Encoding, Message | Promise<Message>>();
  readonly #notModified = new Map<Encoding, Message>();

  constructor(readonly finished: WholeResponse) {}

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
      fields: headerFields(this.finished, encoding),
      body: Buffer.alloc(0),
    };
    this.#notModified.set(encoding, message);
    return message;
  }

  #make(encoding: Encoding): Message | Promise<Message> {
    const { body } = this.finished;
    if (encoding === 'identity') return { fields: this.#fields(encoding, body), body };
    return compress(body, encoding as Compression).then((encoded) => {
      const message = { fields: this.#fields(encoding, encoded), body: trimmed(encoded) };
      this.#whole.set(encoding, message);
      return message;
    });
  }

  #fields(encoding: Encoding, { length }: Buffer): string[] {
    return headerFields(this.finished, encoding, { length });
  }
}

/** @param body undefined without one; its length is undefined while it is being made */
export function headerFields(
  finished: FinishedResponse,
  encoding: Encoding,
  body?: { readonly length: number | undefined },
): string[] {
  const { headers } = finished;
  const digest = digestOf(finished);
  const fields: string[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (name !== 'vary' && (name !== 'content-type' || body)) fields.push(name, value);
  }
  fields.push('vary', joined(headers.vary, 'Accept-Encoding'));
  if (digest !== undefined) fields.push('etag', etagOf(digest, encoding));
  if (!body) return fields;
  if (body.length !== undefined) fields.push('content-length', String(body.length));
  if (encoding !== 'identity') fields.push('content-encoding', encoding);
  return fields;
}

const encodingsOf = new WeakMap<FinishedResponse, Encodings>();

/**
 * Sends a response in an encoding that the client accepts, or 304 Not Modified. Strong ETags differ by encoding; HEAD
 * gets the headers of GET.
 * @param added headers that depend on the caller
 */
export async function sendResponse(
  request: IncomingMessage,
  response: ServerResponse,
  finished: FinishedResponse,
  added: Headers = {},
): Promise<void> {
  recordOperation(response, finished);
  const { body: whole } = finished;
  const isUnchanged = isNotModified(request, finished);
  const encoding = encodingFor(request, whole instanceof Spool ? Number.POSITIVE_INFINITY : whole.length);
  const write = (fields: readonly string[]) =>
    response.writeHead(isUnchanged ? 304 : finished.status, withAdded(fields, added, finished));
  if (whole instanceof Spool) {
    const leave = whole.hold();
    try {
      if (!isUnchanged)
        return await sendSpooled(request, response, whole, encoding, (length) =>
          write(headerFields(finished, encoding, { length })),
        );
      await endOfTurn();
      write(headerFields(finished, encoding));
      response.end();
      return;
    } finally {
      leave();
    }
  }
  const encodings = encodingsOf.get(finished) ?? new Encodings({ ...finished, body: whole });
  encodingsOf.set(finished, encodings);
  if (!isUnchanged && !encodings.has(encoding))
    recordOf(response)?.work.addOwn(whole.length / ENCODED_PER_MS);
  const message = isUnchanged ? encodings.notModified(encoding) : encodings.whole(encoding);
  const { fields, body } = 'then' in message ? await message : message;
  await endOfTurn();
  write(fields);
  response.end(isUnchanged || request.method === 'HEAD' ? undefined : body);
}

function withAdded(fields: readonly string[], added: Headers, { lastModified }: FinishedResponse): string[] {
  const all = [...fields];
  for (const [name, value] of Object.entries(added)) {
    const at = name === 'vary' ? all.indexOf(name) + 1 : 0;
    if (at > 0) all[at] = joined(value, all[at]);
    else all.push(name, value);
  }
  // Within the second of its making, a date could not tell it from the next one.
  if (lastModified && secondOf(lastModified) < secondOf(new Date()))
    all.push('last-modified', lastModified.toUTCString());
  return all;
}

function secondOf(at: Date): number {
  return Math.floor(at.getTime() / 1_000);
}

function joined(names: string | undefined, more = ''): string {
  return names === undefined ? more : `${names}, ${more}`;
}
