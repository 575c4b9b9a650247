import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may do more than read what is published. The role of the public has no rights in this schema. */
export class CreateAccounts implements MigrationInterface {
  readonly name = 'CreateAccounts1716800000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table system.account (
        id uuid primary key,
        name text not null unique,
        created_at timestamptz not null,
        disabled_at timestamptz
      )`);
    await runner.query(`
      create table system.api_key (
        id uuid primary key,
        account_id uuid not null references system.account (id),
        name text not null,
        prefix text not null,
        hash text not null unique check (hash ~ '^[0-9a-f]{64}$'),
        roles text[] not null check (
          cardinality(roles) > 0 and roles <@ array['READER', 'EDITOR', 'PUBLISHER', 'PARTNER', 'ADMIN']
        ),
        locales text[] check (cardinality(locales) > 0),
        created_at timestamptz not null,
        expires_at timestamptz,
        last_used_at timestamptz,
        revoked_at timestamptz
      )`);
    await runner.query('create index on system.api_key (account_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table system.api_key');
    await runner.query('drop table system.account');
  }
}
