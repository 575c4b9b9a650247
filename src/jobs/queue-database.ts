import type PgBoss from 'pg-boss';
import type { QueryRunner } from 'typeorm';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';

/** Loaded lazily, after the server has started to listen. */
export async function pgBoss(options: PgBoss.ConstructorOptions): Promise<PgBoss> {
  const { default: Boss } = await import('pg-boss');
  return new Boss({ ...options, schedule: false });
}

/** Runs statements of pg-boss in a transaction. */
export function transactionDatabase(transaction: Transaction): PgBoss.Db {
  return countingDatabase(transaction).db;
}

/** Also counts the rows: pg-boss does not return how many jobs it has inserted. */
export function countingDatabase(transaction: Transaction): {
  readonly db: PgBoss.Db;
  written(): number;
} {
  const { queryRunner } = transaction.draft;
  if (!queryRunner) throw new Error('A job is enqueued in a transaction.');
  let written = 0;
  return {
    db: {
      async executeSql(text, values) {
        const { records, affected } = await queryRunner.query(text, values, true);
        written += affected ?? 0;
        return { rows: records ?? [] };
      },
    },
    written: () => written,
  };
}

/** Runs statements of pg-boss on the connection pool of the program. */
export function ownDatabase({ draft }: ContentStore): PgBoss.Db {
  return {
    async executeSql(text, values) {
      const runner = draft.createQueryRunner();
      try {
        return await execute(runner, text, values);
      } catch (error) {
        // A text with several statements may have begun a transaction; the connection goes back to the pool.
        await runner.query('rollback').catch(() => undefined);
        throw error;
      } finally {
        await runner.release();
      }
    },
  };
}

/** Also records failures: pg-boss hides them when it fetches a job. */
export function recordingFailure(database: PgBoss.Db): { readonly db: PgBoss.Db; assertNoFailure(): void } {
  const failures: unknown[] = [];
  return {
    db: {
      executeSql: (text, values) =>
        database.executeSql(text, values).catch((error: unknown) => {
          failures.push(error);
          throw error;
        }),
    },
    assertNoFailure() {
      if (failures.length > 0) throw failures[0];
    },
  };
}

async function execute(runner: QueryRunner, text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
  const { records } = await runner.query(text, values, true);
  return { rows: records ?? [] };
}
