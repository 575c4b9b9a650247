import type { IncomingMessage, ServerResponse } from 'node:http';
import { compressed, ENCODED_PER_MS, type Encoding } from './content-encoding.js';
import { endOfTurn } from './end-of-turn.js';
import { ObservedResponse } from './observed-response.js';
import { drained } from './slow-reader.js';
import { Spool } from './spool.js';

/**
 * Sends a body that may still be being made, as fast as the client reads.
 * @param writeHead gets the length, if it is known
 */
export async function sendSpooled(
  request: IncomingMessage,
  response: ServerResponse,
  spool: Spool,
  encoding: Encoding,
  writeHead: (length: number | undefined) => void,
): Promise<void> {
  if (request.method === 'HEAD') {
    await endOfTurn();
    writeHead(encoding === 'identity' && spool.isComplete ? spool.length : undefined);
    response.end();
    return;
  }
  const body = encoding === 'identity' ? spool : await encodedFor(response, spool, encoding);
  const parts = body instanceof Spool ? body.read() : undefined;
  await endOfTurn();
  writeHead(body instanceof Spool && !body.isComplete ? undefined : body.length);
  if (parts) await sendParts(response, parts);
  else response.end(body);
}

async function encodedFor(response: ServerResponse, spool: Spool, encoding: Exclude<Encoding, 'identity'>) {
  return spool.encoded(encoding, (parts) => {
    if (response instanceof ObservedResponse)
      void spool.filled.then(() => response.work.addOwn(spool.length / ENCODED_PER_MS));
    return compressed(parts, encoding);
  });
}

async function sendParts(response: ServerResponse, parts: AsyncIterable<string | Buffer>): Promise<void> {
  for await (const part of parts) {
    if (response.destroyed) break;
    if (!response.write(part)) await drained(response);
  }
  response.end();
  if (response instanceof ObservedResponse) response.charge?.settleRest();
}
