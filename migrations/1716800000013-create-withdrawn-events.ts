import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What calendars and feeds need to follow events: when they changed last, and what was taken out. */
export class CreateWithdrawnEvents implements MigrationInterface {
  readonly name = 'CreateWithdrawnEvents1716800000013';

  async up(runner: QueryRunner): Promise<void> {
    for (const stage of ['draft', 'published']) {
      await runner.query(`alter table ${stage}.event add changed_at timestamptz`);
      await runner.query(`alter table ${stage}.article add changed_at timestamptz`);
    }
    await runner.query(`
      create table published.withdrawn_event (
        id uuid primary key,
        withdrawn_at timestamptz not null,
        title jsonb,
        kind text not null,
        lifecycle text not null,
        precision text not null,
        time_zone text not null,
        starts_at timestamptz,
        ends_at timestamptz,
        start_date date,
        end_date date,
        day_part text,
        begins_at timestamptz,
        over_at timestamptz,
        attendance_mode text,
        parent_id uuid,
        series_id uuid,
        person_ids uuid[] not null,
        created_at timestamptz not null,
        published_at timestamptz
      )`);
    await runner.query('create index on published.withdrawn_event (withdrawn_at)');
    await runner.query(`
      create table published.withdrawn_participation (
        id uuid primary key,
        event_id uuid not null references published.withdrawn_event (id) on delete cascade,
        organisation_id uuid not null,
        role text not null
      )`);
    await runner.query('create index on published.withdrawn_participation (event_id)');
    await runner.query('create index on published.withdrawn_participation (organisation_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table published.withdrawn_participation');
    await runner.query('drop table published.withdrawn_event');
    for (const stage of ['published', 'draft']) {
      await runner.query(`alter table ${stage}.article drop changed_at`);
      await runner.query(`alter table ${stage}.event drop changed_at`);
    }
  }
}
