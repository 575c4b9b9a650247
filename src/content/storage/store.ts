import { DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import type { Clock } from '../../foundation/clock.js';
import type { Database } from '../../foundation/database.js';
import { Refusal } from '../../foundation/errors.js';
import { chargeTo } from '../../foundation/measured-client.js';
import { PostgresNaming } from '../../foundation/naming.js';
import type { RequestRecord } from '../../foundation/request-record.js';
import { TokenBucket } from '../../foundation/token-bucket.js';
import { waitToBegin } from '../../foundation/work.js';
import type { WriterQueue } from '../../foundation/writer-queue.js';
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
  Withdrawal,
} from './listeners.js';
import type { Transaction } from './transaction.js';

/**
 * The limits of PostgreSQL on what a request does in a transaction, as reading has them for its connections: on a
 * statement, on waiting for a lock, and on doing nothing. What the program does by itself may take longer.
 */
const REQUEST_LIMITS =
  "set local statement_timeout = '4s'; set local lock_timeout = '2s'; set local idle_in_transaction_session_timeout = '10s'";

/** How long a change waits in all, once it was its turn, for what somebody else is changing. */
const LOCK_PATIENCE_MS = 10_000;
const LOCK_TIMEOUT = '55P03';
/** PostgreSQL has ended one of two, so that the other one goes on. */
const DEADLOCK = '40P01';
/** Somebody else has inserted it since it was looked for: anew, it is found. Where it is not, that is said in the end. */
const UNIQUE_VIOLATION = '23505';
/** How often others may be faster. */
const MAX_OVERTAKEN = 8;
const UUIDS = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;

/** What PostgreSQL says of a statement that it refuses. */
interface Refused {
  readonly code?: string;
  readonly constraint?: string;
  readonly detail?: string;
}

/** Refused mutations without a key that the audit log keeps: anybody can send them, at any rate. */
const UNKEYED_REFUSALS = { burst: 100, perSecond: 1 / 60 };

/**
 * Is told in the transaction of the withdrawal, while the drafts are there still.
 * @returns the global ids of the schedules that will not publish them any more
 */
export type WithdrawalListener = (
  transaction: Transaction,
  store: ContentStore,
  withdrawal: Withdrawal,
) => Promise<readonly string[]>;

/** Finds what a single object does not show: what has to be there for others, or in another stage. */
export type PublishCheck = (
  transaction: Transaction,
  store: ContentStore,
  objects: CheckedObjects,
) => Promise<readonly ObjectFinding[]>;

/** Where content is written: the two stages as TypeORM sees them, over one pool of connections. */
export class ContentStore {
  readonly #witnesses: PublicationListener[] = [];
  readonly #listeners: PublicationListener[] = [];
  readonly #erasureListeners: ErasureListener[] = [];
  readonly #publishChecks: PublishCheck[] = [];
  readonly #forgetting: ForgettingListener[] = [];
  readonly #withdrawals: WithdrawalListener[] = [];
  readonly #committed: ((tables: readonly string[]) => void)[] = [];
  readonly #unkeyedRefusals: TokenBucket;

  private constructor(
    readonly types: readonly ContentType[],
    readonly locales: Locales,
    readonly clock: Clock,
    readonly draft: DataSource,
    readonly published: DataSource,
    readonly writers: WriterQueue,
    readonly publishers: WriterQueue,
  ) {
    this.#unkeyedRefusals = new TokenBucket(UNKEYED_REFUSALS, clock().getTime());
  }

  static async open(
    database: Database,
    types: readonly ContentType[],
    settings: {
      readonly locales: Locales;
      readonly clock: Clock;
      /** All entity classes: those of the types (see entitiesOf), and those that other modules bring. */
      readonly entities: Function[];
    },
  ): Promise<ContentStore> {
    const { entities } = settings;
    const [draft, published] = await Promise.all([
      openStage(database, 'draft', entities),
      openStage(database, 'published', entities),
    ]);
    const { writers, publishers } = database;
    return new ContentStore(types, settings.locales, settings.clock, draft, published, writers, publishers);
  }

  /** Whoever has to know what becomes public, and what is not any more. */
  onPublication(listener: PublicationListener): void {
    this.#listeners.push(listener);
  }

  /** Whoever has to know what the public saw before, and what will be changed. */
  beforePublication(listener: PublicationListener): void {
    this.#witnesses.push(listener);
  }

  /** To be called by whatever changes published content, in the transaction of the change and before anything is written. */
  async prepareForPublication(
    transaction: Transaction,
    changes: readonly PublicationChange[],
  ): Promise<void> {
    if (changes.length === 0) return;
    for (const listener of this.#witnesses) await listener(transaction, changes);
  }

  /** Whoever finds what would be wrong with objects if they were published together. */
  addPublishCheck(check: PublishCheck): void {
    this.#publishChecks.push(check);
  }

  async runPublishChecks(transaction: Transaction, objects: CheckedObjects): Promise<ObjectFinding[]> {
    const found: ObjectFinding[] = [];
    for (const check of this.#publishChecks) found.push(...(await check(transaction, this, objects)));
    return found;
  }

  /** To be called by whatever changes published content, in the transaction of the change. */
  async notifyPublication(transaction: Transaction, changes: readonly PublicationChange[]): Promise<void> {
    if (changes.length === 0) return;
    for (const listener of this.#listeners) await listener(transaction, changes);
  }

  /** Whoever keeps something of objects elsewhere, and has to remove it when they are erased. */
  onErasure(listener: ErasureListener): void {
    this.#erasureListeners.push(listener);
  }

  /** To be called in the transaction of an erasure. */
  async notifyErasure(transaction: Transaction, erasure: Erasure): Promise<void> {
    for (const listener of this.#erasureListeners) await listener(transaction, erasure);
  }

  /** Whoever keeps something in `published` of objects that were taken out. */
  onForgetting(listener: ForgettingListener): void {
    this.#forgetting.push(listener);
  }

  /** To be called when nothing is to be left of objects that are not public any more. Returns the ids of those of which something was. */
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

  /** Whoever has something in hand that would publish what somebody does not want to be public. */
  onWithdrawal(listener: WithdrawalListener): void {
    this.#withdrawals.push(listener);
  }

  /** To be called where somebody takes objects out or deletes them, other than by a schedule. Returns the global ids of the schedules that leave them out now. */
  async notifyWithdrawal(transaction: Transaction, withdrawal: Withdrawal): Promise<string[]> {
    const left: string[] = [];
    for (const listener of this.#withdrawals) left.push(...(await listener(transaction, this, withdrawal)));
    return left;
  }

  /** Whether there is no content at all, in either stage. */
  async isEmpty(): Promise<boolean> {
    for (const { manager } of [this.draft, this.published]) {
      for (const { entity } of this.types) {
        if (await manager.exists(entity)) return false;
      }
    }
    return true;
  }

  /** Whether there is room in the audit log for another refused mutation without a key; takes it. */
  takesUnkeyedRefusal(): boolean {
    return this.#unkeyedRefusals.take(1, this.clock().getTime());
  }

  /**
   * Runs the work of a request in one transaction, when it is its turn. Where somebody else has what it changes for long,
   * both wait for each other, or both create the same, the transaction begins anew, and so sees what they wrote.
   * @param owner who asks: those who ask for much do not keep others waiting
   * @param changes whether it changes what is public: then it waits for others that do, and takes no place meanwhile
   */
  async requestTransaction<Result>(
    work: (transaction: Transaction) => Promise<Result>,
    record?: RequestRecord,
    owner = '',
    changes: 'DRAFTS' | 'PUBLIC' = 'DRAFTS',
  ): Promise<Result> {
    const inLine = (run: () => Promise<Result>) =>
      changes === 'PUBLIC' ? this.publishers.run(owner, run) : run();
    let until: number | undefined;
    const attempt = (begun: () => void) =>
      this.transaction(async (transaction) => {
        begun();
        until ??= performance.now() + LOCK_PATIENCE_MS;
        chargeTo(await transaction.draft.queryRunner?.connect(), record);
        await transaction.system.query(REQUEST_LIMITS);
        return work(transaction);
      });
    for (let overtaken = 0, clash = ''; ; ) {
      try {
        return await waitToBegin(record?.work, (begun) =>
          inLine(() => this.writers.run(owner, () => attempt(begun))),
        );
      } catch (error) {
        const cause = error instanceof Refusal ? error.cause : error;
        const { code, constraint, detail } = (
          cause instanceof QueryFailedError ? cause.driverError : {}
        ) as Refused;
        // Whoever meets the same again was not overtaken: it has been there all the time. Ids are made anew each time.
        const clashes = code === UNIQUE_VIOLATION ? `${constraint} ${detail?.replace(UUIDS, '')}` : clash;
        const isOvertaken = code === DEADLOCK || (code === UNIQUE_VIOLATION && clashes !== clash);
        clash = clashes;
        if (isOvertaken && overtaken < MAX_OVERTAKEN) overtaken += 1;
        else if (code !== LOCK_TIMEOUT || performance.now() > (until ?? 0)) throw error;
      }
    }
  }

  /** Runs the work in one transaction: all of it is done, or nothing. */
  async transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    let changed: readonly string[] = [];
    const result = await this.draft.transaction(async (draft) => {
      // Entities of `system` say so themselves, and so are the same to the managers of both stages.
      const published = this.published.createEntityManager(draft.queryRunner);
      const done = await work({ draft, published, system: draft });
      changed = await publishedChanges(draft);
      return done;
    });
    if (changed.length > 0) for (const told of this.#committed) told(changed);
    return result;
  }

  /**
   * Tells of tables of `published` that were changed, or groups of their columns, once the change is committed and before whoever made it goes on.
   * What other processes change is not told here.
   */
  onPublished(listener: (tables: readonly string[]) => void): void {
    this.#committed.push(listener);
  }
}

/** What the transaction has changed in `published` so far: tables, and groups of their columns (see CHANGE_NOTES). */
export async function publishedChanges(manager: EntityManager): Promise<string[]> {
  const [row] = (await manager.query(CHANGE_NOTES)) as { notes: string | null }[];
  return changesNoted(row?.notes);
}

/** TypeORM over the pool that is already there: its driver believes it opens one. */
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
