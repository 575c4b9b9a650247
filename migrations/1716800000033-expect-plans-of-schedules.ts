import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The fingerprint of the plan that whoever made a schedule saw, to be compared with what is published at its time. */
export class ExpectPlansOfSchedules implements MigrationInterface {
  readonly name = 'ExpectPlansOfSchedules1716800000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table system.schedule add expected_fingerprint text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table system.schedule drop expected_fingerprint');
  }
}
