import type { EventEmitter } from 'node:events';

/** PostgreSQL, chapter "Message Formats": a type byte, then the length without that byte. */
const DATA_ROW = 0x44;
const HEADER_LENGTH = 5;

/**
 * Splits the stream of the server: rows go to `onRow` as they are, everything else to the data listeners. So rows are
 * not decoded into text that would be encoded again.
 * @param onRow gets a buffer and the offset of the message in it
 */
export function withoutRows(
  stream: EventEmitter,
  onRow: (bytes: Buffer, start: number) => void,
): EventEmitter {
  const rest = Object.create(stream) as EventEmitter;
  rest.on = (event: string, listener: (chunk: Buffer) => void) => {
    if (event !== 'data') {
      stream.on(event, listener);
      return rest;
    }
    const splitter = new Splitter(onRow, listener);
    stream.on('data', (chunk: Buffer) => splitter.take(chunk));
    return rest;
  };
  return rest;
}

class Splitter {
  /** A row of which a part has arrived. */
  #row: Buffer | undefined;
  #filled = 0;
  /** Remaining bytes of another message. */
  #passing = 0;
  /** The beginning of a header. */
  #header: Buffer | undefined;

  constructor(
    readonly onRow: (bytes: Buffer, start: number) => void,
    readonly onRest: (bytes: Buffer) => void,
  ) {}

  take(received: Buffer): void {
    const chunk = this.#header ? Buffer.concat([this.#header, received]) : received;
    this.#header = undefined;
    if (this.#row) {
      this.#continueRow(this.#row, chunk);
      return;
    }
    const passed = Math.min(this.#passing, chunk.length);
    this.#passing -= passed;
    this.#split(chunk, passed, 0);
  }

  #continueRow(row: Buffer, chunk: Buffer): void {
    const used = chunk.copy(row, this.#filled);
    this.#filled += used;
    if (this.#filled < row.length) return;
    this.#row = undefined;
    this.onRow(row, 0);
    this.#split(chunk, used, used);
  }

  /** @param start the offset of a message; `from`: the offset of bytes that are not passed on yet */
  #split(chunk: Buffer, start: number, from: number): void {
    let at = start;
    let rest = from;
    while (at < chunk.length) {
      if (chunk.length - at < HEADER_LENGTH) {
        this.#header = chunk.subarray(at);
        break;
      }
      const end = at + 1 + chunk.readUInt32BE(at + 1);
      if (chunk[at] === DATA_ROW) {
        if (rest < at) this.onRest(chunk.subarray(rest, at));
        if (end > chunk.length) {
          this.#beginRow(chunk, at, end - at);
          return;
        }
        this.onRow(chunk, at);
        rest = end;
      } else if (end > chunk.length) {
        this.#passing = end - chunk.length;
        at = chunk.length;
        break;
      }
      at = end;
    }
    if (rest < at) this.onRest(chunk.subarray(rest, at));
  }

  #beginRow(chunk: Buffer, at: number, length: number): void {
    this.#row = Buffer.allocUnsafe(length);
    this.#filled = chunk.copy(this.#row, 0, at);
  }
}

/** A column of a row message by index; undefined for null or out of range. */
export function column(bytes: Buffer, start: number, index: number): Buffer | undefined {
  const count = start + HEADER_LENGTH;
  if (index >= bytes.readUInt16BE(count)) return undefined;
  let at = count + 2;
  for (let passed = 0; passed < index; passed += 1) at += 4 + Math.max(0, bytes.readInt32BE(at));
  const size = bytes.readInt32BE(at);
  return size < 0 ? undefined : bytes.subarray(at + 4, at + 4 + size);
}
