import type { Children, Running } from './children.js';
import type { Load } from './load-generator.js';
import { cpuOf, cpuOfServer, memoryOf } from './usage.js';

/** One row of the table: a server and what it is asked. */
export interface Contestant {
  readonly title: string;
  readonly server: Running;
  readonly requests: readonly Uint8Array[];
  /** The contestant of the same contest that its speed is a share of. */
  readonly against?: Contestant;
  /** Each request can be sent once, as one that changes something. */
  readonly isOnce?: boolean;
  readonly never?: string;
  /** Where fewer ask at a time than the conditions say. */
  readonly connections?: number;
}

export interface Round {
  readonly perSecond: number;
  readonly ratio?: number;
  readonly p50: number;
  readonly p99: number;
  readonly first: number;
  readonly bytes: number;
  /** CPU time for 1,000 requests, in ms. */
  readonly serverCpu?: number;
  readonly databaseCpu?: number;
  readonly rssBytes?: number;
}

export type Results = ReadonlyMap<Contestant, readonly Round[]>;

export interface Conditions {
  readonly connections: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly databasePid: number | undefined;
}

/** Long enough for the just-in-time compiler and for the plans of the database. */
const WARM_UP_SECONDS = 0.5;

/** Measures all in turn, several times over, so that whatever else the machine does meets them all alike. */
export async function contest(
  children: Children,
  contestants: readonly Contestant[],
  conditions: Conditions,
): Promise<Results> {
  const results = new Map<Contestant, Round[]>(contestants.map((contestant) => [contestant, []]));
  const sent = new Map<Contestant, number>();
  const load = async (contestant: Contestant, seconds: number) => {
    const { server, requests, isOnce, never, connections = conditions.connections } = contestant;
    const from = sent.get(contestant) ?? 0;
    const whole: Load = { port: server.port, requests, connections, seconds };
    const outcome = await children.load({
      ...whole,
      ...(isOnce ? { onceFrom: from } : {}),
      ...(never ? { never } : {}),
    });
    sent.set(contestant, from + outcome.sent);
    return outcome;
  };
  for (const contestant of contestants) await load(contestant, Math.min(WARM_UP_SECONDS, conditions.seconds));
  for (let round = 0; round < conditions.rounds; round += 1) {
    for (const contestant of contestants) {
      const { pid } = contestant.server;
      const before = [await cpuOf(pid), await cpuOfServer(conditions.databasePid)] as const;
      const outcome = await load(contestant, conditions.seconds);
      const after = [await cpuOf(pid), await cpuOfServer(conditions.databasePid)] as const;
      const perSecond = outcome.answers / outcome.seconds;
      const reference = contestant.against && results.get(contestant.against)?.[round];
      const rssBytes = await memoryOf(pid);
      results.get(contestant)?.push({
        perSecond,
        ...(reference ? { ratio: perSecond / reference.perSecond } : {}),
        p50: outcome.p50,
        p99: outcome.p99,
        first: outcome.first,
        bytes: outcome.bytes,
        ...named('serverCpu', perThousand(before[0], after[0], outcome.sent)),
        ...named('databaseCpu', perThousand(before[1], after[1], outcome.sent)),
        ...named('rssBytes', rssBytes),
      });
    }
  }
  return results;
}

function perThousand(before: number | undefined, after: number | undefined, requests: number) {
  return before === undefined || after === undefined || requests === 0
    ? undefined
    : ((after - before) / requests) * 1_000;
}

function named<Name extends string>(name: Name, value: number | undefined): { [name in Name]?: number } {
  return value === undefined ? {} : ({ [name]: value } as { [name in Name]: number });
}
