import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The two stages of content, and what the kernel keeps about both. */
export class CreateSchemas implements MigrationInterface {
  readonly name = 'CreateSchemas1716800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table system.setting (key text primary key, value text not null)');
    for (const stage of ['draft', 'published']) {
      await runner.query(`create schema ${stage}`);
      await runner.query(`
        create table ${stage}.former_slug (
          type text not null,
          locale text not null,
          slug text not null,
          content_id uuid not null,
          primary key (type, locale, slug)
        )`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const stage of ['published', 'draft']) {
      await runner.query(`drop table ${stage}.former_slug`);
      await runner.query(`drop schema ${stage}`);
    }
    await runner.query('drop table system.setting');
  }
}
