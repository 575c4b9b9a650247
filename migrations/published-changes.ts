/** The channel on which it is told what of `published` has changed, when the change is committed. */
const CHANNEL = 'scc_published';

/**
 * Lets the database itself say what changes in `published`, whoever changes it: those who keep finished answers depend
 * on it. Within the transaction the setting `scc.published` has the notes. Of rows that stay it is told which columns
 * changed: `event_text.rich` for long texts and where they come from, `event.changed_at` for those that only say that, and when, there was a change;
 * everything else, such as rows that come and go, is `event.rest`. The name of the table alone is told with each of them, to processes
 * of earlier versions while instances are replaced. On a replica, where rows come by logical replication, the triggers
 * do the same. Repeated after every migration, since new tables need them, too.
 */
export async function watchPublished(database: { query(text: string): Promise<unknown> }): Promise<void> {
  await database.query(`
    create or replace function system.note_published_change() returns trigger language plpgsql as $$
    declare
      before jsonb;
      after jsonb;
      note text;
      notes text[] := array[tg_table_name || '.rest'];
    begin
      if position(' ' || notes[1] || ' ' in current_setting('scc.published', true)) > 0 then return null; end if;
      if tg_op = 'UPDATE' then
        before := to_jsonb(old);
        after := to_jsonb(new);
        notes := array(select distinct tg_table_name || case
            when key in ('changed_at', 'updated_at', 'version') then '.changed_at'
            when jsonb_exists(after, regexp_replace(key, '_(html|text)$', '') || '_html') then '.rich'
            else '.rest' end
          from (
            select key from jsonb_each(after) where key <> 'fallback' and value is distinct from before -> key
            union all
            select key from jsonb_object_keys((before -> 'fallback') || (after -> 'fallback')) key
            where before -> 'fallback' -> key is distinct from after -> 'fallback' -> key
          ) changed);
      end if;
      foreach note in array notes loop
        continue when position(' ' || note || ' ' in current_setting('scc.published', true)) > 0;
        perform set_config('scc.published', concat(current_setting('scc.published', true), ' ', tg_table_name, ' ', note, ' '), true);
        perform pg_notify('${CHANNEL}', tg_table_name);
        perform pg_notify('${CHANNEL}', note);
      end loop;
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
          (select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'note_emptied_table' and t.tgenabled = 'A')
      loop
        execute format('drop trigger if exists note_replicated_change on published.%I', name);
        execute format('create or replace trigger note_published_change after insert or update or delete on published.%I
          for each row execute function system.note_published_change()', name);
        execute format('alter table published.%I enable always trigger note_published_change', name);
        execute format('create or replace trigger note_emptied_table after truncate on published.%I
          for each statement execute function system.note_published_change()', name);
        execute format('alter table published.%I enable always trigger note_emptied_table', name);
      end loop;
    end $$`);
}
