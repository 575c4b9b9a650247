import { DataSource, type EntityManager } from 'typeorm';
import type { Clock } from '../../foundation/clock.js';
import type { Database } from '../../foundation/database.js';
import { PostgresNaming } from '../../foundation/naming.js';
import type { RequestRecord } from '../../foundation/request-record.js';
import { TokenBucket } from '../../foundation/token-bucket.js';
import type { Stage } from '../contract/stage.js';
import type { Locales } from '../language/locale.js';
import type { ContentType } from '../model/content-type.js';
import { CHANGE_NOTES, changesNoted } from '../sql/published-changes.js';
import type {
  CheckedObjects,
  Erasure,
  ErasureListener,
  ForgettingListener,
  ObjectFinding,
  PublicationChange,
  PublicationListener,
  Redirection,
  RedirectionListener,
  Withdrawal,
} from './listeners.js';
import type { Transaction } from './transaction.js';
import { type Queues, Transactions } from './transactions.js';

/** The rate at which refused mutations without a key are logged: anybody can send them. */
const ANONYMOUS_REFUSALS = { burst: 100, perSecond: 1 / 60 };

/**
 * Is notified of a withdrawal in its transaction, while the drafts still exist.
 * @returns the global ids of the schedules that will not publish the objects any more
 */
export type WithdrawalListener = (
  transaction: Transaction,
  store: ContentStore,
  withdrawal: Withdrawal,
) => Promise<readonly string[]>;

/** A publish check beyond single objects, such as of other objects or the other stage. */
export type PublishCheck = (
  transaction: Transaction,
  store: ContentStore,
  objects: CheckedObjects,
) => Promise<readonly ObjectFinding[]>;

/** The content database for writing: the two stages as TypeORM data sources over one connection pool. */
export class ContentStore {
  readonly #beforeListeners: PublicationListener[] = [];
  readonly #listeners: PublicationListener[] = [];
  readonly #erasureListeners: ErasureListener[] = [];
  readonly #redirectionListeners: RedirectionListener[] = [];
  readonly #publishChecks: PublishCheck[] = [];
  readonly #forgetting: ForgettingListener[] = [];
  readonly #withdrawals: WithdrawalListener[] = [];
  readonly #transactions: Transactions;
  readonly #unkeyedRefusals: TokenBucket;

  private constructor(
    readonly types: readonly ContentType[],
    readonly locales: Locales,
    readonly clock: Clock,
    readonly draft: DataSource,
    readonly published: DataSource,
    /** Whether the database is the embedded one, which has a single connection. */
    readonly isEmbedded: boolean,
    queues: Queues,
  ) {
    this.#transactions = new Transactions(draft, published, queues, isEmbedded);
    this.#unkeyedRefusals = new TokenBucket(ANONYMOUS_REFUSALS, clock().getTime());
  }

  static async open(
    database: Database,
    types: readonly ContentType[],
    settings: {
      readonly locales: Locales;
      readonly clock: Clock;
      /** All entity classes: those of the types (see entitiesOf), and of other modules. */
      readonly entities: Function[];
    },
  ): Promise<ContentStore> {
    const { entities } = settings;
    const [draft, published] = await Promise.all([
      openStage(database, 'draft', entities),
      openStage(database, 'published', entities),
    ]);
    return new ContentStore(
      types,
      settings.locales,
      settings.clock,
      draft,
      published,
      database.kind === 'embedded',
      database,
    );
  }

  /** Registers a listener of changes in public content. */
  onPublication(listener: PublicationListener): void {
    this.#listeners.push(listener);
  }

  /** Registers a listener that runs before public content changes. */
  beforePublication(listener: PublicationListener): void {
    this.#beforeListeners.push(listener);
  }

  /** Must be called before published content changes, in the transaction of the change. */
  async prepareForPublication(
    transaction: Transaction,
    changes: readonly PublicationChange[],
  ): Promise<void> {
    if (changes.length === 0) return;
    for (const listener of this.#beforeListeners) await listener(transaction, changes);
  }

  /** Registers a check of objects that are published together. */
  addPublishCheck(check: PublishCheck): void {
    this.#publishChecks.push(check);
  }

  async runPublishChecks(transaction: Transaction, objects: CheckedObjects): Promise<ObjectFinding[]> {
    const found: ObjectFinding[] = [];
    for (const check of this.#publishChecks) found.push(...(await check(transaction, this, objects)));
    return found;
  }

  /** Must be called for every change of published content, in its transaction; see `PublicationListener` for when. */
  async notifyPublication(transaction: Transaction, changes: readonly PublicationChange[]): Promise<void> {
    if (changes.length === 0) return;
    for (const listener of this.#listeners) await listener(transaction, changes);
  }

  /** Registers a listener that deletes what a module stores about erased objects. */
  onErasure(listener: ErasureListener): void {
    this.#erasureListeners.push(listener);
  }

  /** Must be called in the transaction of an erasure. */
  async notifyErasure(transaction: Transaction, erasure: Erasure): Promise<void> {
    for (const listener of this.#erasureListeners) await listener(transaction, erasure);
  }

  /** Registers a listener that rewrites what a module stores about merged objects. */
  onRedirection(listener: RedirectionListener): void {
    this.#redirectionListeners.push(listener);
  }

  /** Must be called in the transaction of a merge. */
  async notifyRedirection(transaction: Transaction, redirection: Redirection): Promise<void> {
    for (const listener of this.#redirectionListeners) await listener(transaction, redirection);
  }

  /** Registers a listener that deletes traces of withdrawn objects in `published`. */
  onForgetting(listener: ForgettingListener): void {
    this.#forgetting.push(listener);
  }

  /** To be called to leave no trace of withdrawn objects. @returns the ids of those that had traces */
  async notifyForgetting(
    transaction: Transaction,
    content: ContentType,
    ids: readonly string[],
  ): Promise<Set<string>> {
    const seen = new Set<string>();
    for (const listener of this.#forgetting)
      for (const id of await listener(transaction, content, ids)) seen.add(id);
    return seen;
  }

  /** Registers a listener that cancels what would publish withdrawn objects. */
  onWithdrawal(listener: WithdrawalListener): void {
    this.#withdrawals.push(listener);
  }

  /**
   * To be called when objects are withdrawn or deleted, other than by a schedule. @returns the global ids of the
   * changed schedules
   */
  async notifyWithdrawal(transaction: Transaction, withdrawal: Withdrawal): Promise<string[]> {
    const left: string[] = [];
    for (const listener of this.#withdrawals) left.push(...(await listener(transaction, this, withdrawal)));
    return left;
  }

  /** Whether neither stage has any content. */
  async isEmpty(): Promise<boolean> {
    for (const { manager } of [this.draft, this.published]) {
      for (const { entity } of this.types) {
        if (await manager.exists(entity)) return false;
      }
    }
    return true;
  }

  /** Whether another refused mutation without a key may be logged; counts it. */
  mayLogAnonymousRefusal(): boolean {
    return this.#unkeyedRefusals.take(1, this.clock().getTime());
  }

  /** Runs the work of a request in one transaction: see Transactions.ofRequest. */
  requestTransaction<Result>(
    work: (transaction: Transaction) => Promise<Result>,
    record?: RequestRecord,
    owner?: string,
    changes?: 'DRAFTS' | 'PUBLIC',
  ): Promise<Result> {
    return this.#transactions.ofRequest(work, record, owner, changes);
  }

  /** Runs the work in one transaction. */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#transactions.run(work);
  }

  /**
   * Notifies of changed tables of `published`, or groups of their columns, after the commit and before the caller goes
   * on. Changes by other processes are not reported here.
   */
  onPublished(listener: (tables: readonly string[]) => void): void {
    this.#transactions.onPublished(listener);
  }
}

/**
 * The tables of `published`, or groups of their columns, that the transaction has changed so far (see CHANGE_NOTES).
 */
export async function publishedChanges(manager: EntityManager): Promise<string[]> {
  const [row] = (await manager.query(CHANGE_NOTES)) as { notes: string | null }[];
  return changesNoted(row?.notes);
}

/** Gives TypeORM the existing pool in place of its own. */
export function dataSourceOver(database: Database, schema: string, entities: Function[]): DataSource {
  const { pool } = database;
  function Pool() {
    return pool;
  }
  return new DataSource({
    type: 'postgres',
    driver: { Pool },
    schema,
    entities,
    namingStrategy: new PostgresNaming(),
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    installExtensions: false,
    logging: false,
  });
}

function openStage(database: Database, stage: Stage, entities: Function[]): Promise<DataSource> {
  return dataSourceOver(database, stage, entities).initialize();
}
