import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is to be published or taken out at an instant, and the queue that carries it out. The tables of the queue are
 * those of pg-boss: it brings them up to its version itself, but a change that puts a job into them may come before.
 */
export class CreateSchedules implements MigrationInterface {
  readonly name = 'CreateSchedules1716800000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table system.schedule (
        id uuid primary key,
        type text not null,
        content_ids uuid[] not null check (cardinality(content_ids) > 0),
        action text not null check (action in ('PUBLISH', 'UNPUBLISH')),
        locales text[] check (cardinality(locales) > 0),
        at timestamptz not null,
        state text not null check (state in ('PENDING', 'DONE', 'CANCELLED', 'FAILED')),
        created_at timestamptz not null default now(),
        created_by text not null,
        account_id uuid,
        key_id uuid,
        roles text[] not null,
        viewer_locales text[],
        finished_at timestamptz,
        problems jsonb not null,
        constraint schedule_in_future_check check (at > created_at),
        constraint schedule_finished_check check ((state = 'PENDING') = (finished_at is null))
      )`);
    // Loaded only here: every start loads the migrations.
    const { default: PgBoss } = await import('pg-boss');
    // The plan has a transaction of its own; a migration runs in one already.
    const plan = PgBoss.getConstructionPlans().trim();
    await runner.query(plan.replace(/^begin;/i, '').replace(/commit;$/i, ''));
    await runner.query(`select pgboss.create_queue('publish-schedule', '{"policy": "standard"}')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema pgboss cascade');
    await runner.query('drop table system.schedule');
  }
}
