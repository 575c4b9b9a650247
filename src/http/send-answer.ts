import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Answer } from './answer.js';

/** Smaller bodies do not get smaller by being compressed. */
const WORTH_COMPRESSING = 1_024;

type Encoding = 'identity' | 'gzip' | 'br';

/** How each encoding is made: brotli at a level that costs no more than gzip and is smaller. */
const encoders: Readonly<Record<Exclude<Encoding, 'identity'>, (body: Buffer) => Promise<Buffer>>> = {
  gzip: promisify(gzip) as (body: Buffer) => Promise<Buffer>,
  br: (body) =>
    promisify(brotliCompress)(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
    }),
};

/** Encoded bodies, made once for an answer and kept as long as that is. */
const encoded = new WeakMap<Answer, Map<Encoding, Promise<Buffer>>>();

/**
 * Sends an answer, or 304 where the client has it already (RFC 9110, section 13), in an encoding that the client
 * takes. Strong ETags differ by encoding; HEAD gets the headers of GET.
 */
export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
): Promise<void> {
  const encoding = encodingFor(request, answer);
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  addVary(response, 'Accept-Encoding');
  if (answer.status === 200) response.setHeader('etag', etagOf(answer, encoding));
  if (answer.lastModified) response.setHeader('last-modified', answer.lastModified.toUTCString());
  if (answer.status === 200 && isKnown(request, answer)) {
    response.removeHeader('content-type');
    response.writeHead(304).end();
    return;
  }
  const body = await encodedBody(answer, encoding);
  if (encoding !== 'identity') response.setHeader('content-encoding', encoding);
  response.setHeader('content-length', body.length);
  response.writeHead(answer.status);
  response.end(request.method === 'HEAD' ? undefined : body);
}

function addVary(response: ServerResponse, name: string): void {
  const names = String(response.getHeader('vary') ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  if (names.some((each) => each.toLowerCase() === name.toLowerCase())) return;
  response.setHeader('vary', [...names, name].join(', '));
}

function etagOf({ digest }: Answer, encoding: Encoding): string {
  return encoding === 'identity' ? `"${digest}"` : `"${digest}-${encoding}"`;
}

/** Whether the client has the answer in any encoding. If-None-Match goes before If-Modified-Since. */
function isKnown(request: IncomingMessage, answer: Answer): boolean {
  const tags = request.headers['if-none-match'];
  if (tags !== undefined) {
    if (tags.trim() === '*') return true;
    const known = ['identity', 'gzip', 'br'].map((encoding) => etagOf(answer, encoding as Encoding));
    return tags.split(',').some((tag) => known.includes(tag.trim().replace(/^W\//, '')));
  }
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  if (Number.isNaN(since) || !answer.lastModified || !/^(GET|HEAD)$/.test(request.method ?? '')) return false;
  return Math.floor(answer.lastModified.getTime() / 1_000) * 1_000 <= since;
}

/** By `Accept-Encoding` (RFC 9110, section 12.5.3): the smallest of those that the client takes. */
function encodingFor(request: IncomingMessage, { body }: Answer): Encoding {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  if (body.length < WORTH_COMPRESSING || accepted === '') return 'identity';
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
}

function encodedBody(answer: Answer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'identity') return Promise.resolve(answer.body);
  const bodies = encoded.get(answer) ?? new Map<Encoding, Promise<Buffer>>();
  encoded.set(answer, bodies);
  const body = bodies.get(encoding) ?? encoders[encoding](answer.body);
  bodies.set(encoding, body);
  return body;
}
