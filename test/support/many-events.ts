import type { TestApplication } from './application.js';

/** Publishes copies of an event that is published, by SQL: to write so many takes editors too long. */
export async function publishCopies(app: TestApplication, id: string, count: number): Promise<void> {
  const { pool } = app.database;
  const original = id.replace(/^event_/, '');
  const insert = async (table: string, key: string, changes: string) => {
    const { rows } = await pool.query<{ name: string }>(
      `select column_name as name from information_schema.columns
        where table_schema = 'published' and table_name = $1 and is_generated = 'NEVER'`,
      [table],
    );
    const columns = rows.map(({ name }) => name).join(', ');
    await pool.query(
      `insert into published.${table} (${columns})
        select ${columns} from (
          select copy.* from published.${table} original, generate_series(1, ${count}) place,
            jsonb_populate_record(original, ${changes}) copy where original.${key} = $1
        ) copies`,
      [original],
    );
  };
  const copy = `md5($$copy $$ || place)::uuid`;
  await insert('event', 'id', `jsonb_build_object('id', ${copy}, 'external_ref', 'copy-' || place)`);
  await insert(
    'event_text',
    'content_id',
    `jsonb_build_object('content_id', ${copy}, 'slug', 'copy-' || place, 'title', 'Copy ' || place)`,
  );
}
