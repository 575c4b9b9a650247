import type { MigrationInterface, QueryRunner } from 'typeorm';

const ACTIONS =
  "'CREATE', 'UPDATE', 'REVERT', 'DISCARD', 'PUBLISH', 'UNPUBLISH', 'DELETE', 'RESTORE', 'ERASE'";

/** Duplicates are merged, and merges can be undone. */
export class CreateMerges1716800000051 implements MigrationInterface {
  readonly name = 'CreateMerges1716800000051';

  async up(runner: QueryRunner): Promise<void> {
    await this.#allow(runner, `${ACTIONS}, 'MERGE', 'UNMERGE'`);
    await runner.query(`
      create table system.merge (
        id uuid primary key,
        type text not null,
        kept uuid not null,
        duplicate uuid not null,
        at timestamptz not null,
        by text not null,
        undone_at timestamptz,
        undone_by text,
        state jsonb not null
      );
      create index on system.merge (kept);
      create index on system.merge (duplicate)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table system.merge');
    await runner.query("delete from system.revision where action in ('MERGE', 'UNMERGE')");
    await this.#allow(runner, ACTIONS);
  }

  async #allow(runner: QueryRunner, actions: string): Promise<void> {
    await runner.query(`
      alter table system.revision
        drop constraint revision_action_check,
        add constraint revision_action_check check (action in (${actions}))`);
  }
}
