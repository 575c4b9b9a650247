/** Bare `node:http` that serves finished bytes from a map: what no server on Node.js answers faster than. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const answers = new Map<string, Uint8Array>();

process.on('message', (told: ReadonlyMap<string, Uint8Array>) => {
  for (const [path, bytes] of told) answers.set(path, bytes);
});

const server = createServer((request, response) => {
  const body = answers.get(request.url ?? '') ?? Buffer.alloc(0);
  response
    .writeHead(body.length > 0 ? 200 : 404, {
      'content-type': 'application/json',
      'content-length': body.length,
    })
    .end(body);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
