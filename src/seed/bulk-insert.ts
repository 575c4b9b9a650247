import type { DataSource, EntityMetadata } from 'typeorm';
import type { Columns } from '../content/model/content-type.js';

/** Rows per statement: the embedded database copies a statement several times. */
const ROWS_PER_STATEMENT = 500;

/**
 * Inserts rows far faster than an ORM: a whole batch is one parameter, which the database expands into rows. A missing
 * column is null.
 */
export async function insertRows(
  stage: DataSource,
  entity: Function,
  rows: readonly Columns[],
): Promise<void> {
  const { name, columns, properties } = tableOf(stage, entity);
  const statement = `insert into ${name} (${columns}) select ${columns} from json_populate_recordset(null::${name}, $1)`;
  for (let first = 0; first < rows.length; first += ROWS_PER_STATEMENT) {
    const batch = rows.slice(first, first + ROWS_PER_STATEMENT).map((row) => {
      const unknown = Object.keys(row).find((property) => !properties.has(property));
      if (unknown) throw new Error(`${entity.name} has no column for "${unknown}".`);
      return Object.fromEntries([...properties].map(([property, column]) => [column, row[property] ?? null]));
    });
    await stage.query(statement, [JSON.stringify(batch)]);
  }
}

/** Copies a whole table from one stage to another inside the database. */
export async function copyRows(from: DataSource, to: DataSource, entity: Function): Promise<void> {
  const { name: source, columns } = tableOf(from, entity);
  const { name: target } = tableOf(to, entity);
  await to.query(`insert into ${target} (${columns}) select ${columns} from ${source}`);
}

/** Updates the statistics of the query planner, and does the work of autovacuum. */
export async function settle(stage: DataSource, entities: readonly Function[]): Promise<void> {
  const names = entities.map((entity) => tableOf(stage, entity).name);
  await stage.query(`vacuum (analyze) ${names.join(', ')}`);
}

function tableOf(stage: DataSource, entity: Function) {
  const metadata: EntityMetadata = stage.getMetadata(entity);
  const quote = (path: string) =>
    path
      .split('.')
      .map((name) => stage.driver.escape(name))
      .join('.');
  const properties = new Map(
    metadata.columns.map(({ propertyName, databaseName }) => [propertyName, databaseName]),
  );
  const columns = [...new Set(properties.values())].map((name) => stage.driver.escape(name)).join(', ');
  return { name: quote(metadata.tablePath), columns, properties };
}
