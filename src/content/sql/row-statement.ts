import type { EntityManager } from 'typeorm';
import type { StoredTable } from './stored-table.js';

type Row = Readonly<Record<string, unknown>>;

/**
 * One statement that writes rows of several tables, which travel as JSON. Its text depends on the tables alone, so that
 * it is prepared once for any number of rows.
 */
export class RowStatement {
  readonly #parts: string[] = [];
  readonly #values: unknown[] = [];

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  /** Binds a value. @returns its placeholder */
  bind(value: unknown): string {
    this.#values.push(value);
    return `$${this.#values.length}`;
  }

  /** Adds a part. @returns its name, for others that depend on it */
  add(sql: string): string {
    const name = `part${this.#parts.length + 1}`;
    this.#parts.push(`${name} as (${sql})`);
    return name;
  }

  /** Deletes rows by their keys. @returns the part, undefined without rows */
  delete(table: StoredTable, rows: readonly Row[]): string | undefined {
    if (rows.length === 0) return undefined;
    const source = this.#recordset(table, rows);
    const same = table.keys.map(({ name }) => `stored.${name} = gone.${name}`);
    return this.add(
      `delete from ${table.name} stored using ${source} gone where ${same.join(' and ')} returning 1`,
    );
  }

  /**
   * Inserts rows, or updates those that exist.
   * @param after parts that have to be done before: rows that are deleted would be in the way of unique constraints
   */
  upsert(table: StoredTable, rows: readonly Row[], after?: string): void {
    if (rows.length === 0) return;
    const changing = table.columns
      .filter(({ isKey }) => !isKey)
      .map(({ name }) => `${name} = excluded.${name}`);
    const keys = table.keys.map(({ name }) => name).join(', ');
    this.add(
      `${this.#insert(table, rows, after)} on conflict (${keys}) do update set ${changing.join(', ')}`,
    );
  }

  insert(table: StoredTable, rows: readonly Row[], after?: string): void {
    if (rows.length > 0) this.add(this.#insert(table, rows, after));
  }

  async run(manager: Pick<EntityManager, 'query'>): Promise<void> {
    if (!this.isEmpty) await manager.query(`with ${this.#parts.join(', ')} select 1`, this.#values);
  }

  #insert(table: StoredTable, rows: readonly Row[], after: string | undefined): string {
    const columns = table.columns.map(({ name }) => name).join(', ');
    const source = `insert into ${table.name} (${columns}) select ${columns} from ${this.#recordset(table, rows)} fresh`;
    return after === undefined ? source : `${source} where (select count(*) from ${after}) >= 0`;
  }

  #recordset(table: StoredTable, rows: readonly Row[]): string {
    const placeholder = this.bind(JSON.stringify(rows.map((row) => table.toJson(row))));
    return `json_populate_recordset(null::${table.name}, ${placeholder}::json)`;
  }
}
