import { readdir } from 'node:fs/promises';
import { type DataSource, MigrationExecutor, type MigrationInterface, type QueryRunner } from 'typeorm';
import { grantPublicRole } from '../../migrations/public-role.js';
import { watchPublished } from '../../migrations/published-changes.js';
import { dataSourceOver } from '../content/store.js';
import type { Database } from '../foundation/database.js';

const FOLDER = new URL('../../migrations/', import.meta.url);
/** Identifies the lock that one process migrates under while others that start wait. */
const MIGRATION_LOCK = 5_366_201;

/** Brings the database up to date; returns the names of the migrations that ran. */
export async function migrate(database: Database, publicRole: string): Promise<string[]> {
  return withMigrations(database, async (dataSource, runner) => {
    const done = await dataSource.runMigrations({ transaction: 'each' });
    await watchPublished(dataSource);
    if (database.kind === 'server') await grantPublicRole(runner, publicRole);
    return done.map(({ name }) => name);
  });
}

/** @throws Error with a sentence for the operator where there is a migration that has not run */
export async function assertMigrated(database: Database): Promise<void> {
  const dataSource = dataSourceOver(database, 'system', []);
  dataSource.setOptions({ migrations: await migrationClasses() });
  await dataSource.initialize();
  const runner = dataSource.createQueryRunner();
  try {
    // Of a database without any migration TypeORM would first make the table of them.
    const isBegun = await runner.hasTable('system.migration');
    const pending = isBegun
      ? await new MigrationExecutor(dataSource, runner).getPendingMigrations()
      : undefined;
    if (pending?.length !== 0)
      throw new Error(
        'The database of this read node is not up to date. Run the command "migrate" with its DATABASE_URL.',
      );
  } finally {
    await runner.release();
  }
}

/** Takes back the migration that ran last. */
export async function revertLast(database: Database): Promise<void> {
  await withMigrations(database, async (dataSource) => dataSource.undoLastMigration({ transaction: 'each' }));
}

async function withMigrations<Result>(
  database: Database,
  work: (dataSource: DataSource, runner: QueryRunner) => Promise<Result>,
): Promise<Result> {
  const dataSource = dataSourceOver(database, 'system', []);
  dataSource.setOptions({ migrations: await migrationClasses() });
  await dataSource.initialize();
  // The embedded database has one connection and belongs to one process: nothing to lock, and nothing to lock with.
  const isShared = database.kind === 'server';
  const runner = dataSource.createQueryRunner();
  try {
    if (isShared) await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await runner.query('create schema if not exists system');
    if (!isShared) await runner.release();
    return await work(dataSource, runner);
  } finally {
    if (isShared) {
      await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
      await runner.release();
    }
  }
}

/** Every file of the migrations folder that begins with a time stamp, in that order. */
async function migrationClasses(): Promise<(new () => MigrationInterface)[]> {
  const files = (await readdir(FOLDER)).filter((name) => /^\d+-[a-z-]+\.(js|ts)$/.test(name)).sort();
  const modules = await Promise.all(files.map((file) => import(new URL(file, FOLDER).href)));
  return modules.flatMap((module) => Object.values(module as Record<string, new () => MigrationInterface>));
}
