import type PgBoss from 'pg-boss';
import type { QueryRunner } from 'typeorm';
import type { ContentStore } from '../content/storage/store.js';
import type { Transaction } from '../content/storage/transaction.js';

/** Loaded when it is needed, which is not before the program serves. */
export async function pgBoss(options: PgBoss.ConstructorOptions): Promise<PgBoss> {
  const { default: Boss } = await import('pg-boss');
  return new Boss({ ...options, schedule: false });
}

/** Statements of pg-boss as a part of a transaction. */
export function transactionDatabase(transaction: Transaction): PgBoss.Db {
  return countingDatabase(transaction).db;
}

/** The same, and how many rows were written: pg-boss does not say so of many jobs. */
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

/** Statements of pg-boss by themselves, on the connections that the program has anyway. */
export function ownDatabase({ draft }: ContentStore): PgBoss.Db {
  return {
    async executeSql(text, values) {
      const runner = draft.createQueryRunner();
      try {
        return await execute(runner, text, values);
      } catch (error) {
        // Several statements in one text may have begun a transaction; the connection goes back to others.
        await runner.query('rollback').catch(() => undefined);
        throw error;
      } finally {
        await runner.release();
      }
    },
  };
}

/** The same database, and whether something failed on it: pg-boss keeps that to itself when it fetches a job. */
export function noticing(database: PgBoss.Db): { readonly db: PgBoss.Db; assertNoFailure(): void } {
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
