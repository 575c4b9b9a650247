import { performance } from 'node:perf_hooks';
import pg from 'pg';
import type { ReadStatement } from './reading-client.js';
import { RepeatedStatements } from './repeated-statements.js';
import type { RequestRecord } from './request-record.js';
import type { PoolName, Statements } from './statements.js';

/** A connection with all rights that measures its statements. */
export class MeasuredClient extends pg.Client {
  readonly repeated = new RepeatedStatements();
  /** The request that has the connection now. */
  record: RequestRecord | undefined;
}

/** Milliseconds of a statement that takes locks: it may have waited for their holders. */
const LOCKING = 2;

/**
 * The class of connections whose statements are counted.
 * @param isWithin whether the database is in this process
 * @param prepares whether statements that come again are prepared
 */
export function measuredClient(
  statements: Statements,
  pool: PoolName,
  { isWithin = false, prepares = true } = {},
): typeof pg.Client {
  class CountingClient extends MeasuredClient {
    // biome-ignore lint/suspicious/noExplicitAny: the overloads of node-postgres, handed on as they came.
    override query(...given: any[]): any {
      const began = performance.now();
      const loop = performance.eventLoopUtilization();
      const clock = statements.clock.begin();
      const { record } = this;
      record?.work.pause();
      const done = () => {
        const milliseconds = performance.now() - began;
        const alone = statements.clock.end(clock);
        // The response may have arrived earlier, while this process was busy.
        const worked = isWithin ? alone : Math.min(alone, performance.eventLoopUtilization(loop).idle);
        const charged = / for update\b|pg_advisory/i.test(sent.statement.text)
          ? Math.min(worked, LOCKING)
          : worked;
        statements.note({ pool, ...sent, milliseconds, worked: charged, record });
        record?.work.resume();
      };
      const callback: unknown = given.at(-1);
      if (typeof callback === 'function') {
        given[given.length - 1] = (...results: unknown[]) => {
          done();
          this.repeated.noteError(results[0]);
          callback(...results);
        };
      }
      const sent = statementIn(given);
      const [first, values] = given;
      const name =
        prepares && typeof first === 'string' && Array.isArray(values) && values.length > 0
          ? this.repeated.nameFor(first)
          : undefined;
      if (name !== undefined) given.splice(0, 2, { name, text: first, values });
      const result = super.query(...(given as Parameters<pg.Client['query']>)) as
        | Partial<Promise<unknown>>
        | undefined;
      result?.then?.(done, (error: unknown) => {
        done();
        this.repeated.noteError(error);
      });
      return result;
    }
  }
  return CountingClient;
}

/** Attributes the statements of a connection to a request, until the connection goes back to its pool. */
export function chargeTo(client: unknown, record: RequestRecord | undefined): void {
  if (client instanceof MeasuredClient) client.record = record;
}

function statementIn([first, second]: readonly unknown[]): {
  readonly statement: ReadStatement;
  readonly values: readonly unknown[];
} {
  const isText = typeof first === 'string';
  const { name, text = '', values } = (isText ? { text: first } : first) as Partial<pg.QueryConfig>;
  const bound = values ?? (Array.isArray(second) ? second : []);
  return { statement: name === undefined ? { text } : { name, text }, values: bound };
}
