import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Old entries of the audit log may go, where a transaction says that this is what it is for. */
export class LetRetentionPruneTheAuditLog implements MigrationInterface {
  readonly name = 'LetRetentionPruneTheAuditLog1716800000027';

  async up(runner: QueryRunner): Promise<void> {
    await this.#refuse(
      runner,
      `if tg_op = 'DELETE' and current_setting('scc.prunes_audit', true) = 'on' then return null; end if;`,
    );
    await runner.query('create index on system.audit_entry (at)');
    await runner.query('create index on system.revision (at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index system.revision_at_idx');
    await runner.query('drop index system.audit_entry_at_idx');
    await this.#refuse(runner, '');
  }

  async #refuse(runner: QueryRunner, unless: string): Promise<void> {
    await runner.query(`
      create or replace function system.refuse_change() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and current_setting('scc.erasing', true) = 'on' then return null; end if;
        ${unless}
        raise exception using errcode = 'insufficient_privilege', message = 'The audit log is only ever added to.';
      end $$`);
  }
}
