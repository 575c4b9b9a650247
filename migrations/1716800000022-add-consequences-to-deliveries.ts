import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a publication means to whoever keeps pages or answers is told with it: former slugs, what else is affected, tags. */
export class AddConsequencesToDeliveries implements MigrationInterface {
  readonly name = 'AddConsequencesToDeliveries1716800000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table system.webhook_delivery add column consequences jsonb`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table system.webhook_delivery drop column consequences`);
  }
}
