/** The channel on which the name of every table of `published` is told that has changed, when the change is committed. */
const CHANNEL = 'scc_published';

/**
 * Lets the database itself say what changes in `published`, whoever changes it: those who keep finished answers depend
 * on it. Within the transaction the setting `scc.published` has the names. On a replica, where rows come by logical
 * replication, triggers for rows do the same; what empties a table there is a statement. Repeated after every migration,
 * since new tables need the triggers, too.
 */
export async function watchPublished(database: { query(text: string): Promise<unknown> }): Promise<void> {
  await database.query(`
    create or replace function system.note_published_change() returns trigger language plpgsql as $$
    declare
      known text := coalesce(current_setting('scc.published', true), '');
    begin
      if position(' ' || tg_table_name || ' ' in known) > 0 then return null; end if;
      perform set_config('scc.published', known || ' ' || tg_table_name || ' ', true);
      perform pg_notify('${CHANNEL}', tg_table_name);
      return null;
    end $$`);
  await database.query(`
    do $$
    declare
      name text;
    begin
      for name in
        select c.relname from pg_class c
        where c.relnamespace = 'published'::regnamespace and c.relkind = 'r' and not exists
          (select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'note_published_change' and t.tgenabled = 'A')
      loop
        execute format('create or replace trigger note_published_change after insert or update or delete or truncate on published.%I
          for each statement execute function system.note_published_change()', name);
        execute format('alter table published.%I enable always trigger note_published_change', name);
        execute format('create or replace trigger note_replicated_change after insert or update or delete on published.%I
          for each row execute function system.note_published_change()', name);
        execute format('alter table published.%I enable replica trigger note_replicated_change', name);
      end loop;
    end $$`);
}
