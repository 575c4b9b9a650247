import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Viewer } from '../content/access.js';
import type { PlannedData } from '../content/planned/planned-operations.js';
import type { Headers } from '../http/answer.js';
import { HttpProblem } from '../http/http-problem.js';
import type { Client, RateLimits } from '../http/rate-limits.js';
import type { PartnerContext } from '../partners/partner-context.js';
import type { WebhookContext } from '../webhooks/webhook-context.js';
import { checkLimits } from './check-limits.js';
import { keyedLimits, type Limits, limits } from './limits.js';
import type { AskedOperation } from './measuring.js';

/** Points of a request as such, whatever comes of it. */
const REQUEST = 1;
/** Points of a key that is not good: whoever tries many soon may not. */
const FAILED_AUTHENTICATION = 10;
/** Points of a mutation without a key, beyond what it reads: it cannot succeed, and costs a transaction. */
const FUTILE_MUTATION = 50;

/** What GraphQL knows of a request. */
export interface GraphQLContext extends PartnerContext, WebhookContext {
  readonly admission: Admission;
  /** What the answer was made from, where all of it was planned. In an object, since Apollo Server copies contexts. */
  readonly made: { planned?: PlannedData };
}

/** What an operation costs, as its answer says; it depends on the operation alone, so that answers can be kept. */
export interface Cost {
  readonly requested: number;
  readonly limit: number;
}

/** What stands between a request and its execution: the limits on how much, how often and how long. */
export class Admission {
  /** What the caller may ask for at once. */
  readonly limits: Limits;
  #headers: Headers = {};
  readonly #client: Client;
  #timer: NodeJS.Timeout | undefined;
  #cost: Cost | undefined;
  #refusal: GraphQLError | undefined;

  constructor(
    readonly rateLimits: RateLimits,
    request: IncomingMessage,
    viewer: Viewer | undefined,
  ) {
    this.#client = rateLimits.clientOf(request, viewer?.keyId);
    this.limits = this.#client.policy === 'key' ? keyedLimits : limits;
  }

  /** Before anything is read. @returns what to answer if that is too much already */
  begin(): HttpProblem | undefined {
    return this.#charge(REQUEST);
  }

  /** When it is not known who asks. @returns the problem, or that there were too many of them */
  refuse(problem: HttpProblem): HttpProblem {
    return this.#charge(problem.status === 401 ? FAILED_AUTHENTICATION : REQUEST) ?? problem;
  }

  /** What the answer says of what may be asked for. */
  get headers(): Headers {
    return this.#headers;
  }

  /** Of the operation that was admitted. */
  get cost(): Cost | undefined {
    return this.#cost;
  }

  /**
   * Decides whether an operation may run, when it is known what is asked for and before anything of it is read. Every
   * operation comes by, however it is answered then; asked again for the same request, it says the same.
   * @throws GraphQLError QUERY_TOO_COMPLEX or RATE_LIMITED
   */
  admit(asked: AskedOperation): void {
    if (this.#cost) return;
    if (this.#refusal) throw this.#refusal;
    try {
      this.#cost = this.#decide(asked);
    } catch (error) {
      if (error instanceof GraphQLError) this.#refusal = error;
      throw error;
    }
  }

  #decide(asked: AskedOperation): Cost {
    const { cost } = checkLimits(asked, this.limits);
    const isMutation = asked.operation.operation === 'mutation';
    // What becomes of a change must be told, however long it takes; its statements have limits of their own.
    if (isMutation) clearTimeout(this.#timer);
    const futile = isMutation && this.#client.policy !== 'key' ? FUTILE_MUTATION : 0;
    const refusal = this.#charge(Math.max(REQUEST, cost) + futile, REQUEST);
    if (!refusal) return { requested: cost, limit: this.limits.cost };
    const { status, code, message } = refusal;
    throw new GraphQLError(message, { extensions: { code, http: { status } } });
  }

  /** @returns what to answer where the work takes longer; nobody waits for it then */
  async withinTime<Result>(milliseconds: number, work: () => Promise<Result>): Promise<Result | HttpProblem> {
    const passed = new Promise<HttpProblem>((resolve) => {
      this.#timer = setTimeout(() => resolve(tookTooLong(milliseconds)), milliseconds);
    });
    try {
      return await Promise.race([work(), passed]);
    } finally {
      clearTimeout(this.#timer);
    }
  }

  #charge(points: number, paid = 0): HttpProblem | undefined {
    const { refusal, headers } = this.rateLimits.take(this.#client, points, paid);
    this.#headers = headers;
    return refusal;
  }
}

function tookTooLong(milliseconds: number): HttpProblem {
  const message = `The operation took more than ${milliseconds / 1_000} s; ask for less, or try again.`;
  return new HttpProblem(503, 'TIMEOUT', message);
}
