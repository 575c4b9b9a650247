import type { Work } from './work.js';

/** The record of a request. Passed as an argument: an async context costs a fifth of a cached response. */
export interface RequestRecord {
  /** The correlation id of log entries. */
  readonly requestId: string;
  /** The number of statements, and their total duration in milliseconds. */
  statements: number;
  statementMs: number;
  /** The work done for it, without waiting. */
  readonly work: Work;
  /** The GraphQL operation, once its document is valid. */
  operation: string | undefined;
  /** False if the response came from the cache. */
  isExecuted: boolean;
  hasErrors: boolean;
  /** Aborted when nobody waits for the response any more; its reason is a refusal. */
  signal?: AbortSignal | undefined;
}
