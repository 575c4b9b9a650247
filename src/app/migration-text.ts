import { getMetadataArgsStorage } from 'typeorm';
import { oneOf } from '../../migrations/stage-migration.js';
import { entitiesOf } from '../content/editing/entities.js';
import type { ContentType } from '../content/model/content-type.js';
import { allowedValues, definedFields } from '../content/model/field.js';
import { defaultsOf } from '../content/model/model.js';
import { dataSourceOver } from '../content/storage/store.js';
import type { Database } from '../foundation/database.js';
import { changesBetween } from './table-changes.js';
import { type Changes, isComparable } from './table-statements.js';
import { type Column, type Constraint, type Table, tablesOf } from './tables.js';

/** The schema for the tables of the declarations, to be compared with those of the migrations. */
const DECLARED = 'declared';

interface Printed extends Pick<Changes, 'losses' | 'notes'> {
  readonly text: string;
}

/**
 * The migration from the current tables to those of the entities, in both stages, as a TypeScript module with notes.
 * Undefined if there is no difference.
 * @param database a migrated, disposable one
 */
export async function migrationText(
  database: Database,
  types: readonly ContentType[],
  name: string,
  number: number,
): Promise<Printed | undefined> {
  await declare(database, types);
  const existing = await tablesOf(database.pool, 'draft');
  const declared = await tablesOf(database.pool, DECLARED);
  const target = new Map(
    [...declared].map(([table, made]) => [table, withUndeclared(made, existing.get(table))]),
  );
  const up = changesBetween(existing, target);
  if (up.tables.length === 0 && up.draftOnly.length === 0) return undefined;
  return { ...up, text: moduleOf(name, number, up, changesBetween(target, existing)) };
}

/**
 * Lets TypeORM create the tables of the entities, and adds what it does not support: checks of values, and defaults for
 * new columns.
 */
async function declare(database: Database, types: readonly ContentType[]): Promise<void> {
  // Those that name their schema are not of both stages.
  const named = new Set(
    getMetadataArgsStorage().tables.flatMap(({ target, schema }) => (schema ? [target] : [])),
  );
  const entities = entitiesOf(types).filter((entity) => !named.has(entity));
  await database.pool.query(`create schema ${DECLARED}`);
  const dataSource = await dataSourceOver(database, DECLARED, entities).initialize();
  await dataSource.synchronize();
  for (const { target, tableName, tablePath, columns } of dataSource.entityMetadatas) {
    const defaults = defaultsOf(definedFields(target as Function));
    for (const { propertyName, databaseName: column, isNullable, isArray } of columns) {
      const values = allowedValues(target as Function, propertyName);
      const initial = isNullable ? undefined : defaults[propertyName];
      const statements = [
        ...(values ? [`add constraint ${tableName}_${column}_check ${oneOf(column, values)}`] : []),
        ...(initial === undefined ? [] : [`alter column ${column} set default ${literal(initial, isArray)}`]),
      ];
      for (const each of statements) await database.pool.query(`alter table ${tablePath} ${each}`);
    }
  }
}

function literal(value: unknown, isArray: boolean): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const json = JSON.stringify(value);
  const text = typeof value === 'string' ? value : isArray ? json.replace('[', '{').replace(/]$/, '}') : json;
  return `'${text.replaceAll("'", "''")}'`;
}

/** Keeps constraints that are not declared, as long as their columns exist. */
function withUndeclared(declared: Table, existing: Table | undefined): Table {
  const isAsItWas = (name: string) => {
    const column = (table: Table | undefined): Column | undefined =>
      table?.columns.find((each) => each.name === name);
    return column(declared)?.type === column(existing)?.type;
  };
  const isUndeclared = (each: Constraint) =>
    !isComparable(each) &&
    each.columns.every(isAsItWas) &&
    declared.constraints.every(({ name }) => name !== each.name);
  const retained = (existing?.constraints ?? []).filter(isUndeclared);
  return { ...declared, constraints: [...declared.constraints, ...retained] };
}

function moduleOf(name: string, number: number, up: Changes, down: Changes): string {
  const parts = name.split('-').map((part) => part.charAt(0).toUpperCase() + part.slice(1));
  const text = [up, down].flatMap(({ tables, draftOnly }) => [...tables, ...draftOnly]).join('\n');
  const used = ['CONTENT_COLUMNS', 'oneOf', 'reference', 'StageMigration', 'TEXT_COLUMNS'].filter(
    (each) => each === 'StageMigration' || text.includes(`\${${each}`),
  );
  const field = (key: string, statements: readonly string[]) =>
    `\n  protected override readonly ${key} = \`${statements.map((each) => `\n  ${each}`).join('')}\n\`;\n`;
  const fieldIfAny = (key: string, statements: readonly string[]) =>
    statements.length > 0 ? field(key, statements) : '';
  const notes = [...up.losses, ...up.notes].map((each) => `// ${each}.\n`).join('');
  return `import { ${used.join(', ')} } from './stage-migration.js';

${notes}export class ${parts.join('')} extends StageMigration {
  override readonly name = '${parts.join('')}${number}';
${field('tables', up.tables)}${fieldIfAny('draftOnly', up.draftOnly)}${field('drop', down.tables)}${fieldIfAny('dropDraftOnly', down.draftOnly)}}
`;
}
