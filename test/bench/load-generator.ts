/**
 * A client that does nothing but ask: each of its connections sends the next request when it has the answer to the
 * last one. A process of its own over bare sockets, so that it takes as little as it can of the machine it measures.
 */
import { connect, type Socket } from 'node:net';

export interface Load {
  readonly port: number;
  /** Whole requests, asked for in turn, each over a connection that is kept. */
  readonly requests: readonly Uint8Array[];
  readonly connections: number;
  readonly seconds: number;
  /** Where each request may be sent once: from which to go on; the load ends with the last. */
  readonly onceFrom?: number;
  /** What no answer may contain. */
  readonly never?: string;
}

export interface Outcome {
  /** Answers within the time. */
  readonly answers: number;
  readonly sent: number;
  readonly seconds: number;
  /** Of the time until the whole answer was there, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Of the time until its first bytes were there. */
  readonly first: number;
  /** Of an answer, without its header. */
  readonly bytes: number;
  /** The first answer that was not as it should be. */
  readonly fault?: string;
}

const HEADER_END = Buffer.from('\r\n\r\n');
const CHUNKS_END = Buffer.from('0\r\n\r\n');

class Generator {
  readonly #latencies: number[] = [];
  readonly #firsts: number[] = [];
  readonly #begin = performance.now();
  readonly #end: number;
  #next: number;
  #bytes = 0;
  #waiting = 0;
  #fault: string | undefined;
  #finish: () => void = () => undefined;

  constructor(readonly load: Load) {
    this.#end = this.#begin + load.seconds * 1_000;
    this.#next = load.onceFrom ?? 0;
  }

  async run(): Promise<Outcome> {
    const finished = new Promise<void>((resolve) => {
      this.#finish = resolve;
    });
    const sockets = Array.from({ length: this.load.connections }, () => this.#open());
    await finished;
    for (const socket of sockets) socket.destroy();
    const sorted = Float64Array.from(this.#latencies).sort();
    const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    return {
      answers: sorted.length,
      sent: this.#next - (this.load.onceFrom ?? 0),
      seconds: (Math.min(performance.now(), this.#end) - this.#begin) / 1_000,
      p50: at(0.5),
      p99: at(0.99),
      first: Float64Array.from(this.#firsts).sort()[this.#firsts.length >> 1] ?? 0,
      bytes: Math.round(this.#bytes / Math.max(1, sorted.length)),
      ...(this.#fault === undefined ? {} : { fault: this.#fault }),
    };
  }

  #open(): Socket {
    const socket = connect(this.load.port, '127.0.0.1');
    socket.setNoDelay(true);
    let sentAt = 0;
    let firstAt = 0;
    let held: Buffer[] = [];
    /** How many bytes the whole answer has; 0 until its header is there, -1 where only its end will tell. */
    let expected = 0;
    let received = 0;
    let header = 0;
    const ask = () => {
      const request = this.#take();
      if (!request) return;
      held = [];
      expected = 0;
      received = 0;
      sentAt = performance.now();
      socket.write(request);
    };
    socket.on('data', (chunk: Buffer) => {
      held.push(chunk);
      if (held.length === 1) firstAt = performance.now();
      received += chunk.length;
      if (expected === 0) {
        const start = held.length === 1 ? chunk : Buffer.concat(held);
        const end = start.indexOf(HEADER_END);
        if (end < 0) return;
        header = end + HEADER_END.length;
        const length = /content-length: *(\d+)/i.exec(start.toString('latin1', 0, end))?.[1];
        const isEmpty = start.toString('latin1', 9, 12) === '304';
        expected = isEmpty ? header : length === undefined ? -1 : header + Number(length);
      }
      const isWhole = expected < 0 ? endsChunks(held) : received >= expected;
      if (!isWhole) return;
      this.#note(performance.now() - sentAt, received - header, firstAt - sentAt);
      const [first] = held;
      if (first && !this.#isGood(first, held)) this.#fault ??= Buffer.concat(held).toString().slice(0, 2_000);
      ask();
    });
    socket.on('error', (error) => {
      this.#fault ??= error.message;
      this.#finish();
    });
    socket.on('connect', ask);
    return socket;
  }

  #take(): Uint8Array | undefined {
    const { requests, onceFrom } = this.load;
    const isOver = performance.now() >= this.#end || this.#fault !== undefined;
    const request = onceFrom === undefined ? requests[this.#next % requests.length] : requests[this.#next];
    if (isOver || !request) {
      // What was sent is waited for: nobody knows otherwise whether it was done.
      if (this.#waiting === 0) this.#finish();
      return undefined;
    }
    this.#next += 1;
    this.#waiting += 1;
    return request;
  }

  #note(latency: number, bytes: number, first: number): void {
    this.#waiting -= 1;
    if (performance.now() > this.#end) return;
    this.#latencies.push(latency);
    this.#firsts.push(first);
    this.#bytes += bytes;
  }

  #isGood(first: Buffer, all: readonly Buffer[]): boolean {
    // "HTTP/1.1 2", or "304": anything else is no answer to a question of this program.
    if (first[9] !== 0x32 && first.toString('latin1', 9, 12) !== '304') return false;
    return this.load.never === undefined || !Buffer.concat(all).includes(this.load.never);
  }
}

/** The end may come in pieces. */
function endsChunks(held: readonly Buffer[]): boolean {
  const [last] = held.slice(-1);
  const end = last && last.length >= CHUNKS_END.length ? last : Buffer.concat(held.slice(-CHUNKS_END.length));
  return end.subarray(-CHUNKS_END.length).equals(CHUNKS_END);
}

process.on('message', (load: Load) => {
  new Generator(load).run().then((outcome) => process.send?.(outcome));
});
process.on('disconnect', () => process.exit());
