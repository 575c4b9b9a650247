import 'reflect-metadata';
import pg from 'pg';
import { createDatabase } from './support/postgres.js';

const adminUrl = process.env.SCC_TEST_POSTGRES ?? '';

async function query<Row extends pg.QueryResultRow>(connectionString: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

describe('the PostgreSQL server for tests', () => {
  test('is version 15 or newer', async () => {
    const [row] = await query<{ server_version_num: string }>(adminUrl, 'show server_version_num');
    expect(Number(row?.server_version_num)).toBeGreaterThanOrEqual(150_000);
  });

  test('gives each test a database of its own, in UTF-8, and takes it away', async () => {
    const database = await createDatabase(adminUrl);
    const name = new URL(database.url).pathname.slice(1);
    const listed = () =>
      query(
        adminUrl,
        `select pg_encoding_to_char(encoding) as encoding from pg_database where datname = '${name}'`,
      );

    expect(await query(database.url, 'select current_database() as name')).toEqual([{ name }]);
    expect(await listed()).toEqual([{ encoding: 'UTF8' }]);
    await database.drop();
    expect(await listed()).toEqual([]);
  });
});

describe('the compiler for tests', () => {
  test('emits the types that decorators read', () => {
    const note: PropertyDecorator = () => undefined;
    class Sample {
      @note
      when?: Date;
    }
    expect(Reflect.getMetadata('design:type', Sample.prototype, 'when')).toBe(Date);
    // A field that is only declared is not a property: what the base class or an ORM assigned is not erased.
    expect(Object.keys(new Sample())).toEqual([]);
  });
});
