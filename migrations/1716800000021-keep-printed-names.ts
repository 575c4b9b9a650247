import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By-lines, organisers, sponsors and contacts keep the names that they were published with. */
export class KeepPrintedNames implements MigrationInterface {
  readonly name = 'KeepPrintedNames1716800000021';

  async up(runner: QueryRunner): Promise<void> {
    for (const stage of ['draft', 'published']) {
      await runner.query(`alter table ${stage}.participation add display_name jsonb`);
      await runner.query(`alter table ${stage}.sponsorship add display_name jsonb`);
    }
    await runner.query(`
      create table published.printed_name (
        subject_id uuid not null,
        target_id uuid not null,
        names jsonb not null,
        primary key (subject_id, target_id)
      )`);
    await runner.query('create index on published.printed_name (target_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table published.printed_name');
    for (const stage of ['published', 'draft']) {
      await runner.query(`alter table ${stage}.sponsorship drop display_name`);
      await runner.query(`alter table ${stage}.participation drop display_name`);
    }
  }
}
