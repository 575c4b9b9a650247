import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is published along by a schedule, as whoever made it chose, and what was left out when it was carried out. */
export class ChooseContentsOfSchedules implements MigrationInterface {
  readonly name = 'ChooseContentsOfSchedules1716800000023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table system.schedule
        add with_contents text[],
        add left_out jsonb not null default '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table system.schedule drop left_out, drop with_contents');
  }
}
