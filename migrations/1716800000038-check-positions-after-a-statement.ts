import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Parts change places within one statement: their positions are unique once it is done, and not after each row. */
export class CheckPositionsAfterAStatement implements MigrationInterface {
  readonly name = 'CheckPositionsAfterAStatement1716800000038';

  async up(runner: QueryRunner): Promise<void> {
    await replacePositions(runner, 'deferrable initially immediate');
  }

  async down(runner: QueryRunner): Promise<void> {
    await replacePositions(runner, 'not deferrable');
  }
}

/** The tables of parts that have places among their siblings, when this migration was written. */
const PARTS = {
  contact: 'event_id',
  issue_item: 'issue_id',
  issue_section: 'issue_id',
  office: 'person_id',
  organisation_name: 'organisation_id',
  organisation_relation: 'organisation_id',
  participation: 'event_id',
  person_name: 'person_id',
};

async function replacePositions(runner: QueryRunner, when: string): Promise<void> {
  for (const stage of ['draft', 'published']) {
    for (const [table, owner] of Object.entries(PARTS)) {
      const name = `${table}_${owner}_position_key`;
      await runner.query(`
        alter table ${stage}.${table}
          drop constraint ${name},
          add constraint ${name} unique (${owner}, position) ${when}`);
    }
  }
}
