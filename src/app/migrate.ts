import { readdir } from 'node:fs/promises';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { grantPublicRole } from '../../migrations/public-role.js';
import { watchPublished } from '../../migrations/published-changes.js';
import { dataSourceOver } from '../content/storage/store.js';
import type { Database } from '../foundation/database.js';

const FOLDER = new URL('../../migrations/', import.meta.url);
/** The advisory lock under which one process migrates while others wait. */
const MIGRATION_LOCK = 5_366_201;

export interface MigrationSettings {
  readonly publicRole: string;
  readonly allowNewerDatabase?: boolean;
}

/**
 * Runs pending migrations; returns their names.
 * @throws Error with a message for the operator if a newer version of the program has migrated the database
 */
export async function migrate(
  database: Database,
  { publicRole, allowNewerDatabase = false }: MigrationSettings,
): Promise<string[]> {
  return withMigrations(database, async (dataSource, runner) => {
    if (!allowNewerDatabase) await assertKnown(dataSource);
    const done = await dataSource.runMigrations({ transaction: 'each' });
    await watchPublished(dataSource);
    if (database.kind === 'server') await grantPublicRole(runner, publicRole);
    return done.map(({ name }) => name);
  });
}

/** @throws Error with a message for the operator if a migration is pending or unknown */
export async function assertMigrated(
  database: Database,
  { allowNewerDatabase = false }: Omit<MigrationSettings, 'publicRole'>,
): Promise<void> {
  const dataSource = dataSourceOver(database, 'system', []);
  dataSource.setOptions({ migrations: await migrationClasses() });
  await dataSource.initialize();
  const ran = await ranMigrations(dataSource);
  if (dataSource.migrations.some(({ name = '' }) => !ran.has(name)))
    throw new Error(
      'The database is not migrated. Run the command "migrate" of this version with its DATABASE_URL.',
    );
  if (!allowNewerDatabase) await assertKnown(dataSource);
}

/** The names of the migrations that have run. */
async function ranMigrations(dataSource: DataSource): Promise<ReadonlySet<string>> {
  const [found] = (await dataSource.query("select to_regclass('system.migration') is not null as begun")) as {
    begun: boolean;
  }[];
  if (!found?.begun) return new Set();
  const rows = (await dataSource.query('select name from system.migration order by id')) as {
    name: string;
  }[];
  return new Set(rows.map(({ name }) => name));
}

/** An older version of the program would not know the newer tables. */
async function assertKnown(dataSource: DataSource): Promise<void> {
  const known = new Set(dataSource.migrations.map(({ name }) => name));
  const unknown = [...(await ranMigrations(dataSource))].filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new Error(
    `A newer version of the program has migrated this database; this version does not know ${unknown.join(', ')}. Start the newer version, or restore the backup from before the upgrade. During a rolling deployment, ALLOW_NEWER_DATABASE=true lets this version run all the same.`,
  );
}

/** Reverts the last migration. */
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
  // The embedded database has one connection and belongs to one process: no lock is needed, or possible.
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

/** The files of the migrations folder that begin with a timestamp, in order. */
async function migrationClasses(): Promise<(new () => MigrationInterface)[]> {
  const files = (await readdir(FOLDER)).filter((name) => /^\d+-[a-z\d-]+\.(js|ts)$/.test(name)).sort();
  const modules = await Promise.all(files.map((file) => import(new URL(file, FOLDER).href)));
  return modules.flatMap((module) => Object.values(module as Record<string, new () => MigrationInterface>));
}
