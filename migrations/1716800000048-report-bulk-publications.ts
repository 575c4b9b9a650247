import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was published, and what was left out, is told after a bulk publication, too. */
export class ReportBulkPublications1716800000048 implements MigrationInterface {
  readonly name = 'ReportBulkPublications1716800000048';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table system.bulk_operation add publication jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table system.bulk_operation drop publication');
  }
}
