import type { MigrationInterface, QueryRunner } from 'typeorm';
import { watchPublished } from './published-changes.js';

/** From now on the program depends on notes that say which columns changed. */
export class NoteChangedColumns implements MigrationInterface {
  readonly name = 'NoteChangedColumns1716800000036';

  async up(runner: QueryRunner): Promise<void> {
    await watchPublished(runner);
  }

  /** Notes have what earlier versions depend on, too. */
  async down(): Promise<void> {}
}
