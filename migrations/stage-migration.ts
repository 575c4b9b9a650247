import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A migration of content tables: the same statements for both stages, unqualified. What only editors' data can be
 * held to, foreign keys from one content object to another, is added in `draft` alone: in `published` the other
 * side may not be there yet.
 */
export abstract class StageMigration implements MigrationInterface {
  /** Unlike a class name it survives every build tool; TypeORM sorts by the number at its end. */
  abstract readonly name: string;
  protected abstract readonly tables: string;
  protected readonly draftOnly: string = '';
  protected abstract readonly drop: string;
  /** What `drop` has to give back to `draft` alone. */
  protected readonly dropDraftOnly: string = '';

  async up(runner: QueryRunner): Promise<void> {
    for (const stage of ['draft', 'published']) {
      await inSchema(runner, stage, stage === 'draft' ? this.tables + this.draftOnly : this.tables);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const stage of ['published', 'draft']) {
      await inSchema(runner, stage, stage === 'draft' ? this.drop + this.dropDraftOnly : this.drop);
    }
  }
}

async function inSchema(runner: QueryRunner, schema: string, statements: string): Promise<void> {
  await runner.query(`set local search_path to ${schema}`);
  await runner.query(statements);
  await runner.query('set local search_path to default');
}

/** The columns of every content object. Migrations that ran depend on this text: it never changes. */
export const CONTENT_COLUMNS = `
    id uuid primary key,
    external_ref text unique,
    version int not null check (version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    published_at timestamptz`;

/** The columns of every text row. Migrations that ran depend on this text: it never changes. */
export const TEXT_COLUMNS = `
    locale text not null,
    fallback jsonb not null,
    own boolean not null,
    primary key (content_id, locale)`;

/** A foreign key from one content object to another; checked at commit, so that rows may come in any order. */
export function reference(table: string, column: string, target: string): string {
  return `
  alter table ${table} add foreign key (${column}) references ${target} (id) deferrable initially deferred;
`;
}

export function oneOf(column: string, values: readonly string[]): string {
  return `check (${column} in (${values.map((value) => `'${value}'`).join(', ')}))`;
}
