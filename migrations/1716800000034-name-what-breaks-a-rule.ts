import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a trigger refuses is told with the id of its row: a push of many objects says which of them it is. */
export class NameWhatBreaksARule implements MigrationInterface {
  readonly name = 'NameWhatBreaksARule1716800000034';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(functions(', detail = new.id'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(functions(''));
  }
}

const functions = (detail: string) => `
  create or replace function draft.refuse_cycle() returns trigger language plpgsql as $$
  declare
    ancestor uuid := new.parent_id;
    found uuid;
  begin
    for step in 1..100 loop
      exit when ancestor is null;
      if ancestor = new.id then
        raise exception using errcode = 'check_violation', constraint = tg_table_name || '_ancestor_check',
          message = tg_table_name || ' cannot be a part of itself'${detail};
      end if;
      execute format('select parent_id from %I.%I where id = $1', tg_table_schema, tg_table_name) into found using ancestor;
      ancestor := found;
    end loop;
    return null;
  end $$;
  create or replace function draft.refuse_session() returns trigger language plpgsql as $$
  declare
    planned int;
  begin
    execute format('select planned_sessions from %I.event_series where id = $1', tg_table_schema) into planned using new.series_id;
    if new.session > planned then
      raise exception using errcode = 'check_violation', constraint = 'event_planned_session_check',
        message = 'the series has fewer planned sessions'${detail};
    end if;
    return null;
  end $$;
`;
