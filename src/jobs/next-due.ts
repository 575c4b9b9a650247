import type PgBoss from 'pg-boss';

/** What waits in the queues, by the clock of the database. */
export interface NextDue {
  /** Whether there are jobs of dead processes. */
  readonly hasExpired: boolean;
  /** Milliseconds until the first job of each queue is due; negative if it is. */
  readonly waits: ReadonlyMap<string, number>;
}

const NEXT_DUE = `
  select
    exists (select from pgboss.job where state = 'active' and started_on + expire_in < now()) as expired,
    (select json_object_agg(name, wait) from (
      select name, extract(epoch from min(start_after) - now()) * 1000 as wait
      from pgboss.job where state < 'active' and name = any($1) group by name
    ) waiting) as waits`;

export async function nextDue({ executeSql }: PgBoss.Db, queues: readonly string[]): Promise<NextDue> {
  const { rows } = await executeSql(NEXT_DUE, [queues]);
  const [row] = rows as { expired: boolean; waits: Record<string, number> | null }[];
  return { hasExpired: row?.expired ?? false, waits: new Map(Object.entries(row?.waits ?? {})) };
}
