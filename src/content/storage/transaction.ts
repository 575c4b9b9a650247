import type { EntityManager } from 'typeorm';

/** One transaction over both stages and over what is not content. */
export interface Transaction {
  readonly draft: EntityManager;
  readonly published: EntityManager;
  readonly system: EntityManager;
}
