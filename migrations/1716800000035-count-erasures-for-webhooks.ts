import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a delivery says is written before it is claimed: an erasure in between must be seen. */
export class CountErasuresForWebhooks implements MigrationInterface {
  readonly name = 'CountErasuresForWebhooks1716800000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table system.webhook add erasures int not null default 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table system.webhook drop erasures');
  }
}
