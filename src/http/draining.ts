import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';

/** How often it is looked which connections are left, in milliseconds. */
const LOOKING_MS = 50;
/** How long a connection may be silent that was opened just before the end. */
const SILENCE_MS = 1_000;

/**
 * Ends the connections of a server, each when what was asked over it has been answered. To be made before the server
 * listens.
 */
export class ConnectionDrain {
  readonly #sockets = new Set<Socket>();

  constructor(readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  /**
   * Takes no more connections, ends those that nothing is asked over, and waits for the others.
   * @param patience milliseconds, after which they are cut
   */
  async end(patience: number): Promise<void> {
    // Right after it was looked for new connections: what the operating system holds of them is lost with the socket.
    await setImmediate();
    const began = performance.now();
    const closed = new AbortController();
    this.server.close(() => closed.abort());
    while (!closed.signal.aborted) {
      const waited = performance.now() - began;
      if (waited >= patience) this.server.closeAllConnections();
      else this.server.closeIdleConnections();
      if (waited >= SILENCE_MS) this.#endSilent();
      await sleep(LOOKING_MS, undefined, { signal: closed.signal }).catch(() => undefined);
    }
  }

  /** Browsers open connections that they may need. To Node.js they are not idle, for their first request is to come. */
  #endSilent(): void {
    for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
  }
}
