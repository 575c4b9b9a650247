import type { EventEmitter } from 'node:events';
import pg from 'pg';
import { serialize } from 'pg-protocol';
import type { SharedClock } from './clock.js';
import { KeptStatements } from './kept-statements.js';
import { column, withoutRows } from './row-bytes.js';

export interface ReadStatement {
  /** A statement with a name is parsed and planned once per connection, and kept as long as that lives. */
  readonly name?: string;
  readonly text: string;
}

/** What node-postgres has and its types do not tell. */
interface Connection extends EventEmitter {
  readonly stream: { write(bytes: Buffer): void };
  /** The texts of statements by name: those that the server has, and those that it has been sent. */
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  attachListeners(stream: EventEmitter): void;
  /** Ours: what the next row is for. */
  reading?: ByteQuery;
  /** Ours, too. */
  kept?: KeptStatements;
}

/** A connection that leaves values as the bytes that the server sends. It is for ByteQuery alone. */
export class ReadingClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    const connection = this.connection as unknown as Connection;
    const attach = connection.attachListeners;
    connection.attachListeners = (stream) =>
      attach.call(
        connection,
        withoutRows(stream, (bytes, start) => connection.reading?.takeRow(bytes, start)),
      );
  }
}

const EXECUTE_AND_SYNC = Buffer.concat([serialize.execute(), serialize.sync()]);

/** SQL for how long the database has worked on a statement, in milliseconds; as the second column, it comes last. */
export const ELAPSED = 'extract(epoch from clock_timestamp() - transaction_timestamp()) * 1000';

/** How long a statement took, in milliseconds. */
export interface Duration {
  /** From when it was sent until its answer was looked at. */
  readonly whole: number;
  /** By the database's own clock, where the statement asks for it; with what others had of the processors taken out. */
  readonly database: number;
}

/**
 * A statement that answers with one value: the part of node-postgres' own Query that is needed for it. It asks for no
 * description of columns, knows no types and emits no events.
 */
export class ByteQuery implements pg.Submittable {
  readonly name: string | undefined;
  readonly text: string;
  /** Set by node-postgres. */
  callback: ((error: unknown, value?: Buffer) => void) | undefined;
  #value: Buffer | undefined;
  #elapsed: number | undefined;
  #sentAt = 0;
  #began: number | undefined;

  constructor(
    statement: ReadStatement,
    readonly values: readonly unknown[],
    readonly measuring?: {
      readonly clock: SharedClock;
      readonly onDone: (duration: Duration) => void;
    },
  ) {
    this.name = statement.name;
    this.text = statement.text;
  }

  submit(given: pg.Connection): void {
    const connection = given as unknown as Connection;
    const { name, text, values } = this;
    connection.reading = this;
    this.#sentAt = performance.now();
    this.#began = this.measuring?.clock.begin();
    const bind = serialize.bind({ statement: name ?? '', values: values.map(asText) });
    const messages = [bind, EXECUTE_AND_SYNC];
    if (name === undefined) messages.unshift(serialize.parse({ text }));
    else {
      if (!(name in connection.parsedStatements) && !(name in connection.submittedNamedStatements)) {
        messages.unshift(serialize.parse({ name, text }));
        connection.submittedNamedStatements[name] = text;
      }
      connection.kept ??= new KeptStatements();
      for (const other of connection.kept.use(name, text)) {
        messages.unshift(serialize.close({ type: 'S', name: other }));
        delete connection.parsedStatements[other];
      }
    }
    // In one piece: several cost the operating system more.
    connection.stream.write(Buffer.concat(messages));
  }

  takeRow(bytes: Buffer, start: number): void {
    this.#value = column(bytes, start, 0);
    const elapsed = column(bytes, start, 1);
    if (elapsed) this.#elapsed = Number(elapsed.toString('latin1'));
  }

  handleReadyForQuery(): void {
    this.#done();
    this.callback?.(null, this.#value);
  }

  handleError(error: unknown): void {
    this.#done();
    this.callback?.(error);
  }

  #done(): void {
    // A connection that is lost tells those, too, that were not sent.
    if (!this.measuring || this.#began === undefined) return;
    const whole = performance.now() - this.#sentAt;
    const alone = this.measuring.clock.end(this.#began);
    const elapsed = Math.min(whole, this.#elapsed ?? whole);
    this.measuring.onDone({ whole, database: whole > 0 ? (elapsed * alone) / whole : 0 });
  }

  // What a client tells its queries beside that.
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleRowDescription(): void {}
}

/** A parameter as PostgreSQL reads it. Lists are of texts. */
function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (!Array.isArray(value)) return String(value);
  const entries = value.map((entry) => `"${String(entry).replace(/["\\]/g, '\\$&')}"`);
  return `{${entries.join(',')}}`;
}
