import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Processes that work on jobs are told of new ones, and need not ask for them. */
export class NotifyOfJobs1716800000039 implements MigrationInterface {
  readonly name = 'NotifyOfJobs1716800000039';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function system.notify_of_jobs() returns trigger language plpgsql as $$
      begin
        perform pg_notify('scc_jobs', '');
        return null;
      end $$`);
    await runner.query(`
      create trigger notify_of_jobs after insert or update of start_after on pgboss.job
      for each statement execute function system.notify_of_jobs()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop trigger notify_of_jobs on pgboss.job');
    await runner.query('drop function system.notify_of_jobs()');
  }
}
