import { Distribution } from '../foundation/distribution.js';
import type { ObservedResponse } from './observed-response.js';

/** Upper bounds of the histogram, in seconds. */
const DURATION_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const OPERATION_DURATION_BUCKETS = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5];
const STATEMENT_BUCKETS = [0, 1, 2, 3, 5, 10, 20, 50, 100];

/** Path prefixes, and the route that their requests are counted under. */
const PATHS = [
  ['/graphql', 'graphql'],
  ['/feeds/', 'feeds'],
  ['/slugs.ndjson', 'feeds'],
  ['/embed', 'embed'],
  ['/oembed', 'embed'],
  ['/healthz', 'health'],
  ['/readyz', 'health'],
  ['/metrics', 'metrics'],
] as const;

/** Clients choose the names of their operations; beyond so many they are counted as `other`. */
const MAX_OPERATIONS = 100;
const MAX_NAME = 80;
const OTHER = 'other';
const ANONYMOUS = 'anonymous';

export type OperationResult = 'cached' | 'executed' | 'failed';

/** Counts requests by route and result. */
export class RequestStatistics {
  /** Seconds, by route and class of status, such as `graphql 2xx`. */
  readonly durations = new Map<string, Distribution>();
  /** Seconds, by name and result of a GraphQL operation. */
  readonly operations = new Map<string, Map<OperationResult, Distribution>>();
  /** SQL statements per request, by route. */
  readonly statements = new Map<string, Distribution>();

  note(url: string, response: ObservedResponse): void {
    const seconds = response.milliseconds / 1_000;
    const route = routeOf(url);
    const { statusCode } = response;
    distributionIn(
      this.durations,
      classNames[route][Math.floor(statusCode / 100)] ?? route,
      DURATION_BUCKETS,
    ).note(seconds);
    if (route !== 'graphql' && route !== 'feeds') return;
    distributionIn(this.statements, route, STATEMENT_BUCKETS).note(response.statements);
    if (route === 'graphql' && response.operation !== undefined)
      this.#noteOperation(response.operation, resultOf(response), seconds);
  }

  #noteOperation(operationName: string, result: OperationResult, seconds: number): void {
    let name = operationName === '' ? ANONYMOUS : operationName;
    let results = this.operations.get(name);
    if (!results) {
      if (this.operations.size >= MAX_OPERATIONS || name.length > MAX_NAME) name = OTHER;
      results = this.operations.get(name) ?? new Map();
      this.operations.set(name, results);
    }
    distributionIn(results, result, OPERATION_DURATION_BUCKETS).note(seconds);
  }
}

type RouteName = (typeof PATHS)[number][1] | 'other';

/** `graphql 2xx` and so on, indexed by the first digit of the status. */
const classNames = Object.fromEntries(
  [...new Set<RouteName>([...PATHS.map(([, route]) => route), 'other'])].map((route) => [
    route,
    Array.from({ length: 6 }, (_, digit) => `${route} ${digit}xx`),
  ]),
) as Record<RouteName, string[]>;

function routeOf(url: string): RouteName {
  if (url === '/graphql') return 'graphql';
  return PATHS.find(([path]) => url.startsWith(path))?.[1] ?? 'other';
}

function resultOf({ statusCode, hasErrors, isExecuted }: ObservedResponse): OperationResult {
  if (statusCode >= 400 || hasErrors) return 'failed';
  return isExecuted ? 'executed' : 'cached';
}

function distributionIn<Key>(
  known: Map<Key, Distribution>,
  key: Key,
  bounds: readonly number[],
): Distribution {
  let found = known.get(key);
  if (!found) {
    found = new Distribution(bounds);
    known.set(key, found);
  }
  return found;
}
