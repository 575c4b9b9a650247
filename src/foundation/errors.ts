/** Every error code of the API, stable for ever: part of the public contract. */
export type ErrorCode =
  | 'INVALID_INPUT'
  | 'INVALID_LOCALE'
  | 'INVALID_ID'
  | 'INVALID_CURSOR'
  | 'INVALID_TEXT'
  | 'TOO_MANY_OBJECTS'
  | 'NOT_FOUND'
  | 'TAKEN'
  | 'IN_USE'
  | 'NOT_READY'
  | 'CONFLICT'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'READ_ONLY'
  | 'NOT_SUPPORTED'
  | 'UNAVAILABLE';

/** An error message, in the languages of the users. */
export interface Sentence {
  readonly en: string;
  readonly 'zh-Hant': string;
}

/** A change of others that a conflict is about. */
export interface Conflict {
  readonly currentVersion: number;
  readonly changedBy: string | null;
  readonly changedAt: Date;
  /** The conflicting fields; empty if the history does not have them. */
  readonly changes: readonly (Difference & {
    readonly version: number;
    readonly by: string;
    readonly at: Date;
    /** Whether personal data were erased there: then the former values are not returned. */
    readonly isErasure: boolean;
  })[];
  /** The requested values; if the history does not have the conflict, all differences. */
  readonly yours: readonly Difference[];
}

interface Difference {
  readonly path: string;
  readonly locale: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

/** An error and its path. */
export interface Problem {
  readonly code: ErrorCode;
  readonly message: string;
  /** The message in Traditional Chinese, if there is one. */
  readonly chinese?: string;
  /** From the outermost argument or field to the invalid one. */
  readonly path: readonly string[];
  readonly conflict?: Conflict;
}

/** An error whose message is meant for the caller. Anything else that is thrown is an internal error. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problems: readonly Problem[];

  /** @param options the cause, if the caller made no error */
  constructor(problems: readonly Problem[], options?: { readonly cause: unknown }) {
    super(problems.map((problem) => problem.message).join(' '), options);
    this.problems = problems;
  }

  /** The code of the first problem; a response has one code. */
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
  const messages =
    typeof message === 'string' ? { message } : { message: message.en, chinese: message['zh-Hant'] };
  return { code, ...messages, path, ...(conflict ? { conflict } : {}) };
}

/** The description of a conflicting change. */
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
