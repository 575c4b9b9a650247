import { GraphQLError } from 'graphql';
import { HttpProblem } from '../http/http-problem.js';
import type { PartnerContext } from '../partners/partner-context.js';
import type { WebhookContext } from '../webhooks/webhook-context.js';
import { keyedLimits, type Limits, limits } from './limits.js';
import type { PreparedOperation } from './prepared-query.js';

/** What GraphQL knows of a request. */
export interface GraphQLContext extends PartnerContext, WebhookContext {
  readonly guard: RequestGuard;
}

/** What an operation costs, as its response says; it depends on the operation alone, so that responses can be cached. */
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
    /** Whether the caller sees what anybody sees, and may get the responses of others. */
    readonly isPublic: boolean,
  ) {}

  /** Whether anybody may ask for the operation that was admitted, and gets the same response. */
  get isForAll(): boolean {
    return this.#isForAll;
  }

  /** Of the operation that was admitted. */
  get cost(): Cost | undefined {
    return this.#cost;
  }

  /**
   * Decides whether an operation may run, when it is known what is asked for and before anything of it is read.
   * @returns false for one that Apollo Server has to refuse, see `assertAdmitted`
   */
  admit(operation: PreparedOperation, variables: Readonly<Record<string, unknown>>): boolean {
    try {
      const { cost } = operation.measures.check(variables, this.limits);
      const { tokenCount = 0 } = operation.document;
      this.#isForAll = this.isPublic && cost <= limits.cost && tokenCount <= limits.tokens;
      this.#cost = { requested: cost, limit: this.#isForAll ? limits.cost : this.limits.cost };
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      this.#refusal = error;
      return false;
    }
    // What becomes of a change must be reported, however long it takes; its statements have limits of their own.
    if (operation.node.operation === 'mutation') clearTimeout(this.#timer);
    return true;
  }

  /**
   * Nothing runs that was not looked at.
   * @throws GraphQLError QUERY_TOO_COMPLEX for an operation that was refused
   */
  assertAdmitted(): void {
    if (this.#refusal) throw this.#refusal;
    if (!this.#cost) throw new Error('An operation was to run that had not been admitted.');
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
