import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { graphql } from 'graphql';
import { issueKey } from '../../src/accounts/first-key.js';
import { type Application, openApplication } from '../../src/app/application.js';
import type { Config } from '../../src/config.js';
import { type Role, systemViewer, type Viewer } from '../../src/content/contract/access.js';
import { createLogger, type Logger } from '../../src/foundation/logger.js';
import type { createDatabase } from './postgres.js';
import { configFor, copyDataFolder, createDemo, createEmpty, TEST_NOW } from './prepared.js';

export interface GraphQLAnswer {
  readonly data?: Record<string, never>;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
  readonly extensions?: Record<string, unknown>;
}

/** Somebody who asks over HTTP. */
export interface Asking {
  ask(
    query: string,
    variables?: object,
    headers?: Record<string, string>,
  ): Promise<GraphQLAnswer & { readonly response: Response }>;
  /** The data of an answer without errors. Typed loosely: a test reads what it asked for. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is that of the query.
  data(query: string, variables?: object, headers?: Record<string, string>): Promise<any>;
}

/** The running program on a database of its own; asks as the public, where nothing else is said. */
export interface TestApplication extends Application, Asking {
  readonly url: string;
  readonly databaseUrl: string;
  /** Sets the clock of the program. */
  setNow(instant: string): void;
  /** Asks over HTTP with a new key, of an account of its own, that has these roles. */
  as(...roles: Role[]): Promise<Asking & { readonly secret: string }>;
  /** Asks with a key that is there. */
  withKey(secret: string): Asking;
  /** Asks as a viewer that need not have a key; not over HTTP. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is that of the query.
  dataAs(viewer: Viewer, query: string, variables?: Record<string, unknown>): Promise<any>;
}

/** The program with the demo content; the content is loaded once per run and copied from then on. */
export async function startDemo(settings: Partial<Config> = {}, logger?: Logger): Promise<TestApplication> {
  return start(await createDemo(), settings, logger);
}

/** The program without content. */
export async function startEmpty(settings: Partial<Config> = {}): Promise<TestApplication> {
  return start(await createEmpty(), settings);
}

/** The program with the demo content in the embedded database. */
export async function startEmbedded(
  settings: Partial<Config> = {},
  logger?: Logger,
): Promise<TestApplication> {
  const dataDir = await mkdtemp(join(tmpdir(), 'scc-embedded-'));
  await copyDataFolder(dataDir);
  const database = { url: '', drop: () => rm(dataDir, { recursive: true, force: true }) };
  return start(database, { databaseUrl: undefined, dataDir, demoContent: true, ...settings }, logger);
}

/** Another process on the database of a program that is running, as far as one process can be two. */
export async function startBeside(app: TestApplication): Promise<TestApplication> {
  return startOn(app.databaseUrl);
}

/** The program on a database that is there already, and stays there. */
export async function startOn(
  databaseUrl: string,
  settings: Partial<Config> = {},
  logger?: Logger,
): Promise<TestApplication> {
  return start({ url: databaseUrl, drop: async () => undefined }, settings, logger);
}

async function start(
  database: Awaited<ReturnType<typeof createDatabase>>,
  settings: Partial<Config>,
  logger: Logger = createLogger('fatal'),
): Promise<TestApplication> {
  let now = new Date(TEST_NOW);
  const config = configFor({ databaseUrl: database.url, demoContent: false, ...settings });
  const application = await openApplication(config, logger, () => now);
  application.http.listen(0, '127.0.0.1');
  await once(application.http, 'listening');
  const { port } = application.http.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  const withKey = (secret: string) => asking(url, { authorization: `Bearer ${secret}` });
  return {
    ...application,
    ...asking(url),
    url,
    databaseUrl: database.url,
    setNow: (instant) => {
      now = new Date(instant);
    },
    async as(...roles) {
      issued += 1;
      const name = `${roles.join(' and ')} ${issued}`;
      const secret = await issueKey(application.store, { accountName: name, name, roles });
      return { ...withKey(secret), secret };
    },
    withKey,
    async dataAs(viewer, source, variableValues = {}) {
      const { queries, reader, locales, store, keys, partners, webhooks } = application.endpoint;
      const contextValue = {
        statements: queries.own(source).operation(undefined)?.statements,
        reader,
        locales,
        store,
        keys,
        partners,
        webhooks,
        locale: locales.default,
        now,
        viewer,
        servedLocales: new Set(),
      };
      const { data, errors } = await graphql({
        schema: application.schema,
        source,
        variableValues,
        contextValue,
      });
      if (errors) throw new Error(JSON.stringify(errors, null, 2));
      return data;
    },
    async close() {
      await application.close();
      await database.drop();
    },
  };
}

/** How many keys were made, for their names. */
let issued = 0;

function asking(url: string, own: Record<string, string> = {}): Asking {
  const ask: Asking['ask'] = async (query, variables = {}, headers = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...own, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return { ...((await response.json()) as GraphQLAnswer), response };
  };
  return {
    ask,
    async data(query, variables, headers) {
      const { data, errors } = await ask(query, variables, headers);
      if (errors) throw new Error(JSON.stringify(errors, null, 2));
      return data;
    },
  };
}

export const editor: Viewer = { ...systemViewer, name: 'a test' };
