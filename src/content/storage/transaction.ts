import type { EntityManager } from 'typeorm';

/** One transaction over both stages and the system schema. */
export interface Transaction {
  readonly draft: EntityManager;
  readonly published: EntityManager;
  readonly system: EntityManager;
  /** Whether it has begun with the lock of all public changes: see oneAtATime. */
  readonly isAlone?: boolean;
}
