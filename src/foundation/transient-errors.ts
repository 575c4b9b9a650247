import { type Problem, problem, Refusal } from './errors.js';

/**
 * PostgreSQL's errors that pass by themselves: lost connections (08), transactions that were in each other's way (40),
 * no resources, such as connections or space on the disk (53), stopped by an operator or a time limit (57), the files
 * of the database (58), a lock that is not to be had now (55P03), a server that only reads just now (25006), and
 * transactions that took too long (25P03, 25P04).
 */
const PASSING = /^((08|40|53|57|58)...|55000|55P03|25006|25P03|25P04)$/;
/** Of the network, and of this machine. */
const NETWORK =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL|EMFILE|ENFILE|ENOSPC|ENOBUFS)$/;
/** What node-postgres says without a code. */
const TOLD =
  /Connection terminated|timeout exceeded when trying to connect|is not queryable|Query read timeout|pool after calling end/;
/** What TypeORM throws where the connection has gone in between. */
const RELEASED = /^QueryRunnerAlreadyReleasedError$/;

interface Fault {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly syscall?: unknown;
  readonly cause?: unknown;
  readonly driverError?: unknown;
}

/** The error of the database that passes by itself, where that is what an error comes from. Any other is a fault of ours. */
export function passingCause(error: unknown): Error | undefined {
  let fault = asFault(error);
  // What a library wraps says more than the library does.
  for (let depth = 0; depth < 5; depth += 1) fault = asFault(fault?.driverError ?? fault?.cause) ?? fault;
  if (!fault) return undefined;
  const { name, code, message, syscall } = fault;
  const isPassing =
    PASSING.test(String(code)) ||
    NETWORK.test(String(code)) ||
    syscall === 'connect' ||
    TOLD.test(String(message)) ||
    RELEASED.test(String(name));
  return isPassing ? (fault as Error) : undefined;
}

/** Not by its class: errors of the network need not be of the same realm. */
function asFault(error: unknown): Fault | undefined {
  return typeof error === 'object' && error !== null && 'message' in error ? error : undefined;
}

const cannotAnswer: Problem = problem('UNAVAILABLE', {
  en: 'The database cannot answer at the moment; try again in a second.',
  'zh-Hant': '資料庫暫時未能回應，請稍候一秒再試。',
});

/** The refusal for what passes, which knows what it comes from; undefined for a fault of ours. */
export function refusalOfPassing(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error.code === 'UNAVAILABLE' ? error : undefined;
  const cause = passingCause(error);
  return cause && new Refusal([cannotAnswer], { cause });
}
