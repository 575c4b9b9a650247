import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Personal data can be erased: from revisions, which say so, and from the audit log, which is otherwise only added to. */
export class AllowErasure implements MigrationInterface {
  readonly name = 'AllowErasure1716800000026';

  async up(runner: QueryRunner): Promise<void> {
    await this.#allow(
      runner,
      "('CREATE', 'UPDATE', 'REVERT', 'DISCARD', 'PUBLISH', 'UNPUBLISH', 'DELETE', 'RESTORE', 'ERASE')",
    );
    await runner.query(`
      create or replace function system.refuse_change() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and current_setting('scc.erasing', true) = 'on' then return null; end if;
        raise exception using errcode = 'insufficient_privilege', message = 'The audit log is only ever added to.';
      end $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create or replace function system.refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception using errcode = 'insufficient_privilege', message = 'The audit log is only ever added to.';
      end $$`);
    await runner.query("delete from system.revision where action = 'ERASE'");
    await this.#allow(
      runner,
      "('CREATE', 'UPDATE', 'REVERT', 'DISCARD', 'PUBLISH', 'UNPUBLISH', 'DELETE', 'RESTORE')",
    );
  }

  async #allow(runner: QueryRunner, actions: string): Promise<void> {
    await runner.query('alter table system.revision drop constraint revision_action_check');
    await runner.query(
      `alter table system.revision add constraint revision_action_check check (action in ${actions})`,
    );
  }
}
