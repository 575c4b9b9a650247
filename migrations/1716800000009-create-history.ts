import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What editors did: revisions, the bin, and an audit log that the database lets nobody change. */
export class CreateHistory implements MigrationInterface {
  readonly name = 'CreateHistory1716800000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table system.revision (
        id uuid primary key,
        type text not null,
        content_id uuid not null,
        version int not null check (version > 0),
        action text not null check (action in
          ('CREATE', 'UPDATE', 'REVERT', 'DISCARD', 'PUBLISH', 'UNPUBLISH', 'DELETE', 'RESTORE')),
        at timestamptz not null,
        by text not null,
        account_id uuid,
        key_id uuid,
        locales text[] not null,
        changes jsonb not null,
        document jsonb
      );
      create index on system.revision (content_id, id);
      create table system.bin_entry (
        id uuid primary key,
        type text not null,
        external_ref text,
        title text,
        version int not null check (version > 0),
        created_at timestamptz not null,
        published_at timestamptz,
        deleted_at timestamptz not null,
        deleted_by text not null,
        document jsonb not null
      );
      create table system.audit_entry (
        id uuid primary key,
        at timestamptz not null,
        viewer text not null,
        account_id uuid,
        key_id uuid,
        operation text not null,
        targets text[] not null,
        outcome text not null check (outcome in ('DONE', 'REFUSED', 'FAILED')),
        reasons text[] not null
      );
      create function system.refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception using errcode = 'insufficient_privilege', message = 'The audit log is only ever added to.';
      end $$;
      create trigger audit_entry_is_kept before update or delete or truncate on system.audit_entry
        for each statement execute function system.refuse_change();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table system.audit_entry;
      drop function system.refuse_change();
      drop table system.bin_entry;
      drop table system.revision;
    `);
  }
}
