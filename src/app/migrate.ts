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
  return withLock(database, async (dataSource, runner) => {
    const [ran, names] = await Promise.all([ranMigrations(dataSource), migrationNames()]);
    if (!allowNewerDatabase) assertKnown(ran, names);
    // Loaded only where one is pending: they are more files than all others of a start.
    const done = names.every((name) => ran.has(name)) ? [] : await runPending(database);
    await watchPublished(dataSource);
    if (database.kind === 'server') await grantPublicRole(runner, publicRole);
    return done;
  });
}

/** @throws Error with a message for the operator if a migration is pending or unknown */
export async function assertMigrated(
  database: Database,
  { allowNewerDatabase = false }: Omit<MigrationSettings, 'publicRole'>,
): Promise<void> {
  const dataSource = await dataSourceOver(database, 'system', []).initialize();
  const [ran, names] = await Promise.all([ranMigrations(dataSource), migrationNames()]);
  if (names.some((name) => !ran.has(name)))
    throw new Error(
      'The database is not migrated. Run the command "migrate" of this version with its DATABASE_URL.',
    );
  if (!allowNewerDatabase) assertKnown(ran, names);
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
function assertKnown(ran: ReadonlySet<string>, names: readonly string[]): void {
  const unknown = [...ran].filter((name) => !names.includes(name));
  if (unknown.length === 0) return;
  throw new Error(
    `A newer version of the program has migrated this database; this version does not know ${unknown.join(', ')}. Start the newer version, or restore the backup from before the upgrade. During a rolling deployment, ALLOW_NEWER_DATABASE=true lets this version run all the same.`,
  );
}

/** Reverts the last migration. */
export async function revertLast(database: Database): Promise<void> {
  await withLock(database, async () => {
    const dataSource = await withMigrations(database);
    await dataSource.undoLastMigration({ transaction: 'each' });
  });
}

/** @returns the names of those that it has run */
async function runPending(database: Database): Promise<string[]> {
  const dataSource = await withMigrations(database);
  const done = await dataSource.runMigrations({ transaction: 'each' });
  return done.map(({ name }) => name);
}

async function withMigrations(database: Database): Promise<DataSource> {
  const dataSource = dataSourceOver(database, 'system', []);
  const modules = await Promise.all(
    (await migrationFiles()).map((file) => import(new URL(file, FOLDER).href)),
  );
  const migrations = modules.flatMap((module) =>
    Object.values(module as Record<string, new () => MigrationInterface>),
  );
  return dataSource.setOptions({ migrations }).initialize();
}

async function withLock<Result>(
  database: Database,
  work: (dataSource: DataSource, runner: QueryRunner) => Promise<Result>,
): Promise<Result> {
  const dataSource = await dataSourceOver(database, 'system', []).initialize();
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
async function migrationFiles(): Promise<string[]> {
  return (await readdir(FOLDER)).filter((name) => /^\d+-[a-z\d-]+\.(js|ts)$/.test(name)).sort();
}

/** The names of all migrations, which follow from those of their files. */
async function migrationNames(): Promise<string[]> {
  return (await migrationFiles()).map((file) => {
    const [time = '', ...words] = file.replace(/\.\w+$/, '').split('-');
    return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('') + time;
  });
}
