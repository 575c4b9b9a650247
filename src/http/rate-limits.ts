import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../foundation/clock.js';
import { type Allowance, TokenBucket } from '../foundation/token-bucket.js';
import type { Headers } from './answer.js';
import { clientAddress } from './client-address.js';
import { HttpProblem } from './http-problem.js';

/** A point is about one object that is read; see `cost` in graphql/limits.ts. */
export const allowances = {
  key: { burst: 5_000, perSecond: 100 },
  address: { burst: 1_000, perSecond: 20 },
} as const satisfies Readonly<Record<string, Allowance>>;

type Policy = keyof typeof allowances;

/** How many keys, and how many addresses, are remembered. The one that was not seen for longest is forgotten. */
const MAX_BUCKETS = 100_000;

/** Whose points are taken. */
export interface Client {
  readonly policy: Policy;
  /** Undefined for whoever is not limited. */
  readonly id: string | undefined;
}

export interface Taken {
  /** Set when the points were not there: what to answer. */
  readonly refusal?: HttpProblem;
  /** What every answer says of it: draft-ietf-httpapi-ratelimit-headers-11. */
  readonly headers: Headers;
}

/** Somebody has asked for too much. */
export class TooMuch extends Error {
  override readonly name = 'TooMuch';

  constructor(readonly problem: HttpProblem) {
    super(problem.message);
  }
}

export interface RateLimitSettings {
  readonly isOn: boolean;
  readonly trustedProxies: number;
  readonly clock: Clock;
}

/**
 * What each client may ask for in a time, in points; how many points something is, is for the caller to say. It is
 * counted in the memory of this process.
 */
export class RateLimits {
  readonly #buckets = { key: new Map<string, TokenBucket>(), address: new Map<string, TokenBucket>() };

  readonly refusals: Record<Policy, number> = { key: 0, address: 0 };

  constructor(readonly settings: RateLimitSettings) {}

  /** @param keyId the key that was sent, where it is a good one: it has points of its own, wherever it is used */
  clientOf(request: IncomingMessage, keyId?: string): Client {
    if (keyId !== undefined) return { policy: 'key', id: keyId };
    return { policy: 'address', id: clientAddress(request, this.settings.trustedProxies) };
  }

  /**
   * Takes points, or refuses, and writes the headers of either.
   * @param paid how many of the points were taken before
   * @returns what to answer if it is refused
   */
  charge(client: Client, points: number, response: ServerResponse, paid = 0): HttpProblem | undefined {
    const { refusal, headers } = this.take(client, points, paid);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    return refusal;
  }

  take({ policy, id }: Client, points: number, paid = 0): Taken {
    if (!this.settings.isOn) return unlimited;
    if (id === undefined) return freeOfLimits[policy];
    const now = this.settings.clock().getTime();
    const bucket = this.#bucket(policy, id, now);
    const isTaken = bucket.take(points, now, paid);
    if (!isTaken) this.refusals[policy] += 1;
    const wait = isTaken ? 0 : Math.ceil(bucket.secondsUntil(points, now, paid));
    const limit = serviceLimit(policy, bucket, now, wait);
    const headers = { 'ratelimit-policy': policies[policy], ratelimit: limit };
    return isTaken
      ? { headers }
      : { headers: { ...headers, 'retry-after': String(wait) }, refusal: tooMany(policy, wait) };
  }

  #bucket(policy: Policy, id: string, now: number): TokenBucket {
    const buckets = this.#buckets[policy];
    const bucket = buckets.get(id) ?? new TokenBucket(allowances[policy], now);
    // A map keeps the order of insertion: so the first is the one that was not seen for longest.
    buckets.delete(id);
    buckets.set(id, bucket);
    if (buckets.size > MAX_BUCKETS) {
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    }
    return bucket;
  }
}

/** The quota is the burst; the window is the time in which it comes back. */
const policies: Readonly<Record<Policy, string>> = {
  key: policyItem('key', allowances.key),
  address: policyItem('address', allowances.address),
};

const unlimited: Taken = { headers: {} };
const freeOfLimits: Readonly<Record<Policy, Taken>> = {
  key: { headers: { 'ratelimit-policy': policies.key } },
  address: { headers: { 'ratelimit-policy': policies.address } },
};

function policyItem(name: string, { burst, perSecond }: Allowance): string {
  return `"${name}";q=${burst};w=${burst / perSecond};scc-unit=points`;
}

/**
 * What is left, and the time that it has to last: whoever spreads it over that time is never refused. A client that
 * was refused has to wait as long as `Retry-After` says.
 */
function serviceLimit(policy: Policy, bucket: TokenBucket, now: number, wait: number): string {
  const left = Math.max(0, Math.floor(bucket.pointsAt(now)));
  const lasts = Math.ceil(left / bucket.allowance.perSecond);
  const next = Math.ceil(bucket.secondsUntil(1, now));
  return `"${policy}";r=${left};t=${wait > 0 ? wait : Math.max(lasts, next)}`;
}

function tooMany(policy: Policy, wait: number): HttpProblem {
  const whose = policy === 'key' ? 'This key' : 'This address';
  const advice = policy === 'key' ? '' : ', or use a key, which has points of its own';
  return new HttpProblem(
    429,
    'RATE_LIMITED',
    `${whose} has asked for too much in a short time; try again in ${wait} s${advice}.`,
  );
}
