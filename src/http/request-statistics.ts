import { Distribution } from '../foundation/distribution.js';
import type { ObservedResponse } from './observed-response.js';

/** Seconds. */
const DURATIONS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const OPERATION_DURATIONS = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5];
const STATEMENTS = [0, 1, 2, 3, 5, 10, 20, 50, 100];

/** What paths begin with, and what the requests for them are counted as. */
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

/** Clients name their operations as they like; these names are kept apart, the others are one. */
const MAX_OPERATIONS = 100;
const MAX_NAME = 80;
const OTHER = 'other';
const ANONYMOUS = 'anonymous';

export type OperationResult = 'cached' | 'executed' | 'failed';

/** Counts requests by what is asked for and how it ends, in plain numbers. */
export class RequestStatistics {
  /** By route and class of status, such as `graphql 2xx`; seconds. */
  readonly durations = new Map<string, Distribution>();
  /** By name and result of a GraphQL operation; seconds. */
  readonly operations = new Map<string, Map<OperationResult, Distribution>>();
  /** How many statements a request took, by route. */
  readonly statements = new Map<string, Distribution>();

  note(url: string, response: ObservedResponse): void {
    const seconds = response.milliseconds / 1_000;
    const route = routeOf(url);
    const { statusCode } = response;
    distributionIn(this.durations, classNames[route][Math.floor(statusCode / 100)] ?? route, DURATIONS).note(
      seconds,
    );
    if (route !== 'graphql' && route !== 'feeds') return;
    distributionIn(this.statements, route, STATEMENTS).note(response.statements);
    if (route === 'graphql' && response.operation !== undefined)
      this.#noteOperation(response.operation, resultOf(response), seconds);
  }

  #noteOperation(given: string, result: OperationResult, seconds: number): void {
    let name = given === '' ? ANONYMOUS : given;
    let results = this.operations.get(name);
    if (!results) {
      if (this.operations.size >= MAX_OPERATIONS || name.length > MAX_NAME) name = OTHER;
      results = this.operations.get(name) ?? new Map();
      this.operations.set(name, results);
    }
    distributionIn(results, result, OPERATION_DURATIONS).note(seconds);
  }
}

type RouteName = (typeof PATHS)[number][1] | 'other';

/** `graphql 2xx` and so on, by the first digit of the status. */
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
