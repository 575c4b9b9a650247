import type { EventEmitter } from 'node:events';
import pg from 'pg';
import { serialize } from 'pg-protocol';
import type { SharedClock } from './clock.js';
import { PreparedStatements } from './prepared-statements.js';
import { column, withoutRows } from './row-bytes.js';

export interface ReadStatement {
  /** A named statement is parsed and planned once per connection, and cached as long as that lives. */
  readonly name?: string;
  readonly text: string;
}

/** Members of node-postgres that its types lack. */
interface Connection extends EventEmitter {
  readonly stream: { write(bytes: Buffer): void };
  /** The texts of statements by name: those that the server has, and those in flight. */
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  attachListeners(stream: EventEmitter): void;
  /** Ours: the consumer of the next row. */
  reading?: ByteQuery;
  /** Ours, too. */
  prepared?: PreparedStatements;
}

/** A connection that returns values as raw bytes. Only for ByteQuery. */
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

/**
 * SQL for the time that the database has worked on a statement, in milliseconds; evaluated last, as the second column.
 */
const BEGUN =
  "case current_setting('transaction_isolation') when 'repeatable read' then statement_timestamp() else transaction_timestamp() end";
export const ELAPSED = `extract(epoch from clock_timestamp() - ${BEGUN}) * 1000`;

/** The duration of a statement, in milliseconds. */
export interface Duration {
  /** From sending it to parsing its response. */
  readonly whole: number;
  /** By the database's own clock, if the statement selects it; scaled by the load of the processors. */
  readonly database: number;
}

/**
 * A statement that returns one value: the necessary part of node-postgres' own Query. It requests no description of
 * columns, parses no types and emits no events.
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

  /** Runs over a connection that does not go back to its pool afterwards. */
  runOn(client: pg.ClientBase): Promise<Buffer | undefined> {
    return new Promise((resolve, reject) => {
      this.callback = (error, value) => (error ? reject(error) : resolve(value));
      client.query(this);
    });
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
      connection.prepared ??= new PreparedStatements();
      for (const other of connection.prepared.use(name, text)) {
        messages.unshift(serialize.close({ type: 'S', name: other }));
        delete connection.parsedStatements[other];
      }
    }
    // One write: several are slower.
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
    // A lost connection also reports to queries that were not sent.
    if (!this.measuring || this.#began === undefined) return;
    const whole = performance.now() - this.#sentAt;
    const alone = this.measuring.clock.end(this.#began);
    const elapsed = Math.min(whole, this.#elapsed ?? whole);
    this.measuring.onDone({ whole, database: whole > 0 ? (elapsed * alone) / whole : 0 });
  }

  // Other callbacks of node-postgres for queries.
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleRowDescription(): void {}
}

/** A parameter in the text format of PostgreSQL. Lists are of texts. */
function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (!Array.isArray(value)) return String(value);
  const entries = value.map((entry) => `"${String(entry).replace(/["\\]/g, '\\$&')}"`);
  return `{${entries.join(',')}}`;
}
