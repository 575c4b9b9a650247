import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';

/** How often it is looked which connections are left, in milliseconds. */
const LOOKING_MS = 50;
/** How long connections are taken over that are waiting when the port is to be closed, in milliseconds. */
const TAKING_MS = 3_000;

/**
 * Ends a server without failing a request: at first the port is closed, so that nobody else comes; whoever is there
 * gets another answer, and is told that it is the last one over this connection; connections that are not used are
 * closed then. To be made before the server listens.
 */
export class ConnectionDrain {
  readonly #sockets = new Set<Socket>();
  readonly #closed = new AbortController();
  /** How many connections there have been. */
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
    // That of Node.js, which node:cluster calls, too, would cut connections over which a request may be on its way.
    server.close = (done) => {
      this.#isEnding = true;
      return NetServer.prototype.close.call(server, done) as Server;
    };
  }

  /** From now on every answer is the last one over its connection. */
  get isEnding(): boolean {
    return this.#isEnding;
  }

  /** Resolves when somebody else has closed the port, or after so many milliseconds. */
  async closedByOthers(patience: number): Promise<void> {
    const began = performance.now();
    while (!this.#isEnding && performance.now() - began < patience) await sleep(LOOKING_MS);
  }

  /**
   * @param linger how long whoever is there has to ask once more, in milliseconds
   * @param patience after how many milliseconds what is not finished is cut off
   */
  async end(linger: number, patience: number): Promise<void> {
    if (!this.#hasListened) return;
    const began = performance.now();
    await this.#takeWaiting();
    if (!this.#isEnding) this.server.close();
    const { signal } = this.#closed;
    while (!signal.aborted) {
      const waited = performance.now() - began;
      if (waited >= patience) this.server.closeAllConnections();
      else if (waited >= linger) this.#endUnused();
      await sleep(LOOKING_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /**
   * Connections that the operating system has taken are lost when the port is closed. Node.js 20 takes over one in each
   * turn of its loop (libuv 1.46), so none is waiting after a turn in which none came.
   */
  async #takeWaiting(): Promise<void> {
    const began = performance.now();
    for (let before = -1; before < this.#opened && performance.now() - began < TAKING_MS; ) {
      before = this.#opened;
      await setImmediate();
    }
  }

  /** Also those that browsers open because they may need them. To Node.js they are not idle. */
  #endUnused(): void {
    this.server.closeIdleConnections();
    for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
  }
}
