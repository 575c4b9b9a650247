import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { graphql } from 'graphql';
import { type Application, openApplication } from '../../src/app/application.js';
import { type Config, readConfig } from '../../src/config.js';
import { systemViewer, type Viewer } from '../../src/content/access.js';
import { createLogger } from '../../src/foundation/logger.js';
import { createDatabase, createDatabaseFrom } from './postgres.js';

/** The instant that tests happen at: after the newsletter came out, before the summer's events. */
export const TEST_NOW = '2024-06-10T12:00:00+08:00';

export interface GraphQLAnswer {
  readonly data?: Record<string, never>;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
}

/** The running program on a database of its own. */
export interface TestApplication extends Application {
  readonly url: string;
  readonly databaseUrl: string;
  /** Sets the clock of the program. */
  setNow(instant: string): void;
  /** Asks over HTTP, as the public. */
  ask(
    query: string,
    variables?: object,
    headers?: Record<string, string>,
  ): Promise<GraphQLAnswer & { readonly response: Response }>;
  /** The data of an answer without errors. Typed loosely: a test reads what it asked for. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is that of the query.
  data(query: string, variables?: object, headers?: Record<string, string>): Promise<any>;
  /** Asks as somebody with a role, which the public HTTP interface does not know yet. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is that of the query.
  dataAs(viewer: Viewer, query: string, variables?: Record<string, unknown>): Promise<any>;
}

/** The program with the demo content; the content is loaded once per run and copied from then on. */
export async function startDemo(settings: Partial<Config> = {}): Promise<TestApplication> {
  return start(await createDatabaseFrom('demo', (url) => prepare(url, true)), settings);
}

/** The program without content. */
export async function startEmpty(settings: Partial<Config> = {}): Promise<TestApplication> {
  return start(await createDatabaseFrom('empty', (url) => prepare(url, false)), settings);
}

/** Runs the program on a database once, so that it is migrated and loaded. */
async function prepare(databaseUrl: string, demoContent: boolean): Promise<void> {
  const application = await openApplication(
    configFor({ databaseUrl, demoContent }),
    createLogger('silent'),
    clockAt(TEST_NOW),
  );
  await application.close();
}

async function start(
  database: Awaited<ReturnType<typeof createDatabase>>,
  settings: Partial<Config>,
): Promise<TestApplication> {
  let now = new Date(TEST_NOW);
  const config = configFor({ databaseUrl: database.url, demoContent: false, ...settings });
  const application = await openApplication(config, createLogger('fatal'), () => now);
  application.http.listen(0, '127.0.0.1');
  await once(application.http, 'listening');
  const { port } = application.http.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  const ask: TestApplication['ask'] = async (query, variables = {}, headers = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return { ...((await response.json()) as GraphQLAnswer), response };
  };
  return {
    ...application,
    url,
    databaseUrl: database.url,
    setNow: (instant) => {
      now = new Date(instant);
    },
    ask,
    async data(query, variables, headers) {
      const { data, errors } = await ask(query, variables, headers);
      if (errors) throw new Error(JSON.stringify(errors, null, 2));
      return data;
    },
    async dataAs(viewer, source, variableValues = {}) {
      const { reader, locales } = application.endpoint;
      const contextValue = {
        reader,
        locales,
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

export const editor: Viewer = { ...systemViewer, name: 'a test' };

function configFor(settings: Partial<Config>): Config {
  return { ...readConfig({}), logLevel: 'fatal', databasePoolSize: 4, ...settings };
}

function clockAt(instant: string): () => Date {
  return () => new Date(instant);
}
