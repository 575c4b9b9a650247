import { hash, randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Larger bodies go to a temporary file, and are sent while they are being made. */
const MAX_WHOLE_BYTES = 256 * 1_024;
/** Compressed ones, whose beginning is worth more. */
const MAX_WHOLE_ENCODED_BYTES = 16 * 1_024;

const READ_BYTES = 256 * 1_024;

/** The parts of a body. Returning early releases what it is made from. */
export type Parts = AsyncGenerator<string | Buffer, void, undefined>;

/** A small body as a whole; a large one as soon as it is known to be large, while the rest is still being made. */
export async function spooled(parts: Parts, maxWhole = MAX_WHOLE_BYTES): Promise<Buffer | Spool> {
  const first: Buffer[] = [];
  let bytes = 0;
  while (bytes <= maxWhole) {
    const part = await parts.next();
    if (part.done) return Buffer.concat(first);
    first.push(Buffer.from(part.value));
    bytes += first.at(-1)?.length ?? 0;
  }
  const file = await openNameless();
  if (file) return new Spool(file, Buffer.concat(first), parts);
  for await (const part of parts) first.push(Buffer.from(part));
  return Buffer.concat(first);
}

/**
 * A file that is deleted already, and so gone when it is closed or the process ends. Undefined where none can be
 * created, such as on a read-only file system.
 */
async function openNameless(): Promise<FileHandle | undefined> {
  const path = join(tmpdir(), `scc-${randomUUID()}`);
  try {
    const file = await open(path, 'wx+', 0o600);
    await rm(path);
    return file;
  } catch {
    return undefined;
  }
}

/**
 * A large body in a temporary file, for any number of readers, who may start before it is complete. Neither memory nor
 * a connection to the database waits for a slow client. Abandoned when its last reader leaves before it is complete.
 */
export class Spool {
  #readers = 0;
  /** Before somebody holds it for the first time, it waits for that. */
  #wasHeld = false;
  #length = 0;
  #isComplete = false;
  #isKept = false;
  #isClosed = false;
  #failure: { readonly error: unknown } | undefined;
  #waiting: (() => void)[] = [];
  readonly #encoded = new Map<string, Promise<Spool | Buffer>>();
  /** Resolves when it is complete, abandoned or has failed. */
  readonly filled: Promise<void>;

  /** Of its beginning: SHA-256. */
  readonly firstDigest: string;

  constructor(
    readonly file: FileHandle,
    first: Buffer,
    parts: Parts,
  ) {
    this.firstDigest = hash('sha256', first);
    this.filled = this.#fill(first, parts);
  }

  /** The number of bytes so far. */
  get length(): number {
    return this.#length;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Whether it can no longer be read. */
  get isClosed(): boolean {
    return this.#isClosed || this.#failure !== undefined;
  }

  /** @throws what the parts have thrown */
  async completed(): Promise<void> {
    await this.filled;
    if (this.#failure) throw this.#failure.error;
  }

  /** Whether it stays after its last reader. */
  keep(isKept: boolean): void {
    this.#isKept = isKept;
    for (const encoded of this.#encoded.values())
      void encoded.then((each) => each instanceof Spool && each.keep(isKept)).catch(() => undefined);
    if (!isKept) this.#settle();
  }

  /**
   * Keeps it from being closed. To be called before the turn of the event loop ends in which it was found.
   * @returns a function that ends that
   */
  hold(): () => void {
    this.#wasHeld = true;
    this.#readers += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#readers -= 1;
      this.#settle();
    };
  }

  /** The same body in another encoding, made once for all who ask. */
  encoded(encoding: string, encode: (parts: Parts) => Parts): Promise<Spool | Buffer> {
    const known = this.#encoded.get(encoding);
    const made = known
      ? known.then((body) => (body instanceof Spool && body.isClosed ? this.#encode(encode) : body))
      : this.#encode(encode);
    // At once: others ask in the same turn.
    this.#encoded.set(encoding, made);
    return made;
  }

  async #encode(encode: (parts: Parts) => Parts): Promise<Spool | Buffer> {
    const made = await spooled(encode(this.read()), MAX_WHOLE_ENCODED_BYTES);
    if (made instanceof Spool && this.#isKept) made.keep(true);
    return made;
  }

  /** From the start to the end, waiting for what is not there yet; a `hold`, too. */
  read(): Parts {
    const leave = this.hold();
    const parts = this.#read(leave);
    const end = parts.return.bind(parts);
    // A generator that has not begun runs nothing when it ends.
    parts.return = (value) => {
      const ended = end(value);
      leave();
      return ended;
    };
    return parts;
  }

  async *#read(leave: () => void): Parts {
    try {
      for (let at = 0; ; ) {
        if (at < this.#length) {
          const buffer = Buffer.allocUnsafe(Math.min(READ_BYTES, this.#length - at));
          const { bytesRead } = await this.file.read(buffer, 0, buffer.length, at);
          at += bytesRead;
          yield buffer.subarray(0, bytesRead);
        } else if (this.#failure) throw this.#failure.error;
        else if (this.#isComplete) return;
        else await new Promise<void>((resolve) => this.#waiting.push(resolve));
      }
    } finally {
      leave();
    }
  }

  async #fill(first: Buffer, parts: Parts): Promise<void> {
    try {
      await this.#append(first);
      for await (const part of parts) {
        if (this.#isClosed) break;
        await this.#append(Buffer.from(part));
      }
      this.#isComplete = !this.#isClosed;
    } catch (error) {
      this.#failure = { error };
    } finally {
      this.#wake();
      if (this.#isClosed) await this.file.close();
      else this.#settle();
    }
  }

  async #append(part: Buffer): Promise<void> {
    await this.file.appendFile(part);
    this.#length += part.length;
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** Closes it if nobody needs it. */
  #settle(): void {
    const isOver = this.#isComplete || this.#failure !== undefined;
    const isNeeded = !this.#wasHeld || this.#readers > 0 || (this.#isKept && this.#isComplete);
    if (this.#isClosed || isNeeded) return;
    this.#isClosed = true;
    // While it is being filled, that closes it.
    if (isOver) void this.file.close();
  }
}
