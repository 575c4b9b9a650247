/** Every code a client can meet, stable for ever: part of the public contract. */
export type ErrorCode =
  | 'INVALID_INPUT'
  | 'INVALID_LOCALE'
  | 'INVALID_ID'
  | 'INVALID_CURSOR'
  | 'INVALID_TEXT'
  | 'NOT_FOUND'
  | 'TAKEN'
  | 'IN_USE'
  | 'NOT_READY'
  | 'CONFLICT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'READ_ONLY'
  | 'UNAVAILABLE';

/** A sentence for whoever made the mistake, in the languages of the people who use the program. */
export interface Sentence {
  readonly en: string;
  readonly 'zh-Hant': string;
}

/** Who was faster, where a change was made to something that has changed meanwhile. */
export interface Conflict {
  readonly currentVersion: number;
  readonly changedBy: string | null;
  readonly changedAt: Date;
  /** What is in the way, place by place; empty where the history does not tell. */
  readonly changes: readonly (Difference & {
    readonly version: number;
    readonly by: string;
    readonly at: Date;
    /** Whether personal data were erased there: then what was there is not told. */
    readonly isErasure: boolean;
  })[];
  /** What was wanted there; where the history does not tell, all that would be different. */
  readonly yours: readonly Difference[];
}

interface Difference {
  readonly path: string;
  readonly locale: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

/** One thing that is wrong, with the place where it is. */
export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  /** The message in Traditional Chinese, where there is one. */
  readonly chinese?: string;
  /** From the outermost argument or field to the one at fault. */
  readonly path: readonly string[];
  readonly conflict?: Conflict;
}

/** A refusal whose message is meant for the caller. Anything else that is thrown is a fault of ours. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problems: readonly Problem[];

  /** @param options the error that it comes from, where the caller made no mistake */
  constructor(problems: readonly Problem[], options?: { readonly cause: unknown }) {
    super(problems.map((problem) => problem.message).join(' '), options);
    this.problems = problems;
  }

  /** The code of the first problem; one answer carries one code. */
  get code(): ErrorCode {
    return this.problems[0]?.code ?? 'INVALID_INPUT';
  }
}

export function problem(
  code: ErrorCode,
  message: string | Sentence,
  path: readonly string[] = [],
  conflict?: Conflict,
): Problem {
  const words =
    typeof message === 'string' ? { message } : { message: message.en, chinese: message['zh-Hant'] };
  return { code, ...words, path, ...(conflict ? { conflict } : {}) };
}

/** What a conflict says of whoever was faster. */
export function conflictWith(
  latest: { readonly version: number; readonly by: string | null; readonly at: Date },
  changes: Conflict['changes'] = [],
  yours: Conflict['yours'] = [],
): Conflict {
  return { currentVersion: latest.version, changedBy: latest.by, changedAt: latest.at, changes, yours };
}

export function refuse(code: ErrorCode, message: string | Sentence, path: readonly string[] = []): never {
  throw new Refusal([problem(code, message, path)]);
}
