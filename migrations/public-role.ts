import type { QueryRunner } from 'typeorm';

/**
 * Lets a role that nobody can log in as select in `published`, and nothing else anywhere; the user of DATABASE_URL
 * may act as it. Repeated after every migration, since new tables need the grant, too.
 */
export async function grantPublicRole(runner: QueryRunner, role: string): Promise<void> {
  const known = (await runner.query('select 1 from pg_roles where rolname = $1', [role])) as unknown[];
  if (known.length === 0) {
    // A role belongs to the whole server: another database may create the same one at this moment.
    await runner.query(`
      do $$ begin
        create role ${role} nologin;
      exception when duplicate_object or unique_violation then null;
      end $$`);
  }
  // From PostgreSQL 16 on, whoever makes a role may grant it, and is a member, but may not yet act as it.
  const [{ may_act: mayAct }] = (await runner.query(
    `select case when current_setting('server_version_num')::int < 160000 then pg_has_role(current_user, $1, 'member')
      else pg_has_role(current_user, $1, 'set') end as may_act`,
    [role],
  )) as [{ may_act: boolean }];
  if (!mayAct) await runner.query(`grant ${role} to current_user`);
  await runner.query(`grant usage on schema published to ${role}`);
  await runner.query(`grant select on all tables in schema published to ${role}`);
}
