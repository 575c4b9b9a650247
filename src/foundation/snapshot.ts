import type { ReadStatement } from './reading-client.js';
import type { RequestRecord } from './request-record.js';

type Read<Arguments extends readonly unknown[]> = (
  ...asked: [
    ...Arguments,
    statement: ReadStatement,
    values: readonly unknown[],
    record?: RequestRecord | undefined,
  ]
) => Promise<Buffer | undefined>;

/** A read-only transaction whose statements all see the same state of what is published. */
export interface Snapshot {
  readonly read: Read<[stage: 'draft' | 'published']>;
  /** Gives the connection back. */
  close(): Promise<void>;
}

/** A connection that is taken from its pool for a snapshot. */
interface Connection {
  readonly run: (text: string) => Promise<unknown>;
  readonly read: Read<[]>;
  readonly release: (hasFailed: boolean) => unknown;
}

export async function beginSnapshot({ run, read, release }: Connection): Promise<Snapshot> {
  let isOpen = true;
  const end = async (hasFailed: boolean) => {
    if (!isOpen) return;
    isOpen = false;
    await release(hasFailed);
  };
  // After an error the transaction takes no other statements.
  const orEnd = async <Result>(result: Promise<Result>) => {
    try {
      return await result;
    } catch (error) {
      await end(true);
      throw error;
    }
  };
  await orEnd(run('begin isolation level repeatable read read only'));
  return {
    read: (_stage, ...asked) => orEnd(read(...asked)),
    async close() {
      if (!isOpen) return;
      await orEnd(run('commit'));
      await end(false);
    },
  };
}
