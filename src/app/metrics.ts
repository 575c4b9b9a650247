import { AggregatorRegistry, collectDefaultMetrics, Registry } from 'prom-client';
import type { ContentStore } from '../content/storage/store.js';
import type { Database } from '../foundation/database.js';
import type { PreparedQueries } from '../graphql/prepared-queries.js';
import type { RateLimits } from '../http/rate-limits.js';
import type { RequestStatistics } from '../http/request-statistics.js';
import type { ResponseCache } from '../http/response-cache.js';
import type { JobQueue } from '../jobs/queue.js';
import { type QueueLength, queueLengths } from '../jobs/queue-lengths.js';
import type { WebhookDeliverer } from '../webhooks/webhook-deliverer.js';
import { MetricWriter, type Row } from './metric-kinds.js';

export interface Measured {
  readonly requests: RequestStatistics;
  readonly database: Database;
  readonly store: ContentStore;
  readonly cache: ResponseCache;
  readonly queries: PreparedQueries;
  readonly rateLimits: RateLimits;
  readonly jobs: JobQueue;
  readonly deliverer: WebhookDeliverer;
}

let processRegistry: Registry | undefined;

/** Memory, garbage collection, the event loop: of the process, however often the program was put together in it. */
function ofProcess(): Registry {
  if (!processRegistry) {
    processRegistry = new Registry();
    collectDefaultMetrics({ register: processRegistry });
  }
  return processRegistry;
}

/** Everything that is counted, as Prometheus reads it (text format 0.0.4). */
export function createMetrics(measured: Measured): Registry {
  const own = new Registry();
  const writer = new MetricWriter(own);
  measureRequests(writer, measured);
  measureDatabase(writer, measured);
  measureCache(writer, measured);
  measureJobs(writer, measured);
  return Registry.merge([ofProcess(), own]);
}

/** Answers the parent of several workers, which puts the metrics of all together. */
export function shareWithParent(registry: Registry): void {
  AggregatorRegistry.setRegistries([registry]);
  new AggregatorRegistry();
}

function measureRequests(writer: MetricWriter, { requests, rateLimits }: Measured): void {
  writer.histogram(
    {
      name: 'scc_http_request_duration_seconds',
      help: 'Time from a request to the end of its answer.',
      labels: ['route', 'status'],
    },
    () =>
      [...requests.durations].map(([key, distribution]) => {
        const [route = '', status = ''] = key.split(' ');
        return [{ route, status }, distribution] as const;
      }),
  );
  writer.histogram(
    {
      name: 'scc_http_request_statements',
      help: 'Statements that a request sent to the database for what it reads and for its transactions.',
      labels: ['route'],
    },
    () => [...requests.statements].map(([route, distribution]) => [{ route }, distribution] as const),
  );
  writer.histogram(
    {
      name: 'scc_graphql_operation_duration_seconds',
      help: 'Time that a valid GraphQL operation took, by its name (the first 100; others are "other").',
      labels: ['operation', 'result'],
    },
    () =>
      [...requests.operations].flatMap(([operation, results]) =>
        [...results].map(([result, distribution]) => [{ operation, result }, distribution] as const),
      ),
  );
  writer.counter(
    {
      name: 'scc_rate_limit_refusals_total',
      help: 'Requests that were refused because too much was asked for.',
      labels: ['policy'],
    },
    () => Object.entries(rateLimits.refusals).map(([policy, count]) => [{ policy }, count]),
  );
}

function measureDatabase(writer: MetricWriter, { database }: Measured): void {
  const { statements, pools } = database;
  writer.histogram(
    {
      name: 'scc_sql_statement_duration_seconds',
      help: 'Time that a statement took, without waiting for a connection, by pool.',
      labels: ['pool'],
    },
    () =>
      Object.entries(statements.byPool)
        .filter(([pool]) => pool in pools)
        .map(([pool, distribution]) => [{ pool }, distribution] as const),
    1 / 1_000,
  );
  writer.counter({ name: 'scc_sql_slow_statements_total', help: 'Statements over SLOW_QUERY_MS.' }, () => [
    [{}, statements.slow],
  ]);
  writer.counter(
    {
      name: 'scc_sql_unavailable_total',
      help: 'Reads that were refused because the database did not answer.',
    },
    () => [[{}, statements.refused]],
  );
  writer.gauge(
    {
      name: 'scc_sql_pool_connections',
      help: 'Connections to the database, by pool; "waiting" are those who wait for one.',
      labels: ['pool', 'state'],
    },
    () =>
      Object.entries(pools).flatMap(([pool, { totalCount, idleCount, waitingCount }]): Row[] => [
        [{ pool, state: 'busy' }, totalCount - idleCount],
        [{ pool, state: 'idle' }, idleCount],
        [{ pool, state: 'waiting' }, waitingCount],
      ]),
  );
  writer.gauge(
    { name: 'scc_writers', help: 'Changes that are being made, and those in line.', labels: ['state'] },
    () => [
      [{ state: 'busy' }, database.writers.writing],
      [{ state: 'waiting' }, database.writers.waiting + database.publishers.waiting],
    ],
  );
}

function measureCache(writer: MetricWriter, { cache, queries }: Measured): void {
  writer.counter(
    {
      name: 'scc_answer_cache_requests_total',
      help: 'Requests that the answer cache was asked for; "wait" got what was being made for another one.',
      labels: ['result'],
    },
    () => {
      const { hits, misses, waits } = cache.statistics;
      return [
        [{ result: 'hit' }, hits],
        [{ result: 'miss' }, misses - waits],
        [{ result: 'wait' }, waits],
      ];
    },
  );
  writer.counter(
    {
      name: 'scc_answer_cache_removals_total',
      help: 'Answers that left the cache: for want of room, or because what they were made from was published.',
      labels: ['reason'],
    },
    () => {
      const { evictions, invalidations } = cache.statistics;
      return [
        [{ reason: 'room' }, evictions],
        [{ reason: 'changed' }, invalidations],
      ];
    },
  );
  writer.gauge({ name: 'scc_answer_cache_entries', help: 'Answers in the cache.' }, () => [
    [{}, cache.statistics.entries],
  ]);
  writer.gauge({ name: 'scc_answer_cache_bytes', help: 'What the answers in the cache take.' }, () => [
    [{}, cache.statistics.bytes],
  ]);
  writer.gauge(
    {
      name: 'scc_prepared_queries_entries',
      help: 'GraphQL documents that are parsed, validated and planned.',
    },
    () => [[{}, queries.statistics.entries]],
  );
  writer.gauge(
    { name: 'scc_prepared_queries_bytes', help: 'What they take, with their SQL statements; about.' },
    () => [[{}, queries.statistics.bytes]],
  );
}

function measureJobs(writer: MetricWriter, { store, jobs, deliverer }: Measured): void {
  writer.counter(
    { name: 'scc_jobs_total', help: 'Jobs that this process worked on.', labels: ['queue', 'result'] },
    () =>
      [...jobs.counts].flatMap(([queue, { done, failed }]): Row[] => [
        [{ queue, result: 'done' }, done],
        [{ queue, result: 'failed' }, failed],
      ]),
  );
  writer.gauge(
    {
      name: 'scc_jobs_waiting',
      help: 'Jobs in the database, all processes together: those that are due, and those whose time has not come.',
      labels: ['queue', 'state'],
    },
    async () => {
      const queues = [...jobs.counts.keys()];
      // While the database is away all else can be told, and that it is away above all.
      const lengths = await queueLengths(store).catch(() => undefined);
      if (!lengths) return [];
      return queues.flatMap((queue) => rowsOf(queue, lengths));
    },
    'max',
  );
  writer.gauge(
    { name: 'scc_jobs_in_hand', help: 'Jobs that this process is working on.', labels: ['queue'] },
    () => [...jobs.counts].map(([queue, { inHand }]) => [{ queue }, inHand]),
  );
  writer.counter(
    {
      name: 'scc_webhook_attempts_total',
      help: 'Attempts to deliver to a webhook, by what came of them.',
      labels: ['result'],
    },
    () => Object.entries(deliverer.attempts).map(([result, count]) => [{ result }, count]),
  );
}

function rowsOf(queue: string, lengths: readonly QueueLength[]): Row[] {
  const { due, later } = lengths.find((each) => each.queue === queue) ?? { due: 0, later: 0 };
  return [
    [{ queue, state: 'due' }, due],
    [{ queue, state: 'later' }, later],
  ];
}
