import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { HttpProblem } from '../http/http-problem.js';

const JSON_TYPE = /^application\/(graphql\+)?json\b/i;

/**
 * @returns the body, empty without one or with a content type that Apollo Server refuses anyway; or why it is refused
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<string | HttpProblem> {
  if (request.method !== 'POST') return '';
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    return new HttpProblem(415, 'UNSUPPORTED_ENCODING', 'Send the body without a content encoding.');
  }
  const bytes = await readBytes(request, maxBytes);
  if (bytes instanceof HttpProblem) return bytes;
  if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) return '';
  // Node.js would replace invalid bytes with U+FFFD.
  if (!isUtf8(bytes)) return new HttpProblem(400, 'BAD_REQUEST', 'The body is not UTF-8.');
  return bytes.toString('utf8');
}

/** Undefined without a body. */
export function jsonOf(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return new HttpProblem(400, 'BAD_REQUEST', 'The body is not JSON.');
  }
}

/** How long the rest of a body that is too large is read and discarded, in milliseconds. */
const LINGER_MS = 5_000;

/**
 * Not `for await`, which costs as much as everything else about a small request. A client that is still sending would
 * miss a response on a closed connection (RFC 9112, section 9.6), so the rest is read for a while.
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
      const timer = setTimeout(() => request.destroy(), LINGER_MS);
      request.once('close', () => clearTimeout(timer));
      resolve(new HttpProblem(413, 'BODY_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`));
    };
    request.on('data', take);
    request.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    // A client that disconnects, or is disconnected for being slow, is not an internal error.
    request.on('error', () => resolve(new HttpProblem(400, 'BAD_REQUEST', 'The body was incomplete.')));
  });
}
