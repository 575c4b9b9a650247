import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { HttpProblem } from '../http/http-problem.js';

const JSON_TYPE = /^application\/(graphql\+)?json\b/i;

/** @returns the body; empty where there is none, or where Apollo refuses its type anyway; or why it is refused */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string | HttpProblem> {
  if (request.method !== 'POST') return '';
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    return new HttpProblem(415, 'UNSUPPORTED_ENCODING', 'Send the body without a content encoding.');
  }
  const bytes = await readBytes(request, maxBytes);
  if (bytes instanceof HttpProblem) return bytes;
  if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) return '';
  // Node would put U+FFFD where bytes are no character.
  if (!isUtf8(bytes)) return new HttpProblem(400, 'BAD_REQUEST', 'The body is not UTF-8.');
  return bytes.toString('utf8');
}

/** Undefined for a request without a body. */
export function jsonOf(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return new HttpProblem(400, 'BAD_REQUEST', 'The body is not JSON.');
  }
}

/** How long the rest of a body that is too long is taken and thrown away, in milliseconds. */
const LINGERING = 5_000;

/**
 * Not with `for await`, which costs as much as all else that is done with a small request. A client that is still
 * sending would not see an answer on a connection that is closed (RFC 9112, section 9.6): so the rest is taken, for a
 * while.
 */
function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer | HttpProblem> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      request.off('data', take).resume();
      const timer = setTimeout(() => request.destroy(), LINGERING);
      request.once('close', () => clearTimeout(timer));
      resolve(new HttpProblem(413, 'BODY_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`));
    };
    request.on('data', take);
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    // Whoever goes away, or is sent away for being slow, is no fault of ours.
    request.on('error', () => resolve(new HttpProblem(400, 'BAD_REQUEST', 'The body was broken off.')));
  });
}
