import type { IncomingMessage } from 'node:http';
import { HttpProblem } from '../http/http-problem.js';

/** The body of a request, once as it came and once as JSON. */
export interface RequestBody {
  readonly text: string;
  /** Undefined where there is none, or where Apollo refuses its type anyway. */
  readonly json: unknown;
}

const noBody: RequestBody = { text: '', json: undefined };

/** @returns the body, or why it is refused */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
): Promise<RequestBody | HttpProblem> {
  if (request.method !== 'POST') return noBody;
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    return new HttpProblem(415, 'UNSUPPORTED_ENCODING', 'Send the body without a content encoding.');
  }
  const body = await bytesOf(request, maxBytes);
  if (body instanceof HttpProblem) return body;
  if (!/^application\/(graphql\+)?json\b/i.test(request.headers['content-type'] ?? '')) return noBody;
  const text = body.toString('utf8');
  try {
    return { text, json: JSON.parse(text) };
  } catch {
    return new HttpProblem(400, 'BAD_REQUEST', 'The body is not JSON.');
  }
}

/** Not with `for await`, which costs as much as all else that is done with a small request. */
function bytesOf(request: IncomingMessage, maxBytes: number): Promise<Buffer | HttpProblem> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= maxBytes) return;
      request.off('data', take).pause();
      resolve(new HttpProblem(413, 'BODY_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`));
    };
    request.on('data', take);
    request.once('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.once('error', reject);
  });
}
