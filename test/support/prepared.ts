import { existsSync } from 'node:fs';
import { cp, mkdtemp, rename } from 'node:fs/promises';
import { type Application, openApplication } from '../../src/app/application.js';
import { type Config, readConfig } from '../../src/config.js';
import { createLogger } from '../../src/foundation/logger.js';
import { createDatabaseFrom, oneAtATime } from './postgres.js';

/** The instant that tests happen at: after the newsletter came out, before the summer's events. */
export const TEST_NOW = '2024-06-10T12:00:00+08:00';

/** A database as a first start leaves it, with the demo content. */
export function createDemo(): ReturnType<typeof createDatabaseFrom> {
  return createDatabaseFrom('demo', (databaseUrl) => openOnce({ databaseUrl, demoContent: true }));
}

/** A database as a first start leaves it, without content. */
export function createEmpty(): ReturnType<typeof createDatabaseFrom> {
  return createDatabaseFrom('empty', (databaseUrl) => openOnce({ databaseUrl, demoContent: false }));
}

/**
 * Fills a folder with an embedded database that has the demo content, and in which nobody has a key yet: a program that
 * starts on it makes the first one. Prepared once per run, because to make a database and to migrate it there takes ten
 * seconds.
 */
export async function copyDataFolder(folder: string): Promise<void> {
  const prepared = process.env.SCC_TEST_DATA_FOLDER ?? '';
  await oneAtATime(prepared, async () => {
    if (existsSync(prepared)) return;
    const dataDir = await mkdtemp(`${prepared}-`);
    await openOnce({ databaseUrl: undefined, dataDir, demoContent: true }, ({ database }) =>
      database.pool.query('truncate system.account cascade'),
    );
    await rename(dataDir, prepared);
  });
  await cp(prepared, folder, { recursive: true });
}

/** Opens the program once, so that its database is migrated and loaded. */
async function openOnce(
  settings: Partial<Config>,
  work: (application: Application) => Promise<unknown> = async () => undefined,
): Promise<void> {
  const clock = () => new Date(TEST_NOW);
  const application = await openApplication(configFor(settings), createLogger('silent'), clock);
  await work(application);
  await application.close();
}

/** Without rate limits: tests happen at one instant, at which no points come back. */
export function configFor(settings: Partial<Config>): Config {
  return {
    ...readConfig({}),
    logLevel: 'fatal',
    databasePoolSize: 4,
    rateLimit: false,
    slowQueryMs: 0,
    ...settings,
  };
}
