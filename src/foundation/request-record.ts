import type { Work } from './work.js';

/** What is noted of a request while it is answered. It is handed on: an async context costs a fifth of a warm answer. */
export interface RequestRecord {
  /** By which log entries that belong to it are found. */
  readonly requestId: string;
  /** Statements that were sent for it, and how long they took together, in milliseconds. */
  statements: number;
  statementMs: number;
  /** What is taken for it, without waiting. */
  readonly work: Work;
  /** The GraphQL operation, once its document was found valid. */
  operation: string | undefined;
  /** Whether it was executed, and not answered with what was there. */
  isExecuted: boolean;
  hasErrors: boolean;
}
