import { GraphQLError } from 'graphql';
import { problem, Refusal } from '../foundation/errors.js';
import { HttpProblem } from '../http/http-problem.js';
import { keyedLimits, type Limits, limits } from './limits.js';
import type { PreparedOperation } from './prepared-query.js';

/**
 * The cost of an operation, as its response shows it; it depends on the operation alone, so that responses can be
 * cached.
 */
export interface Cost {
  readonly requested: number;
  readonly limit: number;
}

/** @param hasKey whether the caller has sent a valid key */
export function requestGuardFor(hasKey: boolean, isPublic: boolean): RequestGuard {
  return new RequestGuard(hasKey ? keyedLimits : limits, isPublic);
}

/** Enforces the limits of one request: complexity and time. */
export class RequestGuard {
  #timer: NodeJS.Timeout | undefined;
  #extendTime: () => void = () => undefined;
  #cost: Cost | undefined;
  #refusal: GraphQLError | undefined;
  #isForAll = false;

  constructor(
    /** The caller's limits of one operation. */
    readonly limits: Limits,
    /** Whether the caller sees only what is public, and may get shared responses. */
    readonly isPublic: boolean,
  ) {}

  /** Whether the response to the admitted operation may be shared with callers without a key. */
  get isForAll(): boolean {
    return this.#isForAll;
  }

  /** The cost of the admitted operation. */
  get cost(): Cost | undefined {
    return this.#cost;
  }

  /**
   * Decides whether an operation may run.
   * @returns false for one that Apollo Server has to refuse, see `assertAdmitted`
   */
  admit(operation: PreparedOperation, variables: Readonly<Record<string, unknown>>): boolean {
    try {
      const { cost, isLong } = operation.measures.check(variables, this.limits);
      this.#isForAll = this.isPublic && cost <= limits.cost && operation.measures.isWithin(limits);
      this.#cost = { requested: cost, limit: this.#isForAll ? limits.cost : this.limits.cost };
      if (isLong) this.#extendTime();
    } catch (error) {
      if (!(error instanceof GraphQLError)) throw error;
      this.#refusal = error;
      return false;
    }
    // A mutation must report its outcome, however long it takes; its statements have timeouts of their own.
    if (operation.node.operation === 'mutation') clearTimeout(this.#timer);
    return true;
  }

  /**
   * Guards execution against operations that were not measured.
   * @throws GraphQLError QUERY_TOO_COMPLEX for an operation that was refused; BAD_REQUEST for one that nobody has measured
   */
  assertAdmitted(): void {
    if (this.#refusal) throw this.#refusal;
    if (this.#cost) return;
    throw new GraphQLError('The request does not have the form of GraphQL over HTTP.', {
      extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
    });
  }

  /**
   * @param work is told by a signal that nobody waits for it any more
   * @returns the result, or a problem after the timeout
   */
  async withinTime<Result>(
    { usual, long }: { readonly usual: number; readonly long: number },
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result | HttpProblem> {
    const abandoned = new AbortController();
    const passed = new Promise<HttpProblem>((resolve) => {
      const limitTo = (milliseconds: number) => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => {
          const late = tookTooLong(milliseconds);
          abandoned.abort(new Refusal([problem('UNAVAILABLE', late.message)]));
          resolve(late);
        }, milliseconds);
      };
      limitTo(usual);
      this.#extendTime = () => limitTo(long);
    });
    try {
      return await Promise.race([work(abandoned.signal), passed]);
    } finally {
      clearTimeout(this.#timer);
    }
  }
}

function tookTooLong(milliseconds: number): HttpProblem {
  const message = `The operation took more than ${milliseconds / 1_000} s, and was stopped. Request less at once.`;
  return new HttpProblem(503, 'TIMEOUT', message);
}
