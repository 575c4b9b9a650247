import { GraphQLError } from 'graphql';
import type { PlannedData } from '../content/reading/planned-operations.js';
import { HttpProblem } from '../http/http-problem.js';
import type { PartnerContext } from '../partners/partner-context.js';
import type { WebhookContext } from '../webhooks/webhook-context.js';
import { checkLimits } from './check-limits.js';
import { keyedLimits, type Limits, limits } from './limits.js';
import type { AskedOperation } from './query-cost.js';

/** What GraphQL knows of a request. */
export interface GraphQLContext extends PartnerContext, WebhookContext {
  readonly guard: RequestGuard;
  /** What the answer was made from, where all of it was planned. In an object, since Apollo Server copies contexts. */
  readonly made: { planned?: PlannedData };
}

/** What an operation costs, as its answer says; it depends on the operation alone, so that answers can be kept. */
export interface Cost {
  readonly requested: number;
  readonly limit: number;
}

/** @param hasKey whether the caller has sent a good key */
export function requestGuardFor(hasKey: boolean, isPublic: boolean): RequestGuard {
  return new RequestGuard(hasKey ? keyedLimits : limits, isPublic);
}

/** What stands between an operation and its execution: the limits on how much, and how long. */
export class RequestGuard {
  #timer: NodeJS.Timeout | undefined;
  #cost: Cost | undefined;
  #refusal: GraphQLError | undefined;
  #isForAll = false;

  constructor(
    /** What the caller may ask for at once. */
    readonly limits: Limits,
    /** Whether the caller sees what anybody sees, and may get the answers of others. */
    readonly isPublic: boolean,
  ) {}

  /** Whether anybody may ask for the operation that was admitted, and gets the same answer. */
  get isForAll(): boolean {
    return this.#isForAll;
  }

  /** Of the operation that was admitted. */
  get cost(): Cost | undefined {
    return this.#cost;
  }

  /**
   * Decides whether an operation may run, when it is known what is asked for and before anything of it is read. Every
   * operation comes by, however it is answered then; asked again for the same request, it says the same.
   * @throws GraphQLError QUERY_TOO_COMPLEX
   */
  admit(asked: AskedOperation): void {
    if (this.#cost) return;
    if (this.#refusal) throw this.#refusal;
    try {
      const { cost } = checkLimits(asked, this.limits);
      const { tokenCount = 0 } = asked.document;
      this.#isForAll = this.isPublic && cost <= limits.cost && tokenCount <= limits.tokens;
      this.#cost = { requested: cost, limit: this.#isForAll ? limits.cost : this.limits.cost };
    } catch (error) {
      if (error instanceof GraphQLError) this.#refusal = error;
      throw error;
    }
    // What becomes of a change must be told, however long it takes; its statements have limits of their own.
    if (asked.operation.operation === 'mutation') clearTimeout(this.#timer);
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
}

function tookTooLong(milliseconds: number): HttpProblem {
  const message = `The operation took more than ${milliseconds / 1_000} s; ask for less, or try again.`;
  return new HttpProblem(503, 'TIMEOUT', message);
}
