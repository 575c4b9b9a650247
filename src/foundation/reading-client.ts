import type { EventEmitter } from 'node:events';
import pg from 'pg';
import { firstColumn, withoutRows } from './row-bytes.js';

export interface ReadStatement {
  /** A statement with a name is parsed and planned once per connection, and kept as long as that lives. */
  readonly name?: string;
  readonly text: string;
}

/** What node-postgres has and its types do not tell. */
interface Connection extends EventEmitter {
  readonly stream: { cork(): void; uncork(): void };
  /** The texts of statements by name: those that the server has, and those that it has been sent. */
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  attachListeners(stream: EventEmitter): void;
  parse(statement: ReadStatement): void;
  bind(given: { readonly statement: string; readonly values: readonly (string | null)[] }): void;
  execute(portal: object): void;
  sync(): void;
  /** Ours: what the next row is for. */
  reading?: ByteQuery;
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

  constructor(
    statement: ReadStatement,
    readonly values: readonly unknown[],
  ) {
    this.name = statement.name;
    this.text = statement.text;
  }

  submit(given: pg.Connection): void {
    const connection = given as unknown as Connection;
    const { name, text, values } = this;
    connection.reading = this;
    connection.stream.cork();
    if (name === undefined) connection.parse({ text });
    else if (!(name in connection.parsedStatements) && !(name in connection.submittedNamedStatements)) {
      connection.parse({ name, text });
      connection.submittedNamedStatements[name] = text;
    }
    connection.bind({ statement: name ?? '', values: values.map(asText) });
    connection.execute({});
    connection.sync();
    connection.stream.uncork();
  }

  takeRow(bytes: Buffer, start: number): void {
    this.#value = firstColumn(bytes, start);
  }

  handleReadyForQuery(): void {
    this.callback?.(null, this.#value);
  }

  handleError(error: unknown): void {
    this.callback?.(error);
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
