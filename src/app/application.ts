import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { GraphQLSchema } from 'graphql';
import { accountEntities } from '../accounts/account.entity.js';
import { ApiKeyAuthenticator } from '../accounts/api-key-authenticator.js';
import { authenticateWith } from '../accounts/authentication.js';
import { createFirstKey } from '../accounts/first-key.js';
import type { Config } from '../config.js';
import { entitiesOf } from '../content/editing/entities.js';
import { PreviewTokens } from '../content/editing/preview.js';
import { assertTextOfTheseChains, refillTextOfOtherChains } from '../content/editing/text-check.js';
import { Locales } from '../content/language/locale.js';
import { AffectedObjects } from '../content/publishing/affected.js';
import { trackChangedAt } from '../content/publishing/changed-at.js';
import { printNamesOfEarlierPublications } from '../content/publishing/printed-names.js';
import { CacheTags } from '../content/reading/cache-tags.js';
import { ContentReader } from '../content/reading/reader.js';
import { changesNoted, PUBLISHED_CHANNEL } from '../content/sql/published-changes.js';
import { ContentStore } from '../content/storage/store.js';
import { event } from '../events/event.js';
import { WithdrawnEvent, WithdrawnParticipation } from '../events/withdrawn-event.entity.js';
import { erasePeopleOfWithdrawn, forgettingWithdrawn, keepingWithdrawn } from '../events/withdrawn-events.js';
import { EventChanges } from '../feeds/event-changes.js';
import { slugRoute } from '../feeds/slugs.routes.js';
import type { Clock } from '../foundation/clock.js';
import { type Database, openDatabase } from '../foundation/database.js';
import type { Logger } from '../foundation/logger.js';
import { Notifications } from '../foundation/notifications.js';
import { eraseIdempotencyRecords } from '../graphql/erase-idempotency-records.js';
import type { GraphQLEndpoint } from '../graphql/http.js';
import { IdempotencyRecord } from '../graphql/idempotency-record.entity.js';
import { InternalQueries } from '../graphql/internal-queries.js';
import { beginKeylessCharge } from '../graphql/keyless-charge.js';
import { OPERATION_TIMEOUT_MS } from '../graphql/limits.js';
import { PreparedQueries } from '../graphql/prepared-queries.js';
import { readOnlyProblem, refuseApiKeys, refuseMutations } from '../graphql/read-only.js';
import { createGraphQLServer } from '../graphql/server.js';
import { ConnectionDrain } from '../http/connection-drain.js';
import { RateLimits } from '../http/rate-limits.js';
import { RequestLog } from '../http/request-log.js';
import { ResponseCache } from '../http/response-cache.js';
import { eraseFromSchedules } from '../jobs/erase-from-schedules.js';
import { Retention } from '../jobs/retention.js';
import { Schedule } from '../jobs/schedule.entity.js';
import { withdrawFromSchedules } from '../jobs/withdraw-from-schedules.js';
import { beginningFeedsAnew } from '../partners/feeds-begun-anew.js';
import { partnerEntities } from '../partners/partner-feed.entity.js';
import { PartnerFeeds } from '../partners/partner-feeds.js';
import { bearersOfDisclaimers } from '../sponsorships/disclaimer-bearers.js';
import { checkDisclaimerDemands } from '../sponsorships/disclaimer-demands.js';
import { checkDroppedDisclaimers } from '../sponsorships/dropped-disclaimers.js';
import { keepingDisclaimers, keepingInherited } from '../sponsorships/keep-disclaimers.js';
import { eraseDeliveries } from '../webhooks/erase-deliveries.js';
import { recordForWebhooks } from '../webhooks/record-deliveries.js';
import { webhookEntities } from '../webhooks/webhook.entity.js';
import { contentTypes } from './content-types.js';
import { createHttpServer } from './http.js';
import { createJobs } from './jobs.js';
import { metricsRoute } from './metrics.route.js';
import { Metrics } from './metrics-page.js';
import { assertMigrated, migrate } from './migrate.js';
import { platformSchema } from './platform-schema.js';
import { routesOf } from './routes.js';
import { createWebhooks } from './webhooks.js';

const EXPLORER = {
  page: fileURLToPath(new URL('../../explorer.html', import.meta.url)),
  policy: fileURLToPath(new URL('../../explorer-policy.txt', import.meta.url)),
};

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
  /**
   * Ends in order: what was asked is answered first.
   * @param leave where others have to notice: until when connections are still taken, while `/readyz` tells to send no
   * more; and how long whoever has a connection may ask once more after that, in milliseconds
   */
  close(leave?: { readonly grace: Promise<void>; readonly linger: number }): Promise<void>;
  readonly connections: ConnectionDrain;
  readonly metrics: Metrics;
}

/** How long closing may take, in milliseconds, before connections are cut; the rest of ten seconds is for the database. */
const CLOSING_MS = 9_000;

/** @throws Error with a sentence for the operator when something needed is missing */
export async function openApplication(config: Config, logger: Logger, clock: Clock): Promise<Application> {
  const locales = new Locales(config.locales, config.plainChinese);
  const database = await openDatabase(config, logger);
  try {
    if (config.readOnly) await assertMigrated(database, config);
    else await migrate(database, config);
    await database.assertPublicIsConfined();
    const store = await ContentStore.open(database, contentTypes, {
      locales,
      clock,
      entities: [
        ...entitiesOf(contentTypes),
        ...accountEntities,
        WithdrawnEvent,
        WithdrawnParticipation,
        IdempotencyRecord,
        Schedule,
        ...webhookEntities,
        ...partnerEntities,
      ],
    });
    const cacheTags = new CacheTags(contentTypes, { withdrawn_event: event, withdrawn_participation: event });
    store.onPublication(keepingWithdrawn(clock));
    store.onForgetting(keepingInherited);
    store.onForgetting(forgettingWithdrawn);
    store.onForgetting(beginningFeedsAnew(clock));
    const affecting = new AffectedObjects(store, [bearersOfDisclaimers]);
    trackChangedAt(store, affecting);
    recordForWebhooks(store, affecting, cacheTags);
    store.onWithdrawal(withdrawFromSchedules);
    store.onErasure(erasePeopleOfWithdrawn);
    store.onErasure(eraseFromSchedules);
    store.onErasure(eraseDeliveries);
    store.onErasure(eraseIdempotencyRecords);
    store.onPublication(keepingDisclaimers);
    store.addPublishCheck(checkDisclaimerDemands);
    store.addPublishCheck(checkDroppedDisclaimers);
    const loaded = config.readOnly
      ? await assertTextOfTheseChains(store).then(() => 0)
      : await prepareContent(store, config, logger);
    const schema = await platformSchema();
    const reader = new ContentReader(database, contentTypes);
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
    const webhooks = createWebhooks(config, store, { schema, ask: internalQueries.query }, logger);
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
        changes: new EventChanges(internalQueries.query),
        checkQuery: internalQueries.check,
      },
      rateLimits,
      operationTime: OPERATION_TIMEOUT_MS,
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
          charging: beginKeylessCharge(endpoint),
        }),
        slugRoute({ ...endpoint, types: contentTypes }),
        metricsRoute({ ...endpoint, read: () => metrics.read() }),
      ],
      isReady: async () => !isLeaving && (await answers(database)),
      requests,
      logger,
    });
    const connections: ConnectionDrain = new ConnectionDrain(http);
    // The last step: a key that nobody gets to see, because the start failed, would be lost.
    const firstKey = database.kind === 'embedded' ? await createFirstKey(store) : undefined;
    const notifications = hearingOfChanges(config, cache, logger);
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

/** Fills in what the program itself keeps of content. Returns how many objects of the demo content were loaded. */
async function prepareContent(store: ContentStore, { demoContent }: Config, logger: Logger): Promise<number> {
  const refilled = await refillTextOfOtherChains(store);
  if (refilled > 0)
    logger.info({ refilled }, 'The locales or the rules have changed: text was filled in again.');
  await printNamesOfEarlierPublications(store);
  return demoContent && (await store.isEmpty()) ? loadDemo(store) : 0;
}

/** What other processes publish is told by the database; the embedded one belongs to this process alone. */
function hearingOfChanges(
  { databaseUrl, answerCacheMb }: Config,
  cache: ResponseCache,
  logger: Logger,
): Notifications | undefined {
  if (databaseUrl === undefined || answerCacheMb === 0) return undefined;
  cache.disable();
  const notifications = new Notifications(
    databaseUrl,
    PUBLISHED_CHANNEL,
    {
      heard: (note) => cache.invalidate(changesNoted(note)),
      lost: () => cache.disable(),
      found: () => cache.enable(),
    },
    logger,
  );
  notifications.start();
  return notifications;
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
