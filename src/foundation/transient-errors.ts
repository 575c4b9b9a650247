import { type Problem, problem, Refusal } from './errors.js';

/**
 * Transient errors of PostgreSQL: lost connections (08), serialization failures and deadlocks (40), no resources, such
 * as connections or disk space (53), operator intervention and time limits (57), system errors (58), lock not available
 * (55P03), a read-only server (25006), and transaction timeouts (25P03, 25P04).
 */
const PASSING = /^((08|40|53|57|58)...|55000|55P03|25006|25P03|25P04)$/;
/** Errors of the network and of this machine. */
const NETWORK =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL|EMFILE|ENFILE|ENOSPC|ENOBUFS)$/;
/** Messages of node-postgres without a code. */
const CLIENT_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|is not queryable|Query read timeout|pool after calling end/;
/** Thrown by TypeORM when the connection was lost in between. */
const RELEASED = /^QueryRunnerAlreadyReleasedError$/;

interface Fault {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly routine?: unknown;
  readonly message?: unknown;
  readonly syscall?: unknown;
  readonly cause?: unknown;
  readonly driverError?: unknown;
}

/** The transient database error among the causes of an error. Any other error is internal. */
export function passingCause(error: unknown): Error | undefined {
  let fault = asFault(error);
  // The cause is more specific than the wrapper.
  for (let depth = 0; depth < 5; depth += 1) fault = asFault(fault?.driverError ?? fault?.cause) ?? fault;
  if (!fault) return undefined;
  const { name, code, message, syscall } = fault;
  const isPassing =
    PASSING.test(String(code)) ||
    NETWORK.test(String(code)) ||
    syscall === 'connect' ||
    CLIENT_MESSAGES.test(String(message)) ||
    isStalePlan(fault) ||
    RELEASED.test(String(name));
  return isPassing ? (fault as Error) : undefined;
}

/** Whether PostgreSQL gave up waiting for a lock. */
export function isLockTimeout(error: unknown): boolean {
  return (passingCause(error) as Fault | undefined)?.code === '55P03';
}

/**
 * Whether PostgreSQL refused a prepared statement because a migration has changed its columns. Its code says less, and
 * its message is in the language of the server.
 */
export function isStalePlan(error: unknown): boolean {
  const { code, routine } = asFault(error) ?? {};
  return code === '0A000' && routine === 'RevalidateCachedQuery';
}

/** Not by `instanceof`: network errors may be from another realm. */
function asFault(error: unknown): Fault | undefined {
  return typeof error === 'object' && error !== null && 'message' in error ? error : undefined;
}

const unavailable: Problem = problem('UNAVAILABLE', {
  en: 'The database is temporarily unavailable; try again in a second.',
  'zh-Hant': '資料庫暫時無法使用，請稍候一秒再試。',
});

/** The refusal for a transient error, with its cause; undefined for an internal error. */
export function refusalOfPassing(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error.code === 'UNAVAILABLE' ? error : undefined;
  const cause = passingCause(error);
  return cause && new Refusal([unavailable], { cause });
}
