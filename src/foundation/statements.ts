import { SharedClock } from './clock.js';
import { Distribution } from './distribution.js';
import type { ReadStatement } from './reading-client.js';
import type { RequestRecord } from './request-record.js';

/** `all` has all rights; the others read one stage. The embedded database has only `all`. */
export type PoolName = 'all' | 'drafts' | 'published';

export interface DoneStatement {
  readonly pool: PoolName;
  readonly statement: ReadStatement;
  readonly values: readonly unknown[];
  /** From sending, without waiting for a connection. */
  readonly milliseconds: number;
  /** The part of it that the database worked. */
  readonly worked: number;
  /** The request that it was sent for, if known. */
  readonly record: RequestRecord | undefined;
}

/** In milliseconds. */
const BOUNDS = [0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500];

/** Counts statements, for metrics. */
export class Statements {
  readonly byPool: Readonly<Record<PoolName, Distribution>> = {
    all: new Distribution(BOUNDS),
    drafts: new Distribution(BOUNDS),
    published: new Distribution(BOUNDS),
  };
  /** A clock that is shared by concurrent statements. */
  readonly clock = new SharedClock();
  slow = 0;
  /** False during a start: to migrate and to load content takes long, and nobody waits for single statements. */
  logsSlow = false;
  /** Requests refused because the database was unavailable. */
  refused = 0;

  constructor(
    /** Milliseconds from which on a statement is slow; 0 to disable. */
    readonly slowFrom: number,
    readonly onSlow: (done: DoneStatement) => void,
  ) {}

  note(done: DoneStatement): void {
    const { pool, milliseconds, worked, record } = done;
    this.byPool[pool].note(milliseconds);
    if (record) {
      record.statements += 1;
      record.statementMs += milliseconds;
      record.work.addDatabase(worked);
    }
    if (!this.logsSlow || this.slowFrom === 0 || milliseconds < this.slowFrom) return;
    this.slow += 1;
    this.onSlow(done);
  }
}
