import type { HttpProblem } from './http-problem.js';

/** Somebody has asked for too much, or all have together. */
export class TooMuch extends Error {
  override readonly name = 'TooMuch';

  constructor(readonly problem: HttpProblem) {
    super(problem.message);
  }
}
