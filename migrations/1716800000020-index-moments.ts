import { StageMigration } from './stage-migration.js';

/**
 * What is compared with now. A finished answer that depends on the time is kept until the next such instant, which is
 * looked for with each of them: from an index, one row; else all of the table.
 */
const INSTANTS = ['begins_at', 'registration_opens_at', 'registration_closes_at'] as const;

export class IndexMoments extends StageMigration {
  override readonly name = 'IndexMoments1716800000020';

  protected override readonly tables = INSTANTS.map((instant) => `create index on event (${instant});`).join(
    '\n',
  );

  protected override readonly drop = INSTANTS.map((instant) => `drop index event_${instant}_idx;`).join('\n');
}
