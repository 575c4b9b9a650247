import { AggregatorRegistry, collectDefaultMetrics, Registry } from 'prom-client';
import type { ContentStore } from '../content/storage/store.js';
import type { Database } from '../foundation/database.js';
import { garbageCollections } from '../foundation/garbage-collections.js';
import type { PreparedQueries } from '../graphql/prepared-queries.js';
import type { RateLimits } from '../http/rate-limits.js';
import type { RequestStatistics } from '../http/request-statistics.js';
import type { ResponseCache } from '../http/response-cache.js';
import type { JobQueue } from '../jobs/job-queue.js';
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

/** Memory, garbage collection and event loop of the process; registered once. */
function ofProcess(): Registry {
  if (!processRegistry) {
    processRegistry = new Registry();
    collectDefaultMetrics({ register: processRegistry });
    countSinceStart(processRegistry);
  }
  return processRegistry;
}

/** The library is loaded at the first scrape, and would count from then on. */
function countSinceStart(registry: Registry): void {
  const counters = [
    ['process_cpu_user_seconds_total', 'Total user CPU time spent in seconds.', ({ user }) => user],
    ['process_cpu_system_seconds_total', 'Total system CPU time spent in seconds.', ({ system }) => system],
    [
      'process_cpu_seconds_total',
      'Total user and system CPU time spent in seconds.',
      ({ user, system }) => user + system,
    ],
  ] as const satisfies readonly (readonly [string, string, (usage: NodeJS.CpuUsage) => number])[];
  const gc = {
    name: 'nodejs_gc_duration_seconds',
    help: 'Garbage collection duration by kind, one of major, minor, incremental or weakcb.',
    labels: ['kind'],
  };
  for (const name of [...counters.map(([each]) => each), gc.name]) registry.removeSingleMetric(name);
  const writer = new MetricWriter(registry);
  for (const [name, help, microseconds] of counters)
    writer.counter({ name, help }, () => [[{}, microseconds(process.cpuUsage()) / 1e6]]);
  writer.histogram(
    gc,
    () => [...garbageCollections].map(([kind, durations]) => [{ kind }, durations] as const),
    1e-3,
  );
}

/** All metrics in the text format of Prometheus (0.0.4). */
export function createMetrics(measured: Measured): Registry {
  const own = new Registry();
  const writer = new MetricWriter(own);
  measureRequests(writer, measured);
  measureDatabase(writer, measured);
  measureCache(writer, measured);
  measureJobs(writer, measured);
  return Registry.merge([ofProcess(), own]);
}

/** Sends metrics to the parent of several workers, which aggregates them. */
export function shareWithParent(registry: Registry): void {
  AggregatorRegistry.setRegistries([registry]);
  new AggregatorRegistry();
}

function measureRequests(writer: MetricWriter, { requests, rateLimits }: Measured): void {
  writer.histogram(
    {
      name: 'scc_http_request_duration_seconds',
      help: 'Time from a request to the end of its response.',
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
      help: 'Statements per request: those of its reads and of its transactions.',
      labels: ['route'],
    },
    () => [...requests.statements].map(([route, distribution]) => [{ route }, distribution] as const),
  );
  writer.histogram(
    {
      name: 'scc_graphql_operation_duration_seconds',
      help: 'Execution time of valid GraphQL operations by name (the first 100; others are "other").',
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
      help: 'Requests that were refused by query-cost or rate limits.',
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
      help: 'Execution time of statements by pool, without waiting for a connection.',
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
      help: 'Reads that were refused because the database was unavailable.',
    },
    () => [[{}, statements.refused]],
  );
  writer.gauge(
    {
      name: 'scc_sql_pool_connections',
      help: 'Connections to the database by pool; "waiting" are requests for one.',
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
    { name: 'scc_writers', help: 'Mutations in progress, and those in the queue.', labels: ['state'] },
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
      help: 'Lookups in the response cache; "wait" shared a response that was being computed.',
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
      help: 'Responses removed from the cache: for lack of room, or invalidated by a publication.',
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
  writer.gauge({ name: 'scc_answer_cache_entries', help: 'Responses in the cache.' }, () => [
    [{}, cache.statistics.entries],
  ]);
  writer.gauge({ name: 'scc_answer_cache_bytes', help: 'Size of the responses in the cache.' }, () => [
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
    { name: 'scc_jobs_total', help: 'Jobs that this process has run.', labels: ['queue', 'result'] },
    () =>
      [...jobs.counts].flatMap(([queue, { done, failed }]): Row[] => [
        [{ queue, result: 'done' }, done],
        [{ queue, result: 'failed' }, failed],
      ]),
  );
  writer.gauge(
    {
      name: 'scc_jobs_waiting',
      help: 'Jobs in the database, of all processes: those that are due, and those that are not due yet.',
      labels: ['queue', 'state'],
    },
    async () => {
      const queues = [...jobs.counts.keys()];
      // During an outage of the database all other metrics are still available, and most needed.
      const lengths = await queueLengths(store).catch(() => undefined);
      if (!lengths) return [];
      return queues.flatMap((queue) => rowsOf(queue, lengths));
    },
    'max',
  );
  writer.gauge(
    { name: 'scc_jobs_in_hand', help: 'Jobs that this process is running.', labels: ['queue'] },
    () => [...jobs.counts].map(([queue, { inHand }]) => [{ queue }, inHand]),
  );
  writer.counter(
    {
      name: 'scc_webhook_attempts_total',
      help: 'Webhook delivery attempts by result.',
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
