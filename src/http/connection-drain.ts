import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';

/** How often the remaining connections are checked, in milliseconds. */
const POLL_INTERVAL_MS = 50;
/** How long pending connections are accepted before the port is closed, in milliseconds. */
const ACCEPT_TIMEOUT_MS = 3_000;

/**
 * Shuts a server down without failing a request: closes the port first, ends open connections with their next response
 * (`Connection: close`), and then closes idle ones. To be created before the server listens.
 */
export class ConnectionDrain {
  readonly #sockets = new Set<Socket>();
  readonly #closed = new AbortController();
  /** The number of connections so far. */
  #opened = 0;
  #hasListened = false;
  #isEnding = false;

  constructor(readonly server: Server) {
    server.once('listening', () => {
      this.#hasListened = true;
    });
    server.once('close', () => this.#closed.abort());
    server.on('connection', (socket: Socket) => {
      this.#opened += 1;
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    // `close` of an HTTP server, which node:cluster calls, too, would cut connections that a request may be on its way
    // over.
    server.close = (done) => {
      this.#isEnding = true;
      return NetServer.prototype.close.call(server, done) as Server;
    };
  }

  /** Whether every response has to close its connection. */
  get isEnding(): boolean {
    return this.#isEnding;
  }

  /** Resolves when something else has closed the port, or after so many milliseconds. */
  async portClosedElsewhere(timeout: number): Promise<void> {
    const began = performance.now();
    while (!this.#isEnding && performance.now() - began < timeout) await sleep(POLL_INTERVAL_MS);
  }

  /**
   * @param linger how long open connections may send another request, in milliseconds
   * @param timeout when open connections are cut, in milliseconds
   */
  async end(linger: number, timeout: number): Promise<void> {
    if (!this.#hasListened) return;
    const began = performance.now();
    await this.#acceptPending();
    if (!this.#isEnding) this.server.close();
    const { signal } = this.#closed;
    while (!signal.aborted) {
      const waited = performance.now() - began;
      if (waited >= timeout) this.server.closeAllConnections();
      else if (waited >= linger) this.#endIdle();
      await sleep(POLL_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /**
   * Connections in the backlog of the operating system are lost when the port is closed. Node.js 20 accepts one in each
   * turn of the event loop (libuv 1.46), so a turn without a new one means an empty backlog.
   */
  async #acceptPending(): Promise<void> {
    const began = performance.now();
    for (let before = -1; before < this.#opened && performance.now() - began < ACCEPT_TIMEOUT_MS; ) {
      before = this.#opened;
      await setImmediate();
    }
  }

  /** Closes preconnected sockets, too: Node.js does not count those as idle. */
  #endIdle(): void {
    this.server.closeIdleConnections();
    for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
  }
}
