import type { EntityMetadata } from 'typeorm';
import { entitiesOf } from '../content/editing/entities.js';
import { Content, ContentText, Part } from '../content/model/content.entity.js';
import type { ContentType } from '../content/model/content-type.js';
import { allowedValues } from '../content/model/field.js';
import { dataSourceOver } from '../content/storage/store.js';
import type { Database } from '../foundation/database.js';

/** What a migration of content tables consists of: see StageMigration. */
interface Statements {
  readonly tables: readonly string[];
  readonly draftOnly: readonly string[];
  readonly drop: readonly string[];
}

/** What the database alone knows of, and no entity repeats: values that are checked, and indexes for orders. */
const KEPT = /CONSTRAINT "[a-z_]+_check\d*"|INDEX ("[a-z]+".)?"[a-z_]+_order"/;

/**
 * The migration that makes the tables those of the entities, in both stages, as a module of TypeScript. Undefined where
 * they are that already. A column of a table that is there and may not be null needs a default for its rows by hand.
 */
export async function migrationText(
  database: Database,
  types: readonly ContentType[],
  name: string,
  number: number,
): Promise<string | undefined> {
  const dataSource = await dataSourceOver(database, 'draft', entitiesOf(types)).initialize();
  const { upQueries, downQueries } = await dataSource.driver.createSchemaBuilder().log();
  const up = upQueries.map(({ query }) => query).filter((query) => !KEPT.test(query));
  if (up.length === 0) return undefined;
  const created = up.flatMap((query) => /^CREATE TABLE "draft"."(\w+)"/.exec(query)?.[1] ?? []);
  const isOfCreated = (query: string) => created.some((table) => query.includes(`"draft"."${table}"`));
  const metadata = dataSource.entityMetadatas.filter(({ tableName }) => created.includes(tableName));
  const inOrder = ownersFirst(metadata);
  const down = downQueries.map(({ query }) => query).filter((query) => !KEPT.test(query));
  return moduleOf(name, number, {
    tables: [...inOrder.flatMap(creating), ...up.filter((query) => !isOfCreated(query)).map(plain)],
    draftOnly: inOrder.flatMap(referring),
    drop: [
      ...down
        .filter((query) => !isOfCreated(query))
        .map(plain)
        .reverse(),
      ...inOrder.map(({ tableName }) => `drop table ${tableName};`).reverse(),
    ],
  });
}

/** Tables after those that they go with. */
function ownersFirst(tables: readonly EntityMetadata[]): EntityMetadata[] {
  const done: EntityMetadata[] = [];
  const visit = (table: EntityMetadata) => {
    if (done.includes(table)) return;
    for (const { referencedEntityMetadata: owner, onDelete } of table.foreignKeys)
      if (onDelete === 'CASCADE' && owner !== table && tables.includes(owner)) visit(owner);
    done.push(table);
  };
  for (const table of tables) visit(table);
  return done;
}

function creating(table: EntityMetadata): string[] {
  const { tableName, target } = table;
  const kind = kindOf(target as Function);
  const own = table.columns
    .filter(({ propertyName }) => !kind.columns.includes(propertyName))
    .map((column) => `    ${columnOf(table, column)}`);
  const unique = table.uniques.map(
    ({ columns, deferrable }) =>
      `    unique (${namesOf(columns)})${deferrable ? ` deferrable ${deferrable.toLowerCase()}` : ''}`,
  );
  const lines = [...kind.first, ...own, ...kind.last, ...unique];
  const indices = table.indices
    .filter(({ isUnique }) => !isUnique)
    .map(({ columns }) => `create index on ${tableName} (${namesOf(columns)});`);
  return [`create table ${tableName} (${joined(lines)}\n  );`, ...indices];
}

/** What tables of a kind have in common stands in constants of their migrations. */
function kindOf(target: Function) {
  const isA = (base: Function) => target.prototype instanceof base;
  if (isA(Content)) {
    const columns = ['id', 'externalRef', 'version', 'createdAt', 'updatedAt', 'publishedAt'];
    return { columns, first: [constant('CONTENT_COLUMNS')], last: [] };
  }
  if (isA(ContentText))
    return { columns: ['locale', 'fallback', 'own'], first: [], last: [constant('TEXT_COLUMNS')] };
  if (isA(Part))
    return {
      columns: ['id', 'position'],
      first: ['    id uuid primary key', '    position int not null'],
      last: [],
    };
  throw new Error(`${target.name} is no content.`);
}

const constant = (name: string) => `\${${name}}`;

/** Constants bring their own line breaks. */
function joined(lines: readonly string[]): string {
  return lines
    .map((line, place) => {
      const end = place < lines.length - 1 ? ',' : '';
      return line.startsWith('$') ? line + end : `\n${line}${end}`;
    })
    .join('');
}

function columnOf(table: EntityMetadata, column: EntityMetadata['columns'][number]): string {
  const { databaseName: name, propertyName, isNullable, isArray, collation } = column;
  const scale = column.precision ? `(${column.precision}, ${column.scale ?? 0})` : '';
  const owner = table.foreignKeys.find(
    ({ onDelete, columnNames }) => onDelete === 'CASCADE' && columnNames.includes(name),
  );
  const values = allowedValues(table.target as Function, propertyName);
  return [
    `${name} ${String(column.type)}${scale}${isArray ? '[]' : ''}`,
    ...(isNullable ? [] : ['not null']),
    ...(collation ? [`collate "${collation}"`] : []),
    ...(owner ? [`references ${owner.referencedEntityMetadata.tableName} (id) on delete cascade`] : []),
    ...(values ? [`\${oneOf('${name}', [${values.map((value) => `'${value}'`).join(', ')}])}`] : []),
  ].join(' ');
}

/** To other objects, which need not be published. */
function referring({ tableName, foreignKeys }: EntityMetadata): string[] {
  return foreignKeys
    .filter(({ onDelete }) => onDelete !== 'CASCADE')
    .map(
      ({ columnNames: [column], referencedEntityMetadata: { tableName: target } }) =>
        `\${reference('${tableName}', '${column}', '${target}')}`,
    );
}

const namesOf = (columns: EntityMetadata['columns']) =>
  columns.map(({ databaseName }) => databaseName).join(', ');

/** A statement of TypeORM as this house writes them: for either stage, and without quotation marks. */
function plain(query: string): string {
  const words = query
    .trim()
    .replace(/"draft"\./g, '')
    .replace(/"(\w+)"/g, '$1');
  return `${words.replace(/\b[A-Z]{2,}\b/g, (word) => word.toLowerCase())};`;
}

function moduleOf(name: string, number: number, { tables, draftOnly, drop }: Statements): string {
  const words = name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const text = [...tables, ...draftOnly].join('\n');
  const used = ['CONTENT_COLUMNS', 'oneOf', 'reference', 'StageMigration', 'TEXT_COLUMNS'].filter(
    (each) => each === 'StageMigration' || text.includes(`\${${each}`),
  );
  const lines = (statements: readonly string[]) => statements.map((each) => `  ${each}\n`).join('');
  const field = (key: string, statements: readonly string[]) =>
    `\n  protected override readonly ${key} = \`\n${lines(statements)}\`;\n`;
  return `import { ${used.join(', ')} } from './stage-migration.js';

export class ${words.join('')} extends StageMigration {
  override readonly name = '${words.join('')}${number}';
${field('tables', tables)}${draftOnly.length > 0 ? field('draftOnly', draftOnly) : ''}${field('drop', drop)}}
`;
}
