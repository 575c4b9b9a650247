import { resolve } from 'node:path';
import pg from 'pg';
import { assertIsConfined, assertKeepsSettings, assertPrepares } from './connection-checks.js';
import { closeAllToOthers, type DataFolderLock, lockDataFolder, openDataFolder } from './data-folder.js';
import type { Logger } from './logger.js';
import { chargeTo, measuredClient } from './measured-client.js';
import { noteOutage } from './outages.js';
import { ByteQuery, ReadingClient, type ReadStatement } from './reading-client.js';
import type { RequestRecord } from './request-record.js';
import { type Explain, SlowStatements } from './slow-statements.js';
import { beginSnapshot, type Snapshot } from './snapshot.js';
import { type PoolName, Statements } from './statements.js';
import { refusalOfPassing } from './transient-errors.js';
import { WriterQueue } from './writer-queue.js';

/** The database of the program: one pool with all rights, and readers that have only the rights that a stage needs. */
export interface Database {
  readonly kind: 'embedded' | 'server';
  readonly pool: pg.Pool;
  /** Listens to notifications on a channel; of a server, `Notifications` does. */
  listen?(channel: string, heard: (payload: string) => void): Promise<unknown>;
  /** All pools, by purpose. */
  readonly pools: Readonly<Partial<Record<PoolName, pg.Pool>>>;
  readonly statements: Statements;
  /** The queue of writers. */
  readonly writers: WriterQueue;
  /** The queue of publications, one at a time; outside of `writers`, so that waiting takes no place there. */
  readonly publishers: WriterQueue;
  /** The result of a statement as UTF-8: the first column of the first row. Undefined for null. */
  read(
    stage: 'draft' | 'published',
    statement: ReadStatement,
    values: readonly unknown[],
    record?: RequestRecord,
  ): Promise<Buffer | undefined>;
  /** For several reads of what is published at one instant. It occupies a connection until it is closed. */
  openSnapshot(record?: RequestRecord): Promise<Snapshot>;
  /**
   * To be called before serving, once the public role has its rights.
   * @throws Error with a message for the operator if public connections may do more than read what is published
   */
  assertPublicIsConfined(): Promise<void>;
  close(): Promise<void>;
}

export interface DatabaseSettings {
  readonly databaseUrl: string | undefined;
  /** See the settings of the same names. */
  readonly databasePublicUrl?: string | undefined;
  readonly databasePrepare?: boolean;
  /** Read-only mode. */
  readonly readOnly?: boolean;
  readonly databasePoolSize: number;
  readonly publicRole: string;
  readonly dataDir: string;
  /** Milliseconds from which on a statement is logged as slow; 0 or absent to disable. */
  readonly slowQueryMs?: number;
}

export function openDatabase(settings: DatabaseSettings, logger: Logger): Promise<Database> {
  return settings.databaseUrl === undefined
    ? openEmbedded(settings, logger)
    : openServer(settings, settings.databaseUrl, logger);
}

/** The date format of PostgreSQL that the planner relies on. */
const STYLES = { timezone: 'UTC', datestyle: 'ISO', intervalstyle: 'postgres' } as const;
/** Compiling a statement takes seconds where running it takes milliseconds, and no timeout interrupts it. */
const UNCOMPILED = { jit: 'off' } as const;
const LIMITS = {
  ...UNCOMPILED,
  statement_timeout: '4s',
  lock_timeout: '2s',
  idle_in_transaction_session_timeout: '10s',
} as const;
const READ_ONLY = { default_transaction_read_only: 'on' } as const;
/** Limits of connections with all rights. */
const OWN = { ...UNCOMPILED, timezone: 'UTC', lock_timeout: '10s' } as const;

function optionsOf(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

function countingStatements(slowFrom: number, explain: Explain, logger: Logger): Statements {
  const slow = new SlowStatements(explain, logger);
  return new Statements(slowFrom, (done) => slow.note(done));
}

/** The timeout of waiting for a connection, in milliseconds; the refusal arrives within 2 s in all. */
const POOL_WAIT = 1_500;

/** Connections beside those of writers: for looking up keys, for jobs, and other short work. */
const BESIDE_WRITERS = 3;

async function openServer(
  settings: DatabaseSettings,
  connectionString: string,
  logger: Logger,
): Promise<Database> {
  const { databasePoolSize: max, databasePublicUrl, databasePrepare = true, publicRole, readOnly } = settings;
  const statements = countingStatements(
    settings.slowQueryMs ?? 0,
    async (name, text, values) => {
      if (name === 'all') return explainedBy(await pool.query(text, [...values]));
      const explained: unknown = pools[name].query(new ByteQuery({ text }, values));
      return JSON.parse(String(await explained));
    },
    logger,
  );
  const open = (more: Pick<pg.PoolConfig, 'connectionString' | 'options' | 'Client' | 'max'>) => {
    const pool = new pg.Pool({ connectionString, max, connectionTimeoutMillis: POOL_WAIT, ...more });
    // A broken idle connection must not end the process; the pool opens another when needed.
    pool.on('error', (error) => logger.warn({ err: error }, 'An idle database connection was lost.'));
    pool.on('release', (_error, client) => chargeTo(client, undefined));
    return pool;
  };
  // Maintenance (migrations, recomputing text) takes longer than a request: no statement timeout there.
  const pool = open({
    max: max + BESIDE_WRITERS,
    options: optionsOf({ ...OWN, ...(readOnly ? READ_ONLY : {}) }),
    Client: measuredClient(statements, 'all', { prepares: databasePrepare }),
  });
  const drafts = open({ options: optionsOf({ ...STYLES, ...LIMITS, ...READ_ONLY }), Client: ReadingClient });
  // Public connections use a role that can only select in `published`. Settings are those of the role, because poolers
  // in between pass none on.
  const published = open(
    databasePublicUrl
      ? { connectionString: databasePublicUrl, Client: ReadingClient }
      : { options: optionsOf({ ...STYLES, ...LIMITS, role: publicRole }), Client: ReadingClient },
  );
  const pools = { all: pool, drafts, published };
  const queryFor = (
    pool: 'drafts' | 'published',
    { name, text }: ReadStatement,
    values: readonly unknown[],
    record?: RequestRecord,
  ) => {
    const statement = name !== undefined && databasePrepare ? { name, text } : { text };
    return new ByteQuery(statement, values, {
      clock: statements.clock,
      onDone: ({ whole: milliseconds, database: worked }) =>
        statements.note({ pool, statement, values, milliseconds, worked, record }),
    });
  };
  const read = (
    name: 'drafts' | 'published',
    statement: ReadStatement,
    values: readonly unknown[],
    record?: RequestRecord,
  ) => {
    // The pool resolves to the result of the callback.
    record?.signal?.throwIfAborted();
    const query: unknown = pools[name].query(queryFor(name, statement, values, record));
    const result = query as Promise<Buffer | undefined>;
    return record ? record.work.waitFor(result) : result;
  };
  const openSnapshot = async (): Promise<Snapshot> => {
    const client = await published.connect();
    return beginSnapshot({
      run: (text) => new ByteQuery({ text }, []).runOn(client),
      read: (statement, values, record) => {
        const result = queryFor('published', statement, values, record).runOn(client);
        return record ? record.work.waitFor(result) : result;
      },
      release: (hasFailed) => client.release(hasFailed),
    });
  };
  const refusing = <Result>(result: Promise<Result>, record: RequestRecord | undefined) =>
    result.catch((error: unknown) => refuseWhileUnavailable(error, { statements, logger, record }));
  const close = async () => {
    await Promise.all([pool.end(), drafts.end(), published.end()]);
  };
  try {
    await assertKeepsSettings(pool, OWN);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    kind: 'server',
    pool,
    pools,
    statements,
    writers: new WriterQueue(max),
    publishers: new WriterQueue(1),
    read: (stage, statement, values, record) =>
      refusing(read(stage === 'published' ? 'published' : 'drafts', statement, values, record), record),
    async openSnapshot(record) {
      const opening = openSnapshot();
      const snapshot = await refusing(record?.work.waitFor(opening) ?? opening, record);
      return { ...snapshot, read: (...asked) => refusing(snapshot.read(...asked), asked[3]) };
    },
    async assertPublicIsConfined() {
      await assertIsConfined((text) => read('published', { text }, []), publicRole, { ...STYLES, ...LIMITS });
      if (databasePublicUrl && databasePrepare && max > 1) await assertPrepares(published);
    },
    close,
  };
}

/** @throws Refusal UNAVAILABLE for a transient error, otherwise the error itself */
function refuseWhileUnavailable(
  error: unknown,
  context: {
    readonly statements: Statements;
    readonly logger: Logger;
    readonly record: RequestRecord | undefined;
  },
): never {
  const refusal = refusalOfPassing(error);
  if (!refusal) throw error;
  context.statements.refused += 1;
  noteOutage(context.logger, refusal, context.record?.requestId);
  throw refusal;
}

/** EXPLAIN (FORMAT JSON), parsed by node-postgres. */
function explainedBy({ rows }: pg.QueryResult<Record<string, unknown>>): unknown {
  const [value] = Object.values(rows[0] ?? {});
  return typeof value === 'string' ? JSON.parse(value) : value;
}

async function openEmbedded(
  { dataDir, slowQueryMs = 0 }: DatabaseSettings,
  logger: Logger,
): Promise<Database> {
  const folder = resolve(dataDir);
  await openDataFolder(folder, logger);
  const lock: DataFolderLock = await lockDataFolder(folder);
  // Loaded lazily: the engine is tens of megabytes.
  const { PGlite } = await import('@electric-sql/pglite');
  const { createPgConfig } = await import('@electric-sql/pglite/node-postgres');
  const files = resolve(folder, 'database');
  const engine = await PGlite.create(files);
  await closeAllToOthers(files, logger);
  for (const [name, value] of Object.entries(STYLES)) await engine.exec(`set ${name} = '${value}'`);
  const explain: Explain = async (_pool, text, values) => explainedBy(await pool.query(text, [...values]));
  const statements = countingStatements(slowQueryMs, explain, logger);
  const Client = measuredClient(statements, 'all', { isWithin: true });
  const pool = new pg.Pool({ ...createPgConfig(engine), max: 1, Client } as unknown as pg.PoolConfig);
  pool.on('release', (_error, client) => chargeTo(client, undefined));
  const refusing = <Result>(result: Promise<Result>, record: RequestRecord | undefined) =>
    result.catch((error: unknown) => refuseWhileUnavailable(error, { statements, logger, record }));
  // Not pool.query(), which discards the connection after an error, and this engine has only one.
  const connect = (record: RequestRecord | undefined) => {
    const connecting = refusing(pool.connect(), record);
    return record?.work.waitFor(connecting) ?? connecting;
  };
  const readOver = async (
    client: pg.PoolClient,
    statement: ReadStatement,
    values: readonly unknown[],
    record: RequestRecord | undefined,
  ) => {
    chargeTo(client, record);
    // As text, which is not parsed; `types` is not supported by this adapter.
    const text = `select value::text from (${statement.text}) answer(value)`;
    const query = { ...statement, text, values: [...values], rowMode: 'array' } as const;
    const { rows } = await refusing(client.query<(string | null)[]>(query), record);
    const [value] = rows[0] ?? [];
    return value === null || value === undefined ? undefined : Buffer.from(value);
  };
  return {
    kind: 'embedded',
    pool,
    pools: { all: pool },
    listen: (channel, heard) => engine.listen(channel, heard),
    statements,
    // There is one connection, so a reader waits for one change, and not for the whole queue.
    writers: new WriterQueue(1),
    publishers: new WriterQueue(1),
    async read(_stage, statement, values, record) {
      record?.signal?.throwIfAborted();
      const client = await connect(record);
      try {
        return await readOver(client, statement, values, record);
      } finally {
        client.release();
      }
    },
    async openSnapshot(record) {
      const client = await connect(record);
      return beginSnapshot({
        run: (text) => client.query(text),
        read: (statement, values, reader) => readOver(client, statement, values, reader),
        async release(hasFailed) {
          if (hasFailed) await client.query('rollback');
          client.release();
        },
      });
    },
    // The engine has one connection, with all rights.
    assertPublicIsConfined: async () => undefined,
    async close() {
      await pool.end();
      await engine.close();
      await lock.release();
    },
  };
}
