import type { IncomingMessage } from 'node:http';
import { availableParallelism } from 'node:os';
import type { Clock } from '../foundation/clock.js';
import { type Allowance, TokenBucket } from '../foundation/token-bucket.js';
import { clientAddress } from './client-address.js';
import { FairQueue } from './fair-queue.js';
import type { Headers } from './finished-response.js';
import { HttpProblem } from './http-problem.js';

/** All that this machine can do in a second, in points. */
const MACHINE_POINTS_PER_SECOND = 1_000 * availableParallelism();

/** A point is a millisecond of work, of this process or of the database: see work.ts. */
export const allowances = {
  /** For a front end, which sends the requests of all its readers: the whole machine, with a burst of a minute. */
  'front-end': { burst: 60 * MACHINE_POINTS_PER_SECOND, perSecond: MACHINE_POINTS_PER_SECOND },
  /** For editors, who read and write much at once: the same. */
  staff: { burst: 60 * MACHINE_POINTS_PER_SECOND, perSecond: MACHINE_POINTS_PER_SECOND },
  key: { burst: 10_000, perSecond: 200 },
  address: { burst: 2_000, perSecond: 20 },
} as const satisfies Readonly<Record<string, Allowance>>;

export type Policy = keyof typeof allowances;

/** A valid key that a request was sent with. */
export interface ClientKey {
  readonly id: string;
  readonly policy: Exclude<Policy, 'address'>;
}

/** How many clients are tracked; the least recently seen is forgotten first. */
const MAX_ACCOUNTS = 100_000;

/** The client that a request is charged to. */
export interface Client {
  readonly policy: Policy;
  /** Undefined for a client that is not limited. */
  readonly id: string | undefined;
  /** Whether its uncached requests go through the queue. */
  readonly isQueued: boolean;
}

export interface RateLimitSettings {
  readonly isOn: boolean;
  readonly trustedProxies: number;
  readonly clock: Clock;
  /** How many uncached responses are created at once. */
  readonly slots: number;
}

/**
 * The allowance below which a client counts as light and goes first. It refills at a quarter of the rate of its points:
 * at the full rate, a client just below its limit would never count as heavy.
 */
function lightBudget({ perSecond }: Allowance): Allowance {
  return { burst: 100, perSecond: perSecond / 4 };
}

/** The buckets of one client. */
interface Account {
  readonly points: TokenBucket;
  readonly light: TokenBucket;
}

/** Rate limits in points, with token buckets in the memory of this process. */
export class RateLimits {
  readonly queue: FairQueue;
  readonly refusals: Record<Policy, number> = { 'front-end': 0, staff: 0, key: 0, address: 0 };
  readonly #accounts = new Map<string, Account>();

  constructor(readonly settings: RateLimitSettings) {
    this.queue = new FairQueue(settings.slots);
  }

  /** @param key the valid key of the request: it has a bucket of its own, whatever address it is used from */
  clientOf(request: IncomingMessage, key?: ClientKey): Client {
    const { isOn, trustedProxies } = this.settings;
    if (key) return { policy: key.policy, id: key.id, isQueued: isOn && key.policy !== 'staff' };
    const id = clientAddress(request, trustedProxies);
    return { policy: 'address', id, isQueued: isOn && id !== undefined };
  }

  /** The problem to respond with; undefined while the client has points left. */
  refusalFor(client: Client): HttpProblem | undefined {
    const points = this.#account(client)?.points;
    const now = this.#now;
    if (!points || points.pointsAt(now) > 0) return undefined;
    this.refusals[client.policy] += 1;
    return tooMany(client.policy, Math.ceil(points.secondsUntil(1, now)));
  }

  /** The points that a client may still use as a light one; zero or negative for a heavy client. */
  lightBudgetLeft(client: Client): number {
    return this.#account(client)?.light.pointsAt(this.#now) ?? 0;
  }

  /** Takes points. @returns the headers of draft-ietf-httpapi-ratelimit-headers-11 */
  spend(client: Client, points: number): Headers {
    if (!this.settings.isOn) return {};
    const { policy } = client;
    const headers = { 'ratelimit-policy': policies[policy], 'x-ratelimit-cost': costOf(points) };
    const account = this.#account(client);
    if (!account) return headers;
    account.points.spend(points, this.#now);
    account.light.spend(points, this.#now);
    return { ...headers, ratelimit: serviceLimit(policy, account.points, this.#now) };
  }

  get #now(): number {
    return this.settings.clock().getTime();
  }

  #account({ policy, id }: Client): Account | undefined {
    if (!this.settings.isOn || id === undefined) return undefined;
    const key = `${policy} ${id}`;
    const account = this.#accounts.get(key) ?? newAccount(allowances[policy], this.#now);
    // A map keeps the order of insertion, so the least recently seen comes first.
    this.#accounts.delete(key);
    this.#accounts.set(key, account);
    if (this.#accounts.size > MAX_ACCOUNTS) {
      const [oldest] = this.#accounts.keys();
      if (oldest !== undefined) this.#accounts.delete(oldest);
    }
    return account;
  }
}

function newAccount(allowance: Allowance, now: number): Account {
  return { points: new TokenBucket(allowance, now), light: new TokenBucket(lightBudget(allowance), now) };
}

/** The quota is the burst; the window is the time that it takes to refill. */
const policies: Readonly<Record<Policy, string>> = {
  'front-end': policyItem('front-end', allowances['front-end']),
  staff: policyItem('staff', allowances.staff),
  key: policyItem('key', allowances.key),
  address: policyItem('address', allowances.address),
};

function policyItem(name: string, { burst, perSecond }: Allowance): string {
  return `"${name}";q=${burst};w=${burst / perSecond};scc-unit=points`;
}

/** Points, to two decimal places. */
function costOf(points: number): string {
  return String(Math.round(points * 100) / 100);
}

/**
 * The points left, and the seconds that they have to last: a client that spreads them over that time is never refused.
 * Without points left, the seconds until there are some.
 */
function serviceLimit(policy: Policy, bucket: TokenBucket, now: number): string {
  const left = Math.max(0, Math.floor(bucket.pointsAt(now)));
  const lasts = Math.ceil(left / bucket.allowance.perSecond);
  return `"${policy}";r=${left};t=${Math.max(lasts, Math.ceil(bucket.secondsUntil(1, now)))}`;
}

const whose: Readonly<Record<Policy, string>> = {
  'front-end': 'this key',
  staff: 'this key',
  key: 'this key',
  address: 'this address',
};

function tooMany(policy: Policy, wait: number): HttpProblem {
  const advice = policy === 'address' ? ', or use a key, which has points of its own' : '';
  return new HttpProblem(
    429,
    'RATE_LIMITED',
    `Rate limit of ${whose[policy]} exceeded; try again in ${wait} s${advice}.`,
    {},
    wait,
  );
}
