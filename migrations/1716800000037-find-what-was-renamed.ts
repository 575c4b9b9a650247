import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever names an object by a former external reference is told what it is called now: that stands in few revisions. */
export class FindWhatWasRenamed implements MigrationInterface {
  readonly name = 'FindWhatWasRenamed1716800000037';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `create index revision_renaming on system.revision (type)
        where changes @> '[{"path": "externalRef"}]' and action <> 'CREATE'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index system.revision_renaming');
  }
}
