import type { EventEmitter } from 'node:events';
import pg from 'pg';

/** Members of node-postgres that its types lack. */
interface Connection extends EventEmitter {
  connect(portOrPath: number | string, host?: string): void;
  cancel(processId: number, secretKey: number): void;
}

interface Client {
  readonly host: string;
  readonly port: number;
  readonly processID: number;
  readonly secretKey: number;
  end(): Promise<void>;
}

/**
 * Ends a connection when the request that has it is abandoned, and cancels its statement: PostgreSQL would complete that
 * first. So its transaction is rolled back, and its pool drops it.
 * @returns to be called before it goes back to its pool
 */
export function endWhenAborted(client: Client, signal: AbortSignal | undefined): () => void {
  const end = () => {
    cancelStatement(client);
    client.end().catch(() => undefined);
  };
  signal?.addEventListener('abort', end);
  return () => signal?.removeEventListener('abort', end);
}

/** By the protocol, with a connection of its own: its process is known under another id behind a pooler. */
function cancelStatement({ host, port, processID, secretKey }: Client): void {
  const connection = new pg.Connection() as unknown as Connection;
  // It has a time limit anyway.
  connection.on('error', () => undefined);
  connection.once('connect', () => connection.cancel(processID, secretKey));
  if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
  else connection.connect(port, host);
}
