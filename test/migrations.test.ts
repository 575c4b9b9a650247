import { entitiesOf } from '../src/content/editing/entities.js';
import 'reflect-metadata';
import pg from 'pg';
import type { EntityMetadata } from 'typeorm';
import { contentTypes } from '../src/app/content-types.js';
import { migrate, revertLast } from '../src/app/migrate.js';
import { allowedValues } from '../src/content/model/field.js';
import { dataSourceOver } from '../src/content/storage/store.js';
import { type Database, openDatabase } from '../src/foundation/database.js';
import { createLogger } from '../src/foundation/logger.js';
import { createDatabase } from './support/postgres.js';

const ROLE = 'scc_public';
let created: Awaited<ReturnType<typeof createDatabase>>;
let database: Database;

beforeAll(async () => {
  created = await createDatabase(process.env.SCC_TEST_POSTGRES ?? '');
  const settings = { databaseUrl: created.url, databasePoolSize: 3, publicRole: ROLE, dataDir: '' };
  database = await openDatabase(settings, createLogger('silent'));
});
afterAll(async () => {
  await database.close();
  await created.drop();
});

/** What TypeORM would change for the tables to be those of the entities. */
async function drift(stage: string): Promise<string[]> {
  const dataSource = await dataSourceOver(database, stage, entitiesOf(contentTypes)).initialize();
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

/** The columns of a stage that may have certain values only, with these. */
async function checkedValues(stage: string): Promise<string[]> {
  const { rows } = await database.pool.query(
    `select conrelid::regclass::text as table, pg_get_constraintdef(oid) as text from pg_constraint
      where connamespace = $1::regnamespace and contype = 'c'`,
    [stage],
  );
  const lines = rows.flatMap(({ table, text }) => {
    const [, column, values = ''] =
      /^CHECK \(\("?(\w+)"? = (?:ANY \(ARRAY\[)?('[^()]*?)\]?\)+$/.exec(text) ?? [];
    return column
      ? [allowing(table.replace(`${stage}.`, ''), column, values.match(/(?<=')\w+(?='::)/g) ?? [])]
      : [];
  });
  return lines.sort();
}

async function declaredValues(): Promise<string[]> {
  const dataSource = await dataSourceOver(database, 'draft', entitiesOf(contentTypes)).initialize();
  const of = ({ target, tableName, columns }: EntityMetadata) =>
    columns.flatMap(({ propertyName, databaseName }) => {
      const values = allowedValues(target as Function, propertyName);
      return values ? [allowing(tableName, databaseName, values)] : [];
    });
  return dataSource.entityMetadatas.flatMap(of).sort();
}

const allowing = (table: string, column: string, values: readonly string[]) =>
  `${table}.${column}: ${[...values].sort().join(' ')}`;

/** Everything that a database consists of, as text. */
async function structure(): Promise<string> {
  const { rows } = await database.pool.query(`
    select table_schema || '.' || table_name || '.' || column_name || ' ' || data_type as line from information_schema.columns
      where table_schema in ('draft', 'published', 'system')
    union all select connamespace::regnamespace || '.' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
      where connamespace::regnamespace::text in ('draft', 'published', 'system')
    union all select schemaname || '.' || indexname || ' ' || indexdef from pg_indexes
      where schemaname in ('draft', 'published', 'system')
    union all select 'function ' || proname from pg_proc where pronamespace::regnamespace::text in ('draft', 'published')
    order by 1`);
  return rows.map(({ line }) => line).join('\n');
}

describe('migrations', () => {
  test('build what the entities expect, in both stages', async () => {
    const names = await migrate(database, { publicRole: ROLE });
    // What checks say is compared below.
    const isCheck = (query: string) => /DROP CONSTRAINT "[a-z_]+_check\d*"/.test(query);
    const isIndexOfOrder = (query: string) => /DROP INDEX "[a-z]+"."[a-z_]+_order"/.test(query);
    // For rows that were there before the column was: what is written since has a value.
    const isDefault = (query: string) => query.endsWith(' DROP DEFAULT');
    const expected = (query: string) => isCheck(query) || isIndexOfOrder(query) || isDefault(query);

    expect(names.length).toBeGreaterThan(0);
    expect((await drift('draft')).filter((query) => !expected(query))).toEqual([]);
    const missing = (await drift('published')).filter((query) => !expected(query));
    // Between content objects there are foreign keys in draft alone.
    expect(missing.filter((query) => !/ADD CONSTRAINT "[a-z_]+_fkey" FOREIGN KEY/.test(query))).toEqual([]);
    expect(missing.length).toBeGreaterThan(0);
  });

  test('check in both stages what values the declarations allow, and no others', async () => {
    const declared = await declaredValues();

    expect(declared.length).toBeGreaterThan(10);
    expect(await checkedValues('draft')).toEqual(declared);
    expect(await checkedValues('published')).toEqual(declared);
  });

  test('tie an object to another in drafts alone, where rows come in any order', async () => {
    const { rows } = await database.pool.query(
      `select distinct connamespace::regnamespace::text as stage, confdeltype = 'c' as "isOwned", condeferred as "isAtCommit"
       from pg_constraint where contype = 'f' and connamespace::regnamespace::text in ('draft', 'published')
       order by 1, 2`,
    );

    expect(rows).toEqual([
      { stage: 'draft', isOwned: false, isAtCommit: true },
      { stage: 'draft', isOwned: true, isAtCommit: false },
      { stage: 'published', isOwned: true, isAtCommit: false },
    ]);
  });

  test('have nothing to do the second time', async () => {
    expect(await migrate(database, { publicRole: ROLE })).toEqual([]);
  });

  test('go down one by one and up again to the same', async () => {
    const before = await structure();
    const { rows } = await database.pool.query('select count(*)::int as count from system.migration');

    for (let left = rows[0].count; left > 0; left -= 1) await revertLast(database);
    const empty = await database.pool.query(
      `select table_schema, table_name from information_schema.tables where table_schema in ('draft', 'published')`,
    );
    await migrate(database, { publicRole: ROLE });

    expect(empty.rows).toEqual([]);
    expect(await structure()).toBe(before);
  });

  test('several processes that start at once migrate once', async () => {
    const other = await createDatabase(process.env.SCC_TEST_POSTGRES ?? '');
    const settings = { databaseUrl: other.url, databasePoolSize: 3, publicRole: ROLE, dataDir: '' };
    const databases = await Promise.all([1, 2, 3].map(() => openDatabase(settings, createLogger('silent'))));

    const done = await Promise.all(databases.map((each) => migrate(each, { publicRole: ROLE })));

    expect(done.filter((names) => names.length > 0)).toHaveLength(1);
    await Promise.all(databases.map((each) => each.close()));
    await other.drop();
  });

  test.each([
    ['select id from draft.event', /permission denied/],
    ['select value from system.setting', /permission denied/],
    ['insert into published.former_slug values (1)', /permission denied/],
    ['delete from published.event', /permission denied/],
    ['create table published.mine (id int)', /permission denied/],
  ])('the role of the public cannot %s', async (statement, error) => {
    const client = new pg.Client({ connectionString: created.url, options: `-c role=${ROLE}` });
    await client.connect();

    await expect(client.query(statement)).rejects.toThrow(error);
    await expect(client.query('select id from published.event')).resolves.toBeDefined();
    await client.end();
  });
});
