import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { GraphQLSchema } from 'graphql';
import { ApiKeyAuthenticator } from '../accounts/api-key-authenticator.js';
import { authenticateWith } from '../accounts/authentication.js';
import { createFirstKey } from '../accounts/first-key.js';
import type { Config } from '../config.js';
import { PreviewTokens } from '../content/editing/preview.js';
import { assertTextOfTheseChains, renewText } from '../content/editing/text-renewal.js';
import { Locales } from '../content/language/locale.js';
import { printNamesOfEarlierPublications } from '../content/publishing/printed-names.js';
import { CacheTags } from '../content/reading/cache-tags.js';
import { ContentReader } from '../content/reading/reader.js';
import { ContentStore } from '../content/storage/store.js';
import { event } from '../events/event.js';
import { EventChanges } from '../feeds/event-changes.js';
import { slugRoute } from '../feeds/slugs.routes.js';
import type { Clock } from '../foundation/clock.js';
import { type Database, openDatabase } from '../foundation/database.js';
import type { Logger } from '../foundation/logger.js';
import type { GraphQLEndpoint } from '../graphql/http.js';
import { InternalQueries } from '../graphql/internal-queries.js';
import { beginKeylessCharge } from '../graphql/keyless-charge.js';
import { LONG_OPERATION_TIMEOUT_MS, OPERATION_TIMEOUT_MS } from '../graphql/limits.js';
import { PreparedQueries } from '../graphql/prepared-queries.js';
import { readOnlyProblem, refuseApiKeys, refuseMutations } from '../graphql/read-only.js';
import { createGraphQLServer } from '../graphql/server.js';
import { ConnectionDrain } from '../http/connection-drain.js';
import { RateLimits } from '../http/rate-limits.js';
import { RequestLog } from '../http/request-log.js';
import { ResponseCache } from '../http/response-cache.js';
import { Retention } from '../jobs/retention.js';
import { PartnerFeeds } from '../partners/partner-feeds.js';
import { contentTypes } from './content-types.js';
import { createHttpServer } from './http.js';
import { createJobs } from './jobs.js';
import { metricsRoute } from './metrics.route.js';
import { Metrics } from './metrics-page.js';
import { assertMigrated, migrate } from './migrate.js';
import { openStore } from './open-store.js';
import { platformSchema } from './platform-schema.js';
import { routesOf } from './routes.js';
import { subscribe } from './subscribe.js';
import { createWebhooks } from './webhooks.js';

const EXPLORER = {
  page: fileURLToPath(new URL('../../explorer.html', import.meta.url)),
  policy: fileURLToPath(new URL('../../explorer-policy.txt', import.meta.url)),
};

/** The running program. */
export interface Application {
  readonly http: Server;
  readonly store: ContentStore;
  readonly endpoint: GraphQLEndpoint;
  readonly schema: GraphQLSchema;
  readonly database: Database;
  /** How many objects of the demo content were loaded. */
  readonly loaded: number;
  /** The first administrator's key for an embedded database; shown once and not stored. */
  readonly firstKey?: string;
  /** Starts background work, unless the configuration leaves it to other processes. */
  startJobs(): void;
  /**
   * Shuts down gracefully: requests in progress are completed.
   * @param leave `grace`: until when new connections are accepted, while `/readyz` fails so that load balancers notice;
   * `linger`: how long open connections may send another request after that, in milliseconds
   */
  close(leave?: { readonly grace: Promise<void>; readonly linger: number }): Promise<void>;
  readonly connections: ConnectionDrain;
  readonly metrics: Metrics;
}

/** How long closing may take, in milliseconds, before connections are cut; the rest of ten seconds is for the database. */
const CLOSING_MS = 9_000;

/** @throws Error with a sentence for the operator, such as for a missing database */
export async function openApplication(config: Config, logger: Logger, clock: Clock): Promise<Application> {
  const locales = new Locales(config.locales, config.plainChinese);
  const database = await openDatabase(config, logger);
  try {
    if (config.readOnly) await assertMigrated(database, config);
    else await migrate(database, config);
    await database.assertPublicIsConfined();
    const cacheTags = new CacheTags(contentTypes, { withdrawn_event: event, withdrawn_participation: event });
    const store = await openStore(database, { locales, clock, cacheTags });
    const loaded = config.readOnly
      ? await assertTextOfTheseChains(store).then(() => 0)
      : await prepareContent(store, config, logger);
    const schema = await platformSchema();
    const reader = new ContentReader(database, contentTypes);
    const openSnapshot: Database['openSnapshot'] = (record) => database.openSnapshot(record);
    const queries = new PreparedQueries(schema);
    const internalQueries = new InternalQueries(queries, reader, locales, cacheTags);
    const refused = config.readOnly ? readOnlyProblem(config.primaryUrl) : undefined;
    const server = await createGraphQLServer(
      schema,
      logger,
      queries,
      refused ? [refuseMutations(refused)] : [],
    );
    const keys = new ApiKeyAuthenticator(store, logger);
    const feeds = new PartnerFeeds(store, logger, config.readOnly);
    const webhooks = createWebhooks(config, store, schema, internalQueries, logger);
    const jobs = createJobs(store, webhooks.deliverer, logger);
    const retention = new Retention(store, config, logger);
    const cache = new ResponseCache(config.answerCacheMb * 2 ** 20, clock);
    store.onPublished((tables) => cache.invalidate(tables));
    const rateLimits = new RateLimits({
      isOn: config.rateLimit,
      trustedProxies: config.trustedProxies,
      clock,
      slots: config.databasePoolSize,
    });
    const endpoint = {
      server,
      queries,
      reader,
      cacheTags,
      locales,
      clock,
      store,
      keys,
      webhooks: webhooks.rules,
      authenticate: refused ? refuseApiKeys(refused) : authenticateWith([keys, new PreviewTokens(store)]),
      partners: {
        publicUrl: config.publicUrl,
        feeds,
        changes: new EventChanges(internalQueries.query, openSnapshot),
        checkQuery: internalQueries.check,
      },
      rateLimits,
      operationTime: OPERATION_TIMEOUT_MS,
      longOperationTime: LONG_OPERATION_TIMEOUT_MS,
      cache,
    };
    let isLeaving = false;
    const requests: RequestLog = new RequestLog(logger, () => connections.isEnding);
    const measured = { requests: requests.statistics, database, store, cache, queries, rateLimits, jobs };
    const metrics = new Metrics({ ...measured, deliverer: webhooks.deliverer });
    const http = createHttpServer({
      endpoint,
      explorer: EXPLORER,
      routes: [
        ...routesOf({
          config,
          schema,
          locales,
          clock,
          cache,
          feeds,
          queryPublicApi: internalQueries.query,
          openSnapshot,
          charging: beginKeylessCharge(endpoint),
        }),
        slugRoute({
          ...endpoint,
          types: contentTypes,
          openSnapshot,
        }),
        metricsRoute({ ...endpoint, read: () => metrics.read() }),
      ],
      isReady: async () => !isLeaving && (await isReachable(database)),
      requests,
      logger,
    });
    const connections: ConnectionDrain = new ConnectionDrain(http);
    // Last: a key that is never shown, because the start failed, would be lost.
    const firstKey = database.kind === 'embedded' ? await createFirstKey(store) : undefined;
    const notifications = await subscribe(config, { database, cache, jobs }, logger);
    database.statements.logsSlow = true;
    return {
      http,
      store,
      endpoint,
      schema,
      database,
      loaded,
      ...(firstKey ? { firstKey } : {}),
      startJobs() {
        if (!config.jobs || config.readOnly) return;
        jobs.start();
        retention.start();
      },
      connections,
      metrics,
      async close(leave) {
        const began = performance.now();
        isLeaving = true;
        const jobsStopped = Promise.all([jobs.stop(), retention.stop(), webhooks.close()]);
        await leave?.grace;
        await connections.end(leave?.linger ?? 0, CLOSING_MS - (performance.now() - began));
        await notifications?.close();
        await server.stop();
        await Promise.all([keys.settled(), feeds.settled()]);
        await jobsStopped;
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Updates derived data, and loads the demo content into an empty store. @returns the number of objects loaded */
async function prepareContent(store: ContentStore, { demoContent }: Config, logger: Logger): Promise<number> {
  await renewText(store, (done, total) => {
    logger.info({ done, total }, 'Text is computed anew, since locales or rules have changed.');
  });
  await printNamesOfEarlierPublications(store);
  return demoContent && (await store.isEmpty()) ? loadDemo(store) : 0;
}

/** Imported on demand: only the first start needs the parser of content files. */
async function loadDemo(store: ContentStore): Promise<number> {
  const { loadContent } = await import('../demo/load.js');
  return loadContent(store);
}

async function isReachable(database: Database): Promise<boolean> {
  try {
    await database.read('published', { text: 'select 1' }, []);
    return true;
  } catch {
    // Not being ready is a result here, not an error to report.
    return false;
  }
}
