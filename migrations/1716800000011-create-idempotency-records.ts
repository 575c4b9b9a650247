import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was answered to requests with an `Idempotency-Key`. */
export class CreateIdempotencyRecords implements MigrationInterface {
  readonly name = 'CreateIdempotencyRecords1716800000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table system.idempotency_record (
        account_id uuid not null,
        key text not null,
        fingerprint text not null,
        started_at timestamptz,
        results jsonb not null,
        status int,
        body text,
        expires_at timestamptz not null,
        primary key (account_id, key)
      );
      create index on system.idempotency_record (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table system.idempotency_record');
  }
}
