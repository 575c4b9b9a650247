import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ArgumentValidationError, type MiddlewareFn } from 'type-graphql';
import { textProblems } from '../content/contract/argument-text.js';
import { type ErrorCode, type Problem, Refusal } from '../foundation/errors.js';
import type { Logger } from '../foundation/logger.js';
import { noteOutage } from '../foundation/outages.js';
import { refusalOfPassing } from '../foundation/transient-errors.js';

const statusOf: Readonly<Record<ErrorCode, number>> = {
  INVALID_INPUT: 400,
  INVALID_LOCALE: 400,
  INVALID_ID: 400,
  INVALID_CURSOR: 400,
  INVALID_TEXT: 400,
  TOO_MANY_OBJECTS: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  READ_ONLY: 403,
  NOT_SUPPORTED: 400,
  NOT_FOUND: 404,
  TAKEN: 409,
  IN_USE: 409,
  NOT_READY: 409,
  CONFLICT: 409,
  UNAVAILABLE: 503,
};

/** Turns refusals into GraphQL errors; the only place that knows both. */
export const mapErrors: MiddlewareFn = async ({ info }, next) => {
  try {
    // Mutations check their texts themselves, after the caller's permissions and with an entry in the audit log.
    const wrong = info.parentType.name === 'Mutation' ? [] : textProblems(info);
    if (wrong.length > 0) throw new Refusal(wrong);
    return await next();
  } catch (error) {
    if (error instanceof Refusal) throw toGraphQLError(error);
    const passing = refusalOfPassing(error);
    if (passing) throw toGraphQLError(passing);
    if (error instanceof ArgumentValidationError) throw toGraphQLError(new Refusal(problemsOf(error)));
    throw error;
  }
};

export function toGraphQLError(refusal: Refusal): GraphQLError {
  const { code, problems } = refusal;
  const headers = code === 'UNAVAILABLE' ? new Map([['retry-after', '1']]) : undefined;
  const argument = problems[0]?.path ?? [];
  const http = { status: statusOf[code], ...(headers ? { headers } : {}) };
  return new GraphQLError(refusal.message, {
    extensions: { code, argument, http },
    ...(refusal.cause ? { originalError: refusal } : {}),
  });
}

/**
 * The error of a persisted query with a wrong hash: Apollo Server gives it no code, as if it were an internal error.
 */
const WRONG_HASH = 'provided sha does not match query';

/** The request id of each error: Apollo Server does not pass the request to `formatError`. */
const requestIds = new WeakMap<object, string>();

export function noteRequest(error: GraphQLError, requestId: string): void {
  requestIds.set(causeOf(error) as object, requestId);
}

function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
}

/** Shows clients their own errors in full, and hides the details of internal ones. */
export function formatError(
  logger: Logger,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    if (formatted.message === WRONG_HASH) return { ...formatted, extensions: { code: 'BAD_REQUEST' } };
    const cause = causeOf(error);
    const requestId = typeof cause === 'object' && cause ? requestIds.get(cause) : undefined;
    const passing = refusalOfPassing(cause);
    if (passing?.cause) noteOutage(logger, passing, requestId);
    if (formatted.extensions?.code !== 'INTERNAL_SERVER_ERROR') return shortened(formatted);
    if (isRequestError(error)) return { ...shortened(formatted), extensions: { code: 'BAD_USER_INPUT' } };
    logger.error({ err: cause, requestId, path: formatted.path }, 'A request failed.');
    const { path, locations } = formatted;
    const message = 'Something went wrong on the server; it has been logged.';
    return {
      message,
      ...(locations ? { locations } : {}),
      ...(path ? { path } : {}),
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    };
  };
}

/**
 * Whether GraphQL itself has refused a request, which it does without a path, such as for more errors in variables than it
 * lists. Apollo Server knows some of these errors by their message, and takes the others for internal ones.
 */
function isRequestError(error: unknown): boolean {
  return error instanceof GraphQLError && !error.path && !error.originalError;
}

/** GraphQL repeats the invalid value in its message, however long it is. */
const MAX_MESSAGE_LENGTH = 1_000;

function shortened(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { message } = formatted;
  if (message.length <= MAX_MESSAGE_LENGTH) return formatted;
  // The reason is at the end.
  const half = MAX_MESSAGE_LENGTH / 2;
  return { ...formatted, message: `${message.slice(0, half)} … ${message.slice(-half)}` };
}

function problemsOf(error: ArgumentValidationError): Problem[] {
  const { validationErrors } = error.extensions as {
    validationErrors: { property: string; constraints?: Record<string, string> }[];
  };
  return validationErrors.map(({ property, constraints }) => ({
    code: 'INVALID_INPUT',
    message: `${Object.values(constraints ?? {}).join('; ')}.`,
    path: [property],
  }));
}
