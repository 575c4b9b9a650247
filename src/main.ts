import { entitiesOf } from './content/editing/entities.js';
import 'reflect-metadata';
import cluster from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountEntities } from './accounts/account.entity.js';
import { issueKey, parseRoles } from './accounts/first-key.js';
import { type Application, openApplication } from './app/application.js';
import { contentTypes } from './app/content-types.js';
import { assertMigrated, migrate } from './app/migrate.js';
import { answerWorkers } from './app/worker-metrics.js';
import { LINE_MS, runWorkers, WORKER_NUMBER } from './app/workers.js';
import { type Config, readConfig } from './config.js';
import { systemViewer } from './content/contract/access.js';
import { checkText } from './content/editing/text-check.js';
import { Locales } from './content/language/locale.js';
import { ContentStore } from './content/storage/store.js';
import { systemClock } from './foundation/clock.js';
import { type Database, openDatabase } from './foundation/database.js';
import { createLogger, type Logger } from './foundation/logger.js';

/** Whatever does not end by then is left to itself. */
const LONGEST_STOP_MS = 9_800;
/** How long a client that has a connection may take to ask once more, and to hear that it was the last time. */
const LINGER_MS = 1_000;
/** How much later than it should the parent of workers may stop listening. */
const PARENT_MS = LINE_MS + 1_000;

const isFirstWorker = process.env[WORKER_NUMBER] === '1';

type Command = (config: Config, logger: Logger, words: readonly string[]) => Promise<void>;

const commands: Readonly<Record<string, Command>> = {
  start,
  migrate: (config, logger) => withDatabase(config, logger, migrateOnly),
  'check-text': (config, logger) => withDatabase(config, logger, reportStaleText),
  'create-key': createKey,
};

try {
  const config = readConfig(process.env);
  const [name = 'start', ...words] = process.argv.slice(2);
  const command = commands[name];
  if (!command)
    throw new Error(`There is no command "${name}"; use one of: ${Object.keys(commands).join(', ')}.`);
  await command(config, createLogger(config.logLevel), words);
} catch (error) {
  // The whole program ends here: the operator gets the sentence, not the stack.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function start(config: Config, logger: Logger): Promise<void> {
  if (config.workers > 1 && cluster.isPrimary) return startWorkers(config, logger);
  const application = await openApplication(config, logger, systemClock);
  try {
    await listen(application, config);
  } catch (error) {
    // The key is there now, and the next start will not make another one.
    process.stdout.write(aboutFirstKey(application).join('\n'));
    await application.close();
    throw error;
  }
  // Of several workers one does the background work, and their parent speaks for them.
  if (!cluster.isWorker || isFirstWorker) application.startJobs();
  if (cluster.isWorker) await application.metrics.share();
  stopOnSignal(application, config, logger);
  if (!cluster.isWorker) process.stdout.write(welcome(application, config));
}

/** The database is brought up to date once, before they start. */
async function startWorkers(config: Config, logger: Logger): Promise<void> {
  if (config.databaseUrl === undefined)
    throw new Error('WORKERS needs DATABASE_URL: the embedded database belongs to one process.');
  const application = await openApplication(config, logger, systemClock);
  await application.close();
  await answerWorkers();
  const { workers: count, drainSeconds, host, port } = config;
  const settings = { count, graceMs: drainSeconds * 1_000, host, port, logger };
  await runWorkers(settings, () => process.stdout.write(welcome(application, config)));
}

function listen({ http }: Application, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(isTaken ? new Error(`Port ${port} is in use. Choose another one with PORT.`) : error);
    });
    http.listen(port, host, resolve);
  });
}

/**
 * SIGTERM comes where others send requests, who have to notice; SIGINT from somebody at a terminal. Of several workers
 * none stops listening by itself: connections that are on their way to it would be lost. Their parent does.
 */
function stopOnSignal(application: Application, { drainSeconds }: Config, logger: Logger): void {
  let isStopping = false;
  const graceOf = (milliseconds: number) =>
    cluster.isWorker
      ? application.connections.portClosedElsewhere(milliseconds + PARENT_MS)
      : sleep(milliseconds);
  const stop = (milliseconds: number) => {
    // A worker may be told twice: by its parent, and by whoever tells all processes.
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    const leave = { grace: graceOf(milliseconds), linger: milliseconds > 0 ? LINGER_MS : 0 };
    application.close(leave).then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'Stopping failed.');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop(drainSeconds * 1_000));
  process.on('SIGINT', () => stop(0));
}

function welcome(application: Application, { host, port, databaseUrl, dataDir }: Config): string {
  const { loaded } = application;
  const address = `http://${host}:${port}/graphql`;
  const database = databaseUrl ? 'PostgreSQL' : `embedded database in ${dataDir}`;
  return [
    `SCC content API on ${address} (${database}), ready in ${Math.round(process.uptime() * 1000)} ms.`,
    loaded > 0
      ? `Loaded the demo content: ${loaded} objects, in English and Traditional Chinese.`
      : 'The content that was there is served; nothing was loaded.',
    `Try: open ${address} in a browser, or`,
    `  curl ${address} -H 'content-type: application/json' -d '{"query":"{ latestIssue { title } }"}'`,
    ...aboutFirstKey(application),
    '',
  ].join('\n');
}

function aboutFirstKey({ firstKey }: Application): string[] {
  if (!firstKey) return [];
  return [
    'A key with the role ADMIN was made for you. Keep it: it is not shown again.',
    `  ${firstKey}`,
    'Send it as the header "Authorization: Bearer scc_…"; it reads drafts, changes content and makes other keys.',
    '',
  ];
}

async function createKey(config: Config, logger: Logger, words: readonly string[]): Promise<void> {
  const [name, roles] = words;
  if (!name || !roles || words.length > 2)
    throw new Error('Use: create-key NAME ROLE[,ROLE], for example: create-key website READER');
  if (config.readOnly) throw new Error('Keys are made where the database is written to, not on a read node.');
  const input = { accountName: name, name, roles: parseRoles(roles) };
  await withDatabase(config, logger, async (database) => {
    await migrate(database, config);
    const secret = await issueKey(await openStore(database, config), input, {
      ...systemViewer,
      name: 'command line',
    });
    // The key alone is what a program reads; the rest is for people.
    process.stderr.write('Keep this key: it is not shown again.\n');
    process.stdout.write(`${secret}\n`);
  });
}

function openStore(database: Database, config: Config): Promise<ContentStore> {
  const locales = new Locales(config.locales, config.plainChinese);
  return ContentStore.open(database, contentTypes, {
    locales,
    clock: systemClock,
    entities: [...entitiesOf(contentTypes), ...accountEntities],
  });
}

async function withDatabase(
  config: Config,
  logger: Logger,
  work: (database: Database, config: Config) => Promise<void>,
): Promise<void> {
  // Also a read node has to be brought up to date.
  const database = await openDatabase({ ...config, readOnly: false }, logger);
  try {
    await work(database, config);
  } finally {
    await database.close();
  }
}

async function migrateOnly(database: Database, config: Config): Promise<void> {
  const done = await migrate(database, config);
  process.stdout.write(
    done.length === 0 ? 'The database is up to date.\n' : `Migrated: ${done.join(', ')}.\n`,
  );
}

async function reportStaleText(database: Database, config: Config): Promise<void> {
  await assertMigrated(database, config);
  const stale = await checkText(await openStore(database, config));
  for (const { stage, type, id } of stale) process.stdout.write(`${stage}: ${type} ${id}\n`);
  process.stdout.write(`${stale.length} texts differ from a fresh computation.\n`);
  if (stale.length > 0) process.exitCode = 1;
}
