import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Saves of an object that follow each other are one revision. */
export class JoinSaves1716800000043 implements MigrationInterface {
  readonly name = 'JoinSaves1716800000043';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table system.revision
        add base_version integer,
        add started_at timestamptz,
        add is_continued boolean not null default false`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('delete from system.revision where is_continued');
    await runner.query(`
      alter table system.revision
        drop base_version,
        drop started_at,
        drop is_continued`);
  }
}
