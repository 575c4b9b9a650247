import 'reflect-metadata';
import { openApplication } from './app/application.js';
import { migrate } from './app/migrate.js';
import { readConfig } from './config.js';
import { systemClock } from './foundation/clock.js';
import { openDatabase } from './foundation/database.js';
import { createLogger } from './foundation/logger.js';

const started = performance.now();

try {
  const config = readConfig(process.env);
  const logger = createLogger(config.logLevel);
  const [command = 'start'] = process.argv.slice(2);
  if (command === 'start') await start(config, logger);
  else if (command === 'migrate') await migrateOnly(config, logger);
  else throw new Error(`There is no command "${command}"; use "start" or "migrate".`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function start(
  config: ReturnType<typeof readConfig>,
  logger: ReturnType<typeof createLogger>,
): Promise<void> {
  const application = await openApplication(config, logger, systemClock);
  await new Promise<void>((resolve, reject) => {
    application.http.once('error', reject);
    application.http.listen(config.port, config.host, resolve);
  });
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    application.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'Stopping failed.');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const address = `http://${config.host}:${config.port}/graphql`;
  const database = config.databaseUrl ? 'PostgreSQL' : `embedded database in ${config.dataDir}`;
  process.stdout.write(
    [
      `SCC content API on ${address} (${database}), ready in ${Math.round(performance.now() - started)} ms.`,
      application.loaded > 0
        ? `Loaded the demo content: ${application.loaded} objects, in English and Traditional Chinese.`
        : 'The database has content already.',
      `Try: open ${address} in a browser, or`,
      `  curl ${address} -H 'content-type: application/json' -d '{"query":"{ latestIssue { title } }"}'`,
      '',
    ].join('\n'),
  );
}

async function migrateOnly(
  config: ReturnType<typeof readConfig>,
  logger: ReturnType<typeof createLogger>,
): Promise<void> {
  const database = await openDatabase(config, logger);
  try {
    const done = await migrate(database, config.publicRole);
    process.stdout.write(
      done.length === 0 ? 'The database is up to date.\n' : `Migrated: ${done.join(', ')}.\n`,
    );
  } finally {
    await database.close();
  }
}
