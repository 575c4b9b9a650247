import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestRecord } from '../foundation/request-record.js';
import type { FinishedResponse, Headers } from './finished-response.js';
import type { HttpProblem } from './http-problem.js';
import { ObservedResponse } from './observed-response.js';
import type { Client, ClientKey, RateLimits } from './rate-limits.js';
import type { CacheableResponse } from './response-cache.js';
import { Spool } from './spool.js';
import { Throttled } from './throttled.js';

type Create = () => Promise<CacheableResponse>;

/** Points of every request; a cached response costs nothing else. */
const REQUEST_POINTS = 0.1;
/** Points of a request with an invalid key, so that guessing keys soon meets the rate limit. */
const FAILED_AUTHENTICATION_POINTS = 10;

/**
 * What one request is charged: the work that it took, reported in headers so that the body stays cacheable. Server
 * errors are free: an outage is not charged to a front end through which all its readers ask.
 */
export class Charge {
  readonly #client: Client;
  #fine = 0;
  /** The work that is charged already. */
  #settled: number | undefined;

  constructor(
    readonly limits: RateLimits,
    request: IncomingMessage,
    readonly record: RequestRecord | undefined,
    key?: ClientKey,
  ) {
    this.#client = limits.clientOf(request, key);
  }

  get policy(): Client['policy'] {
    return this.#client.policy;
  }

  /** The problem to respond with when the client has no points left; to be checked before anything is read. */
  refusal(): HttpProblem | undefined {
    const refusal = this.limits.refusalFor(this.#client);
    if (!refusal && this.#client.isQueued) this.limits.queue.markActive(this.#queuedClient);
    return refusal;
  }

  /** Charges a failed authentication. @returns the problem, or the refusal of a client without points */
  fine(problem: HttpProblem): HttpProblem {
    const refusal = this.refusal();
    if (!refusal && problem.status === 401) this.#fine = FAILED_AUTHENTICATION_POINTS;
    return refusal ?? problem;
  }

  /**
   * Runs work in the client's turn. The work includes joining a response in flight: otherwise those who wait for it
   * could occupy the slots that its own request needs.
   * @throws Throttled
   */
  async queued<Result>(work: () => Promise<Result>): Promise<Result> {
    const end = await this.#begin();
    try {
      return await work();
    } finally {
      end();
    }
  }

  /**
   * The same for a response that may have a large body: what is made for this request is charged, and occupies the turn
   * until it is complete.
   * @param find gets a function that makes a response, unless there is one in flight
   */
  async queuedResponse(
    find: (make: (create: Create) => ReturnType<Create>) => Promise<FinishedResponse>,
  ): Promise<FinishedResponse> {
    const end = await this.#begin();
    let spool: Spool | undefined;
    try {
      return await find(async (create) => {
        const created = await this.work(create);
        const { body } = created.response;
        if (body instanceof Spool) spool = body;
        return created;
      });
    } finally {
      const filled = spool?.filled;
      if (filled) void this.work(() => filled).then(() => this.#endRest(end));
      else end();
    }
  }

  #endRest(end: () => void): void {
    this.settleRest();
    end();
  }

  /** @returns a function that ends the turn */
  async #begin(): Promise<() => void> {
    const end = this.#client.isQueued ? await this.limits.queue.acquire(this.#queuedClient) : undefined;
    // Of many concurrent requests, the first may have used up all points.
    const refusal = end && this.limits.refusalFor(this.#client);
    if (!refusal) return end ?? (() => undefined);
    end?.();
    throw new Throttled(refusal);
  }

  /** Runs work whose time is charged. */
  async work<Result>(make: () => Promise<Result>): Promise<Result> {
    const work = this.record?.work;
    work?.resume();
    try {
      return await make();
    } finally {
      work?.pause();
    }
  }

  /** To be called once, when the response is sent. @returns the rate limit headers */
  settle(status: number): Headers {
    const isServed = status < 500 && status !== 429;
    const points = isServed ? REQUEST_POINTS + this.#fine + this.#worked : 0;
    if (isServed) this.#settled = this.#worked;
    return this.limits.spend(this.#client, points);
  }

  /** Charges what was done after that. */
  settleRest(): void {
    if (this.#settled === undefined) return;
    this.limits.spend(this.#client, this.#worked - this.#settled);
    this.#settled = this.#worked;
  }

  get #worked(): number {
    return this.record?.work.milliseconds ?? 0;
  }

  get #queuedClient() {
    const { policy, id } = this.#client;
    return {
      id: `${policy} ${id}`,
      lightBudgetLeft: () => this.limits.lightBudgetLeft(this.#client),
      isShared: policy === 'front-end',
    };
  }
}

/** Begins to charge a request to a public route. */
export type BeginCharge = (request: IncomingMessage, response: ServerResponse) => Promise<Charge>;

/** Begins to charge a request; its response then has the rate limit headers. */
export function chargeFor(
  limits: RateLimits,
  request: IncomingMessage,
  response: ServerResponse,
  key?: ClientKey,
): Charge {
  if (!(response instanceof ObservedResponse)) return new Charge(limits, request, undefined, key);
  const charge = new Charge(limits, request, response, key);
  response.charge = charge;
  return charge;
}
