import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Drafts are listed by who changed them, and by whether they were published in some languages only. */
export class ListWorkOfEditors1716800000050 implements MigrationInterface {
  readonly name = 'ListWorkOfEditors1716800000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index revision_author on system.revision (by, type, content_id)');
    await runner.query(`
      create index revision_publication on system.revision (type, content_id) include (locales)
        where action in ('PUBLISH', 'UNPUBLISH')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index system.revision_publication, system.revision_author');
  }
}
