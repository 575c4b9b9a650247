import type { IncomingMessage } from 'node:http';
import { availableParallelism } from 'node:os';
import type { Clock } from '../foundation/clock.js';
import { type Allowance, TokenBucket } from '../foundation/token-bucket.js';
import type { Headers } from './answer.js';
import { clientAddress } from './client-address.js';
import { HttpProblem } from './http-problem.js';
import { Turns } from './turns.js';

/** All that this machine can do in a second, in points. */
const MACHINE = 1_000 * availableParallelism();

/** A point is a millisecond of work, of this process or of the database: see work.ts. */
export const allowances = {
  /** Of a front end, through which all its readers ask: whatever the machine can do, for a minute at once. */
  'front-end': { burst: 60 * MACHINE, perSecond: MACHINE },
  /** Of somebody who reads and writes drafts, much at a time: the same. */
  staff: { burst: 60 * MACHINE, perSecond: MACHINE },
  key: { burst: 10_000, perSecond: 200 },
  address: { burst: 2_000, perSecond: 20 },
} as const satisfies Readonly<Record<string, Allowance>>;

export type Policy = keyof typeof allowances;

/** A good key that a request was sent with. */
export interface ClientKey {
  readonly id: string;
  readonly policy: Exclude<Policy, 'address'>;
}

/** How many keys, and how many addresses, are remembered. The one that was not seen for longest is forgotten. */
const MAX_ACCOUNTS = 100_000;

/** Whose points are taken. */
export interface Client {
  readonly policy: Policy;
  /** Undefined for whoever is not limited. */
  readonly id: string | undefined;
  /** Whether what they have made waits for its turn. */
  readonly takesTurns: boolean;
}

export interface RateLimitSettings {
  readonly isOn: boolean;
  readonly trustedProxies: number;
  readonly clock: Clock;
  /** How much is made at once. */
  readonly places: number;
}

/**
 * What somebody can use and still goes before those who use much: so many points, of which a part of what comes back to
 * them comes back. Less than all of it, or those who never use up what they may would never count as using much.
 */
function lightUse({ perSecond }: Allowance): Allowance {
  return { burst: 100, perSecond: perSecond / 4 };
}

/** Of one client: what they may still use, and what they may use before others go first. */
interface Account {
  readonly points: TokenBucket;
  readonly light: TokenBucket;
}

/** What each client may have done in a time, in points. It is counted in the memory of this process. */
export class RateLimits {
  readonly turns: Turns;
  readonly refusals: Record<Policy, number> = { 'front-end': 0, staff: 0, key: 0, address: 0 };
  readonly #accounts = new Map<string, Account>();

  constructor(readonly settings: RateLimitSettings) {
    this.turns = new Turns(settings.places);
  }

  /** @param key the key that was sent, where it is a good one: it has points of its own, wherever it is used */
  clientOf(request: IncomingMessage, key?: ClientKey): Client {
    const { isOn, trustedProxies } = this.settings;
    if (key) return { policy: key.policy, id: key.id, takesTurns: isOn && key.policy !== 'staff' };
    const id = clientAddress(request, trustedProxies);
    return { policy: 'address', id, takesTurns: isOn && id !== undefined };
  }

  /** What to answer to somebody who has nothing left. */
  refusalFor(client: Client): HttpProblem | undefined {
    const points = this.#account(client)?.points;
    const now = this.#now;
    if (!points || points.pointsAt(now) > 0) return undefined;
    this.refusals[client.policy] += 1;
    return tooMany(client.policy, Math.ceil(points.secondsUntil(1, now)));
  }

  /** How many points somebody may use before others go first; none, or a debt, for whoever has used much lately. */
  lightUseLeft(client: Client): number {
    return this.#account(client)?.light.pointsAt(this.#now) ?? 0;
  }

  /** Takes points that were used. @returns what the answer says of it: draft-ietf-httpapi-ratelimit-headers-11 */
  spend(client: Client, points: number): Headers {
    if (!this.settings.isOn) return {};
    const { policy } = client;
    const told = { 'ratelimit-policy': policies[policy], 'x-ratelimit-cost': costOf(points) };
    const account = this.#account(client);
    if (!account) return told;
    account.points.spend(points, this.#now);
    account.light.spend(points, this.#now);
    return { ...told, ratelimit: serviceLimit(policy, account.points, this.#now) };
  }

  get #now(): number {
    return this.settings.clock().getTime();
  }

  #account({ policy, id }: Client): Account | undefined {
    if (!this.settings.isOn || id === undefined) return undefined;
    const key = `${policy} ${id}`;
    const account = this.#accounts.get(key) ?? newAccount(allowances[policy], this.#now);
    // A map keeps the order of insertion: so the first is the one that was not seen for longest.
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
  return { points: new TokenBucket(allowance, now), light: new TokenBucket(lightUse(allowance), now) };
}

/** The quota is the burst; the window is the time in which it comes back. */
const policies: Readonly<Record<Policy, string>> = {
  'front-end': policyItem('front-end', allowances['front-end']),
  staff: policyItem('staff', allowances.staff),
  key: policyItem('key', allowances.key),
  address: policyItem('address', allowances.address),
};

function policyItem(name: string, { burst, perSecond }: Allowance): string {
  return `"${name}";q=${burst};w=${burst / perSecond};scc-unit=points`;
}

/** In points, to a hundredth. */
function costOf(points: number): string {
  return String(Math.round(points * 100) / 100);
}

/**
 * What is left, and the time that it has to last: whoever spreads it over that time is never refused. Whoever has
 * nothing left has to wait for so long.
 */
function serviceLimit(policy: Policy, bucket: TokenBucket, now: number): string {
  const left = Math.max(0, Math.floor(bucket.pointsAt(now)));
  const lasts = Math.ceil(left / bucket.allowance.perSecond);
  return `"${policy}";r=${left};t=${Math.max(lasts, Math.ceil(bucket.secondsUntil(1, now)))}`;
}

const whose: Readonly<Record<Policy, string>> = {
  'front-end': 'This key',
  staff: 'This key',
  key: 'This key',
  address: 'This address',
};

function tooMany(policy: Policy, wait: number): HttpProblem {
  const advice = policy === 'address' ? ', or use a key, which has points of its own' : '';
  return new HttpProblem(
    429,
    'RATE_LIMITED',
    `${whose[policy]} has asked for too much in a short time; try again in ${wait} s${advice}.`,
    {},
    wait,
  );
}
