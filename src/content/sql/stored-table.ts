import type { EntityManager, EntityMetadata } from 'typeorm';

export interface StoredColumn {
  readonly property: string;
  /** Quoted, for statements. */
  readonly name: string;
  readonly type: unknown;
  readonly isKey: boolean;
}

type Entity = Parameters<EntityManager['connection']['getMetadata']>[0];

type Row = Readonly<Record<string, unknown>>;

const known = new WeakMap<EntityMetadata, StoredTable>();

/** A table of a stage, for statements that exchange whole rows with it as JSON. */
export class StoredTable {
  static of({ connection }: Pick<EntityManager, 'connection'>, entity: Entity): StoredTable {
    const metadata = connection.getMetadata(entity);
    const table = known.get(metadata) ?? new StoredTable(metadata);
    known.set(metadata, table);
    return table;
  }

  /** With its schema. */
  readonly name: string;
  readonly columns: readonly StoredColumn[];
  readonly #times: readonly string[];

  private constructor({ tablePath, columns }: EntityMetadata) {
    this.name = tablePath
      .split('.')
      .map((part) => `"${part}"`)
      .join('.');
    this.columns = columns.map(({ propertyName, databaseName, type, isPrimary }) => ({
      property: propertyName,
      name: `"${databaseName}"`,
      type,
      isKey: isPrimary,
    }));
    this.#times = columns.filter(({ type }) => type === 'timestamptz').map((column) => column.propertyName);
  }

  get keys(): readonly StoredColumn[] {
    return this.columns.filter(({ isKey }) => isKey);
  }

  column(property: string): string {
    const column = this.columns.find((each) => each.property === property);
    if (!column) throw new Error(`${this.name} has no column of the property "${property}".`);
    return column.name;
  }

  /** A row as a JSON object of its properties; numbers of the type numeric as text, since JavaScript rounds them. */
  asJson(alias: string, unread: ReadonlySet<string> = new Set()): string {
    const selected = this.columns
      .filter(({ property }) => !unread.has(property))
      .map(
        ({ property, name, type }) =>
          `${alias}.${name}${type === 'numeric' ? '::text' : ''} as "${property}"`,
      );
    return `(select row_to_json(r) from (select ${selected.join(', ')}) r)`;
  }

  /** The row of a JSON object, as TypeORM would read it. */
  fromJson(row: Record<string, unknown>): Row {
    for (const property of this.#times) {
      const value = row[property];
      if (typeof value === 'string') row[property] = new Date(value);
    }
    return row;
  }

  /** A row for `json_populate_recordset`; columns without a value are null. */
  toJson(row: Row): Record<string, unknown> {
    return Object.fromEntries(
      this.columns.map(({ property, name }) => [name.slice(1, -1), row[property] ?? null]),
    );
  }
}
