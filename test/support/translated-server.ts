import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * The way to a PostgreSQL server whose messages are not in English, as with another `lc_messages`; the test server has no
 * translations.
 */
export async function translating(databaseUrl: string): Promise<{ url: string; close(): void }> {
  const url = new URL(databaseUrl);
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    const upstream = connect(Number(url.port), url.hostname);
    sockets.push(client.setNoDelay(), upstream.setNoDelay());
    client.on('error', () => upstream.destroy()).pipe(upstream);
    upstream.on('error', () => client.destroy()).on('end', () => client.end());
    let rest = Buffer.alloc(0);
    upstream.on('data', (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      for (let end = endOf(rest); end <= rest.length; end = endOf(rest)) {
        client.write(translated(rest.subarray(0, end)));
        rest = rest.subarray(end);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(databaseUrl), { hostname: '127.0.0.1', port: String(port) }).href,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The end of the first message: a letter, then its length without the letter. */
function endOf(bytes: Buffer): number {
  return bytes.length < 5 ? Number.POSITIVE_INFINITY : 1 + bytes.readInt32BE(1);
}

/** Of errors and notices the fields for people: the severity, the message and its detail. */
function translated(message: Buffer): Buffer {
  if (!'EN'.includes(String.fromCharCode(message[0] ?? 0))) return message;
  const fields = message.toString('utf8', 5).replace(/(^|\0)([SM])[^\0]+/g, '$1$2Übersetzt');
  const body = Buffer.from(fields);
  const head = Buffer.from(message.subarray(0, 5));
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}
