import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestRecord } from '../foundation/request-record.js';
import type { Headers } from './answer.js';
import type { HttpProblem } from './http-problem.js';
import { ObservedResponse } from './observed-response.js';
import type { Client, ClientKey, RateLimits } from './rate-limits.js';
import { TooMuch } from './too-much.js';

/** Points of every request: of an answer that is there already it is all. */
const REQUEST = 0.1;
/** Points of a key that is not good: whoever tries many soon may not. */
const FAILED_AUTHENTICATION = 10;

/**
 * What one request is charged: what it took, once that is known. It stands in a header, so that the body is the same for
 * all. What the server did not answer is not charged: readers whose front end is one address have not caused an outage.
 */
export class Charge {
  readonly #client: Client;
  #fine = 0;

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

  /** What to answer where the client has nothing left; to be asked before anything is read. */
  refusal(): HttpProblem | undefined {
    const refusal = this.limits.refusalFor(this.#client);
    if (!refusal && this.#client.takesTurns) this.limits.turns.note(this.#turner);
    return refusal;
  }

  /** When it is not known who asks. @returns the problem, or that there were too many of them */
  fine(problem: HttpProblem): HttpProblem {
    const refusal = this.refusal();
    if (!refusal && problem.status === 401) this.#fine = FAILED_AUTHENTICATION;
    return refusal ?? problem;
  }

  /**
   * Does something when it is the client's turn: find out who else has it made already, or make it. Not the other way
   * round: those who wait for what another one makes must not keep that one from its turn.
   * @throws TooMuch
   */
  async turn<Result>(work: () => Promise<Result>): Promise<Result> {
    const end = this.#client.takesTurns ? await this.limits.turns.take(this.#turner) : undefined;
    try {
      // Of many that came at once, the first may have used up everything.
      const refusal = end && this.limits.refusalFor(this.#client);
      if (refusal) throw new TooMuch(refusal);
      return await work();
    } finally {
      end?.();
    }
  }

  /** Makes something, which is measured. */
  async work<Result>(make: () => Promise<Result>): Promise<Result> {
    const work = this.record?.work;
    work?.resume();
    try {
      return await make();
    } finally {
      work?.pause();
    }
  }

  /** Once, when the answer is sent. @returns what it says of it */
  settle(status: number): Headers {
    const isServed = status < 500 && status !== 429;
    const points = isServed ? REQUEST + this.#fine + (this.record?.work.milliseconds ?? 0) : 0;
    return this.limits.spend(this.#client, points);
  }

  get #turner() {
    const { policy, id } = this.#client;
    return {
      id: `${policy} ${id}`,
      lightUseLeft: () => this.limits.lightUseLeft(this.#client),
      isMany: policy === 'front-end',
    };
  }
}

/** Begins to charge a request that anybody may send. */
export type Charging = (request: IncomingMessage, response: ServerResponse) => Promise<Charge>;

/** Begins to charge a request, which its response tells. */
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
