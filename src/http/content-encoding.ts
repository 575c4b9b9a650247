import type { IncomingMessage } from 'node:http';
import { pipeline, Readable, type Transform } from 'node:stream';
import { promisify } from 'node:util';
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip } from 'node:zlib';
import { memoize } from '../foundation/bounded-map.js';
import type { Parts } from './spool.js';

export type Encoding = 'identity' | 'gzip' | 'br';
export type Compression = Exclude<Encoding, 'identity'>;

/** Compression does not pay for smaller bodies. */
const MIN_COMPRESSED_BYTES = 1_024;

/** Bytes that the thread pool compresses in a millisecond. */
export const ENCODED_PER_MS = 40_000;

/** Brotli at a level that costs no more than gzip and compresses better. */
const BROTLI_QUALITY = 5;

export function compress(body: Buffer, encoding: Compression): Promise<Buffer> {
  if (encoding === 'gzip') return promisify(gzip)(body) as Promise<Buffer>;
  return promisify(brotliCompress)(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
      [constants.BROTLI_PARAM_LGWIN]: windowFor(body.length),
    },
  });
}

/** The smallest window, as a power of two, that spans the body: it is allocated for each response. */
function windowFor(length: number): number {
  const needed = Math.ceil(Math.log2(length + 16));
  return Math.min(Math.max(needed, constants.BROTLI_MIN_WINDOW_BITS), constants.BROTLI_DEFAULT_WINDOW);
}

/** Of a large body, whose parts repeat each other within less than that. */
const STREAM_WINDOW = 19;

/** Compresses a body of any length, part by part. */
export async function* compressed(parts: Parts, encoding: Compression): Parts {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: STREAM_WINDOW,
  };
  const encoder: Transform = encoding === 'gzip' ? createGzip() : createBrotliCompress({ params });
  // Iterating reports errors, and ends the source, too, when it ends early.
  pipeline(Readable.from(parts, { objectMode: false }), encoder, () => undefined);
  try {
    yield* encoder as AsyncIterable<Buffer>;
  } finally {
    await parts.return();
  }
}

/** The encoding with the smallest result of those that the client accepts. */
export function encodingFor({ headers }: IncomingMessage, length: number): Encoding {
  const accepted = headers['accept-encoding'];
  return length < MIN_COMPRESSED_BYTES || !accepted ? 'identity' : bestEncoding(String(accepted));
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
