import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError, type OperationTypeNode } from 'graphql';
import type { Viewer } from '../content/access.js';
import type { ReadContext } from '../content/reader.js';
import { HttpProblem } from '../http/http-problem.js';
import type { Client, RateLimits } from '../http/rate-limits.js';
import { keyedLimits, type Limits, limits, type Measure } from './limits.js';

/** Points of a request as such, whatever comes of it. */
const REQUEST = 1;
/** Points of a key that is not good: whoever tries many soon may not. */
const FAILED_AUTHENTICATION = 10;
/** Points of a mutation without a key, beyond what it reads: it cannot succeed, and costs a transaction. */
const FUTILE_MUTATION = 50;

/** The context of operations that Apollo Server executes. */
export interface AdmittedContext extends ReadContext {
  readonly admission: Admission;
}

/** What stands between a request and its execution: the limits on how much, how often and how long. */
export class Admission {
  /** What the caller may ask for at once. */
  readonly limits: Limits;
  readonly #client: Client;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly rateLimits: RateLimits,
    request: IncomingMessage,
    readonly response: ServerResponse,
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

  /** When it is known what is asked for. @throws GraphQLError RATE_LIMITED */
  admit(operation: `${OperationTypeNode}`, { cost }: Measure): void {
    const isMutation = operation === 'mutation';
    // What becomes of a change must be told, however long it takes; its statements have limits of their own.
    if (isMutation) clearTimeout(this.#timer);
    const futile = isMutation && this.#client.policy !== 'key' ? FUTILE_MUTATION : 0;
    const refusal = this.#charge(Math.max(REQUEST, cost) + futile, REQUEST);
    if (!refusal) return;
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
    return this.rateLimits.charge(this.#client, points, this.response, paid);
  }
}

function tookTooLong(milliseconds: number): HttpProblem {
  const message = `The operation took more than ${milliseconds / 1_000} s; ask for less, or try again.`;
  return new HttpProblem(503, 'TIMEOUT', message);
}
