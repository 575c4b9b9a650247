import type { HttpProblem } from './http-problem.js';

/** The client has exceeded its rate limit, or the server is overloaded. */
export class Throttled extends Error {
  override readonly name = 'TooMuch';

  constructor(readonly problem: HttpProblem) {
    super(problem.message);
  }
}
