import 'reflect-metadata';
import cluster from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountEntities } from './accounts/account.entity.js';
import { issueKey, parseRoles } from './accounts/first-key.js';
import { type Application, openApplication } from './app/application.js';
import { contentTypes } from './app/content-types.js';
import { assertMigrated, migrate } from './app/migrate.js';
import { respondToWorkers } from './app/worker-metrics.js';
import { QUEUE_DRAIN_MS, runWorkers, WORKER_NUMBER } from './app/workers.js';
import { type Config, readConfig } from './config.js';
import { systemViewer } from './content/contract/access.js';
import { entitiesOf } from './content/editing/entities.js';
import { checkText } from './content/editing/text-check.js';
import { Locales } from './content/language/locale.js';
import { ContentStore } from './content/storage/store.js';
import { systemClock } from './foundation/clock.js';
import { type Database, openDatabase } from './foundation/database.js';
import { createLogger, type Logger } from './foundation/logger.js';

/** The timeout of a shutdown. */
const LONGEST_STOP_MS = 9_800;
/**
 * How long a client with an open connection may take to send one more request, whose response closes the connection.
 */
const LINGER_MS = 1_000;
/** The most time after which the parent of workers closes the port. */
const PARENT_MS = QUEUE_DRAIN_MS + 1_000;

const isFirstWorker = process.env[WORKER_NUMBER] === '1';

type Command = (config: Config, logger: Logger, args: readonly string[]) => Promise<void>;

const commands: Readonly<Record<string, Command>> = {
  start,
  migrate: (config, logger) => withDatabase(config, logger, migrateOnly),
  'check-text': (config, logger) => withDatabase(config, logger, reportStaleText),
  'create-key': createKey,
  help: async () => void process.stdout.write(`Commands: ${names}.\n`),
};
const names = Object.keys(commands).join(', ');

try {
  const config = readConfig(process.env);
  const [name = 'start', ...args] = process.argv.slice(2);
  const command = commands[name];
  if (!command) throw new Error(`There is no command "${name}"; use one of: ${names}.`);
  await command(config, createLogger(config.logLevel), args);
} catch (error) {
  // The last resort: the operator gets the message, not the stack.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function start(config: Config, logger: Logger): Promise<void> {
  if (config.workers > 1 && cluster.isPrimary) return startWorkers(config, logger);
  const application = await openApplication(config, logger, systemClock);
  try {
    await listen(application, config);
  } catch (error) {
    // The key exists now, and the next start will not create another one.
    process.stdout.write(aboutFirstKey(application).join('\n'));
    await application.close();
    throw error;
  }
  // Only the first worker does background work, and only the parent writes the welcome.
  if (!cluster.isWorker || isFirstWorker) application.startJobs();
  if (cluster.isWorker) await application.metrics.share();
  stopOnSignal(application, config, logger);
  if (!cluster.isWorker) process.stdout.write(welcome(application, config));
}

/** Migrates the database once, before the workers start. */
async function startWorkers(config: Config, logger: Logger): Promise<void> {
  if (config.databaseUrl === undefined)
    throw new Error('WORKERS needs DATABASE_URL: the embedded database belongs to one process.');
  const application = await openApplication(config, logger, systemClock);
  await application.close();
  await respondToWorkers();
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
 * SIGTERM comes from a load balancer, whose clients have to notice; SIGINT from a terminal. A worker does not close the
 * port itself, because connections queued for it would be lost. The parent does.
 */
function stopOnSignal(application: Application, { drainSeconds }: Config, logger: Logger): void {
  let isStopping = false;
  const graceOf = (milliseconds: number) =>
    cluster.isWorker
      ? application.connections.portClosedElsewhere(milliseconds + PARENT_MS)
      : sleep(milliseconds);
  const stop = (milliseconds: number) => {
    // A worker may be signalled twice: by its parent, and by a signal to the process group.
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    const leave = { grace: graceOf(milliseconds), linger: milliseconds > 0 ? LINGER_MS : 0 };
    application.close(leave).then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'Shutdown failed.');
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
      : 'Serving the existing content; nothing was loaded.',
    `Try: open ${address} in a browser, or`,
    `  curl ${address} -H 'content-type: application/json' -d '{"query":"{ latestIssue { title } }"}'`,
    ...aboutFirstKey(application),
    '',
  ].join('\n');
}

function aboutFirstKey({ firstKey }: Application): string[] {
  if (!firstKey) return [];
  return [
    'An API key with the role ADMIN was created for you. Store it: it is not shown again.',
    `  ${firstKey}`,
    'Send it as the header "Authorization: Bearer scc_…"; it can read drafts, change content and create other keys.',
    '',
  ];
}

async function createKey(config: Config, logger: Logger, args: readonly string[]): Promise<void> {
  const [name, roles] = args;
  if (!name || !roles || args.length > 2)
    throw new Error('Usage: create-key NAME ROLE[,ROLE], for example: create-key website READER');
  if (config.readOnly) throw new Error('Keys are created on the primary, not on a read node.');
  const input = { accountName: name, name, roles: parseRoles(roles) };
  await withDatabase(config, logger, async (database) => {
    await migrate(database, config);
    const secret = await issueKey(await openStore(database, config), input, {
      ...systemViewer,
      name: 'command line',
    });
    // Standard output has only the key, for programs; the rest is for people.
    process.stderr.write('Store this key: it is not shown again.\n');
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
  // A read node is migrated, too.
  const database = await openDatabase({ ...config, readOnly: false }, logger);
  try {
    await work(database, config);
  } finally {
    await database.close();
  }
}

async function migrateOnly(database: Database, config: Config): Promise<void> {
  const done = await migrate(database, config);
  process.stdout.write(done.length === 0 ? 'The database is migrated.\n' : `Migrated: ${done.join(', ')}.\n`);
}

async function reportStaleText(database: Database, config: Config): Promise<void> {
  await assertMigrated(database, config);
  const stale = await checkText(await openStore(database, config));
  for (const { stage, type, id } of stale) process.stdout.write(`${stage}: ${type} ${id}\n`);
  process.stdout.write(`${stale.length} texts differ from a fresh computation.\n`);
  if (stale.length > 0) process.exitCode = 1;
}
