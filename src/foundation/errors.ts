/** Every code a client can meet, stable for ever: part of the public contract. */
export type ErrorCode =
  | 'INVALID_INPUT'
  | 'INVALID_LOCALE'
  | 'INVALID_ID'
  | 'INVALID_CURSOR'
  | 'INVALID_TEXT'
  | 'NOT_FOUND'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'CONFLICT'
  | 'UNAVAILABLE';

/** One thing that is wrong, with the place where it is. */
export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  /** From the outermost argument or field to the one at fault. */
  readonly path: readonly string[];
}

/** A refusal whose message is meant for the caller. Anything else that is thrown is a fault of ours. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => problem.message).join(' '));
    this.problems = problems;
  }

  /** The code of the first problem; one answer carries one code. */
  get code(): ErrorCode {
    return this.problems[0]?.code ?? 'INVALID_INPUT';
  }
}

export function refuse(code: ErrorCode, message: string, path: readonly string[] = []): never {
  throw new Refusal([{ code, message, path }]);
}
