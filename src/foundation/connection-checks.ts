import type pg from 'pg';
import { ByteQuery } from './reading-client.js';

type Settings = Readonly<Record<string, string>>;

/** The settings of a session as text, by name. */
const settingsOf = (names: readonly string[]) =>
  `select json_build_object(${names.map((name) => `'${name}', current_setting('${name}')`).join(', ')})::text`;

/**
 * Checks that session settings persist. A pooler such as PgBouncer would discard them, and LISTEN and the locks of
 * migrations with them.
 * @throws Error with a message for the operator
 */
export async function assertKeepsSettings(pool: pg.Pool, expected: Settings): Promise<void> {
  const { rows } = await pool.query<{ settings: string }>(`${settingsOf(Object.keys(expected))} as settings`);
  const lost = differences(JSON.parse(rows[0]?.settings ?? '{}') as Settings, expected);
  if (lost.length === 0) return;
  throw new Error(
    `DATABASE_URL leads to a connection that loses its settings (${lost.join(', ')}). It must lead to PostgreSQL itself, not to PgBouncer; only DATABASE_PUBLIC_URL may.`,
  );
}

/**
 * Checks that a public connection can read only `published`, formats values as the planner expects, and has timeouts. A
 * role with more rights could leak drafts.
 * @throws Error with a message for the operator
 */
export async function assertIsConfined(
  ask: (text: string) => Promise<Buffer | undefined>,
  publicRole: string,
  expected: Settings,
): Promise<void> {
  const user = String(await ask('select current_user::text'));
  const seen = await ask(
    `select string_agg(nspname, ', ' order by nspname) from pg_namespace
      where nspname in ('draft', 'system', 'pgboss') and has_schema_privilege(oid, 'usage')`,
  );
  if (seen || user !== publicRole)
    throw new Error(
      `Published content must be read as "${publicRole}" (DATABASE_PUBLIC_ROLE), which can read nothing else. These connections work as "${user}"${seen ? `, which can also read: ${seen}` : ''}. See DATABASE_PUBLIC_URL.`,
    );
  const settings = JSON.parse(String(await ask(settingsOf(Object.keys(expected))))) as Settings;
  const wrong = differences(settings, expected);
  if (wrong.length === 0) return;
  const commands = wrong.map((name) => `ALTER ROLE ${publicRole} SET ${name} = '${expected[name]}';`);
  throw new Error(
    `Connections for published content have wrong settings. Run ${commands.join(' ')} and restart PgBouncer.`,
  );
}

/**
 * Checks that a statement prepared on one connection can be prepared on another one: PgBouncer before 1.21 gives both
 * the same server connection, which has it already.
 * @throws Error with a message for the operator
 */
export async function assertPrepares(pool: pg.Pool): Promise<void> {
  const statement = { name: 'scc_prepares', text: 'select 1' };
  const clients = [await pool.connect(), await pool.connect()];
  try {
    for (const client of clients) {
      await new Promise<void>((resolve, reject) => {
        const query = new ByteQuery(statement, []);
        query.callback = (error) => (error ? reject(error) : resolve());
        client.query(query);
      });
    }
  } catch (error) {
    if (!['42P05', '26000'].includes((error as { code?: string }).code ?? '')) throw error;
    throw new Error(
      'DATABASE_PUBLIC_URL leads through a pooler without prepared statements. With PgBouncer 1.21 or newer set max_prepared_statements there; with an older one set DATABASE_PREPARE=false here.',
    );
  } finally {
    for (const client of clients) client.release(true);
  }
}

function differences(settings: Settings, expected: Settings): string[] {
  return Object.keys(expected).filter((name) => {
    // Of the date style, the order of day and month may differ: nothing reads it.
    const [value] = String(settings[name]).split(',');
    return value !== expected[name];
  });
}
