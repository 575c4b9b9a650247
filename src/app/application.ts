import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { GraphQLSchema } from 'graphql';
import { accountEntities } from '../accounts/account.entity.js';
import { authenticateWith } from '../accounts/authentication.js';
import { createFirstKey } from '../accounts/first-key.js';
import { KeyRing } from '../accounts/key-ring.js';
import type { Config } from '../config.js';
import { Locales } from '../content/localization/locale.js';
import { refillTextOfOtherChains } from '../content/localization/text-check.js';
import { PreviewTokens } from '../content/preview.js';
import { ContentReader } from '../content/reader.js';
import { ContentStore } from '../content/store.js';
import type { Clock } from '../foundation/clock.js';
import { type Database, openDatabase } from '../foundation/database.js';
import type { Logger } from '../foundation/logger.js';
import type { GraphQLEndpoint } from '../graphql/http.js';
import { IdempotencyRecord } from '../graphql/idempotency-record.entity.js';
import { createSchema } from '../graphql/schema.js';
import { createGraphQLServer } from '../graphql/server.js';
import { Schedule } from '../jobs/schedule.entity.js';
import { recordForWebhooks } from '../webhooks/recording.js';
import { webhookEntities } from '../webhooks/webhook.entity.js';
import { contentTypes } from './content-types.js';
import { createHttpServer } from './http.js';
import { createJobs } from './jobs.js';
import { migrate } from './migrate.js';
import { typeResolvers } from './resolvers.js';
import { createWebhooks } from './webhooks.js';

const EXPLORER_PAGE = fileURLToPath(new URL('../../explorer.html', import.meta.url));

/** The whole program, put together. */
export interface Application {
  readonly http: Server;
  readonly store: ContentStore;
  readonly endpoint: GraphQLEndpoint;
  readonly schema: GraphQLSchema;
  readonly database: Database;
  /** How many objects of the demo content were loaded. */
  readonly loaded: number;
  /** The key of the first administrator of an embedded database; told once, and kept nowhere. */
  readonly firstKey?: string;
  /** Begins with the background work, where this process is to do it; does not wait for anything. */
  startJobs(): void;
  close(): Promise<void>;
}

/** @throws Error with a sentence for the operator when something needed is missing */
export async function openApplication(config: Config, logger: Logger, clock: Clock): Promise<Application> {
  const locales = new Locales(config.locales, config.plainChinese);
  const database = await openDatabase(config, logger);
  try {
    await migrate(database, config.publicRole);
    const store = await ContentStore.open(database, contentTypes, {
      locales,
      clock,
      entities: [...accountEntities, IdempotencyRecord, Schedule, ...webhookEntities],
    });
    store.onPublication(recordForWebhooks);
    const refilled = await refillTextOfOtherChains(store);
    if (refilled > 0) logger.info({ refilled }, 'The locales have changed: text was filled in again.');
    const loaded = config.demoContent && (await store.isEmpty()) ? await loadDemo(store) : 0;
    const schema = await createSchema(contentTypes, typeResolvers);
    const server = await createGraphQLServer(schema, logger);
    const keys = new KeyRing(store, logger);
    const reader = new ContentReader(database);
    const webhooks = createWebhooks(config, store, { schema, reader }, logger);
    const jobs = createJobs(store, webhooks.deliverer, logger);
    const endpoint = {
      server,
      reader,
      locales,
      clock,
      store,
      keys,
      webhooks: webhooks.rules,
      authenticate: authenticateWith([keys, new PreviewTokens(store)]),
    };
    const http = createHttpServer({
      endpoint,
      explorerPage: EXPLORER_PAGE,
      routes: [],
      isReady: () => answers(database),
      logger,
    });
    // The last step: a key that nobody gets to see, because the start failed, would be lost.
    const firstKey = database.kind === 'embedded' ? await createFirstKey(store) : undefined;
    return {
      http,
      store,
      endpoint,
      schema,
      database,
      loaded,
      ...(firstKey ? { firstKey } : {}),
      startJobs() {
        if (config.jobs) jobs.start();
      },
      async close() {
        const jobsStopped = Promise.all([jobs.stop(), webhooks.close()]);
        await new Promise<void>((done) => {
          http.close(() => done());
          http.closeIdleConnections();
        });
        await server.stop();
        await keys.settled();
        await jobsStopped;
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Reading files takes a parser and a schema of inputs, which only the first start needs. */
async function loadDemo(store: ContentStore): Promise<number> {
  const { loadContent } = await import('../demo/load.js');
  return loadContent(store);
}

async function answers(database: Database): Promise<boolean> {
  try {
    await database.read('published', { text: 'select 1' }, []);
    return true;
  } catch {
    // Not being ready is the answer here, not a fault to report.
    return false;
  }
}
