import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Objects that are staged to be written or published together, and the queue that does it. */
export class CreateBulkOperations1716800000044 implements MigrationInterface {
  readonly name = 'CreateBulkOperations1716800000044';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table system.bulk_operation (
        id uuid primary key,
        action text not null check (action in ('PUSH', 'PUBLISH', 'UNPUBLISH')),
        options jsonb not null,
        state text not null check (state in ('STAGING', 'QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
        total int not null default 0,
        done int not null default 0,
        attempts int not null default 0,
        created_at timestamptz not null default now(),
        created_by text not null,
        account_id uuid,
        key_id uuid,
        roles text[] not null,
        viewer_locales text[],
        started_at timestamptz,
        finished_at timestamptz,
        problems jsonb not null default '[]',
        constraint bulk_operation_finished_check check (
          (state in ('DONE', 'FAILED', 'CANCELLED')) = (finished_at is not null)
        )
      );
      create table system.bulk_operation_item (
        id uuid primary key,
        operation_id uuid not null references system.bulk_operation (id) on delete cascade,
        position int not null,
        type text not null,
        external_ref text,
        expected_version int,
        document json,
        content_id uuid,
        outcome text check (outcome in ('CREATED', 'UPDATED', 'UNCHANGED')),
        version int,
        unique (operation_id, position)
      );
    `);
    await runner.query(`select pgboss.create_queue('bulk-operation', '{"policy": "standard"}')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`delete from pgboss.job where name = 'bulk-operation'`);
    await runner.query(`select pgboss.delete_queue('bulk-operation')`);
    await runner.query('drop table system.bulk_operation_item; drop table system.bulk_operation');
  }
}
