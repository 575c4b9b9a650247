import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  'article',
  'article_series',
  'event',
  'event_series',
  'funding_programme',
  'issue',
  'organisation',
  'person',
  'sponsorship',
  'venue',
];

const FIRST = `(select content_id as id, min(at) as at from system.revision where action = 'PUBLISH' group by content_id)`;

/** For a while, objects that were first published in some languages only got no time of their first publication. */
export class DateFirstPublications1716800000046 implements MigrationInterface {
  readonly name = 'DateFirstPublications1716800000046';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await runner.query(`update published.${table} p set published_at = first.at from ${FIRST} first
        where p.published_at is null and first.id = p.id`);
      await runner.query(`update draft.${table} d set published_at = p.published_at from published.${table} p
        where d.published_at is null and p.id = d.id`);
    }
    await runner.query(`update published.withdrawn_event e set published_at = first.at from ${FIRST} first
      where e.published_at is null and first.id = e.id`);
  }

  async down(): Promise<void> {}
}
