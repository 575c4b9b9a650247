import type pg from 'pg';

/** How many connections to the database of a client wait for a lock, with a statement like this one. */
export async function waitingForLocks(
  client: Pick<pg.Client | pg.Pool, 'query'>,
  statement = '%',
): Promise<number> {
  // In a transaction, what is seen first stays.
  await client.query('select pg_stat_clear_snapshot()');
  const { rows } = await client.query<{ count: number }>(
    "select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like $1",
    [statement],
  );
  return rows[0]?.count ?? 0;
}
