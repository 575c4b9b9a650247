import { DataSource, type EntityManager } from 'typeorm';
import type { Clock } from '../foundation/clock.js';
import type { Database } from '../foundation/database.js';
import { PostgresNaming } from '../foundation/naming.js';
import { Setting } from '../foundation/setting.entity.js';
import type { ContentType } from './content-type.js';
import { AuditEntry } from './history/audit-entry.entity.js';
import { BinEntry } from './history/bin-entry.entity.js';
import { Revision } from './history/revision.entity.js';
import { FormerSlug } from './localization/former-slug.entity.js';
import type { Locales } from './localization/locale.js';
import { CHANGED_TABLES } from './planner/published-changes.js';
import type { PublicationChange, PublicationListener } from './publishing/publication.js';
import { SearchDocument } from './search/search-document.entity.js';
import type { Shape } from './shape.js';
import type { Stage } from './stage.js';
import { InputReader } from './writing/input.js';

/** One transaction over both stages and over what is not content. */
export interface Transaction {
  readonly draft: EntityManager;
  readonly published: EntityManager;
  readonly system: EntityManager;
}

/** Where content is written: the two stages as TypeORM sees them, over one pool of connections. */
export class ContentStore {
  #inputs: Promise<InputReader> | undefined;
  readonly #listeners: PublicationListener[] = [];
  readonly #committed: ((tables: readonly string[]) => void)[] = [];

  private constructor(
    readonly types: readonly ContentType[],
    readonly locales: Locales,
    readonly clock: Clock,
    readonly draft: DataSource,
    readonly published: DataSource,
  ) {}

  static async open(
    database: Database,
    types: readonly ContentType[],
    settings: {
      readonly locales: Locales;
      readonly clock: Clock;
      /** Entity classes of schema `system` that other modules bring. */
      readonly entities?: readonly Function[];
    },
  ): Promise<ContentStore> {
    const entities = [...entitiesOf(types), ...(settings.entities ?? [])];
    const [draft, published] = await Promise.all([
      openStage(database, 'draft', entities),
      openStage(database, 'published', entities),
    ]);
    return new ContentStore(types, settings.locales, settings.clock, draft, published);
  }

  /** Reads what editors write; made when the first of it comes, for it takes a moment. */
  get inputs(): Promise<InputReader> {
    this.#inputs ??= InputReader.create(this.types, this.locales);
    return this.#inputs;
  }

  /** Whoever has to know what becomes public, and what is not any more. */
  onPublication(listener: PublicationListener): void {
    this.#listeners.push(listener);
  }

  /** To be called by whatever changes published content, in the transaction of the change. */
  async tellOfPublication(transaction: Transaction, changes: readonly PublicationChange[]): Promise<void> {
    if (changes.length === 0) return;
    for (const listener of this.#listeners) await listener(transaction, changes);
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

  /** Runs the work in one transaction: all of it is done, or nothing. */
  async transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    let changed: readonly string[] = [];
    const result = await this.draft.transaction(async (draft) => {
      // Entities of `system` say so themselves, and so are the same to the managers of both stages.
      const published = this.published.createEntityManager(draft.queryRunner);
      const done = await work({ draft, published, system: draft });
      const [row] = (await draft.query(CHANGED_TABLES)) as { tables: string | null }[];
      changed = (row?.tables ?? '').split(' ').filter((table) => table !== '');
      return done;
    });
    if (changed.length > 0) for (const told of this.#committed) told(changed);
    return result;
  }

  /**
   * Tells of tables of `published` that were changed, once the change is committed and before whoever made it goes on.
   * What other processes change is not told here.
   */
  onPublished(listener: (tables: readonly string[]) => void): void {
    this.#committed.push(listener);
  }
}

/** Every entity class that the content types use, links and parts included. */
export function entitiesOf(types: readonly ContentType[]): Function[] {
  const shapes = types.flatMap((content): Shape[] => [content, ...content.parts.map(({ shape }) => shape)]);
  const found = new Set<Function>(shapes.flatMap(({ entity, text }) => (text ? [entity, text] : [entity])));
  return [...found, FormerSlug, SearchDocument, Setting, AuditEntry, BinEntry, Revision];
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
