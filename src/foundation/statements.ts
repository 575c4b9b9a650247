import { SharedClock } from './clock.js';
import { Distribution } from './distribution.js';
import type { ReadStatement } from './reading-client.js';
import type { RequestRecord } from './request-record.js';

/** `all` may do everything; the others are for reading one stage. The embedded database has that one alone. */
export type PoolName = 'all' | 'drafts' | 'published';

export interface DoneStatement {
  readonly pool: PoolName;
  readonly statement: ReadStatement;
  readonly values: readonly unknown[];
  /** From when it was sent, without waiting for a connection. */
  readonly milliseconds: number;
  /** What of that the database worked. */
  readonly worked: number;
  /** Whose request it was sent for, where that is known. */
  readonly record: RequestRecord | undefined;
}

/** Milliseconds. */
const BOUNDS = [0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500];

/** Counts what is sent to the database. */
export class Statements {
  readonly byPool: Readonly<Record<PoolName, Distribution>> = {
    all: new Distribution(BOUNDS),
    drafts: new Distribution(BOUNDS),
    published: new Distribution(BOUNDS),
  };
  /** By which statements are measured while there are others. */
  readonly clock = new SharedClock();
  slow = 0;
  /** What was refused because the database could not answer. */
  refused = 0;

  constructor(
    /** Milliseconds from which on a statement is a slow one; 0: none is. */
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
    if (this.slowFrom === 0 || milliseconds < this.slowFrom) return;
    this.slow += 1;
    this.onSlow(done);
  }
}
