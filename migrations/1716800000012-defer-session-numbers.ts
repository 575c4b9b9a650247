import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions of a series can change places within one transaction. */
export class DeferSessionNumbers implements MigrationInterface {
  readonly name = 'DeferSessionNumbers1716800000012';

  async up(runner: QueryRunner): Promise<void> {
    await replaceUnique(runner, 'deferrable initially deferred');
  }

  async down(runner: QueryRunner): Promise<void> {
    await replaceUnique(runner, 'not deferrable');
  }
}

async function replaceUnique(runner: QueryRunner, when: string): Promise<void> {
  for (const stage of ['draft', 'published']) {
    await runner.query(`
      alter table ${stage}.event
        drop constraint event_series_id_session_key,
        add constraint event_series_id_session_key unique (series_id, session) ${when}`);
  }
}
