import type { QueryRunner } from 'typeorm';
import { StageMigration } from './stage-migration.js';

/**
 * Events that are moved remember where they were, those without a date are last in both directions, and registration
 * can be full. The former start is that of what was public: a draft may be saved several times before it is published,
 * so it is noted when the public row changes.
 */
export class KeepPreviousStart extends StageMigration {
  override readonly name = 'KeepPreviousStart1716800000047';

  protected override readonly tables = `
  alter table event add column previous_start timestamptz;
  alter table event add column previous_start_date date;
  alter table event add column registration_full boolean;
  create index event_latest_order on event (coalesce(begins_at, '-infinity'::timestamptz), id);
`;

  protected override readonly drop = `
  drop index event_latest_order;
  alter table event drop column previous_start;
  alter table event drop column previous_start_date;
  alter table event drop column registration_full;
`;

  override async up(runner: QueryRunner): Promise<void> {
    await super.up(runner);
    await runner.query(`
      create function published.keep_previous_start() returns trigger language plpgsql as $$
      begin
        new.previous_start := old.previous_start;
        new.previous_start_date := old.previous_start_date;
        -- A time that is announced for the known day moves nothing.
        if old.start_date is not null and (old.start_date is distinct from new.start_date
            or old.starts_at is not null and new.starts_at is not null and old.starts_at <> new.starts_at) then
          new.previous_start := old.starts_at;
          new.previous_start_date := old.start_date;
        end if;
        if new.start_date = new.previous_start_date and new.starts_at is not distinct from new.previous_start then
          new.previous_start := null;
          new.previous_start_date := null;
        end if;
        return new;
      end $$;
      create trigger keep_previous_start before update on published.event
        for each row execute function published.keep_previous_start();`);
  }

  override async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop trigger keep_previous_start on published.event;
      drop function published.keep_previous_start();`);
    await super.down(runner);
  }
}
