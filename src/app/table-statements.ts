import { type Column, type Constraint, type Table, valuesOf } from './tables.js';

/** The difference of tables: statements for both stages, those for drafts only, and notes. */
export interface Changes {
  readonly tables: readonly string[];
  readonly draftOnly: readonly string[];
  /** Notes about lost data, each with DROPS before it. */
  readonly losses: readonly string[];
  /** Notes about existing rows that may stop the migration. */
  readonly notes: readonly string[];
}

export const NOTHING: Changes = { tables: [], draftOnly: [], losses: [], notes: [] };

export function together(changes: readonly Changes[]): Changes {
  const all = (key: keyof Changes) => changes.flatMap((each) => each[key]);
  return { tables: all('tables'), draftOnly: all('draftOnly'), losses: all('losses'), notes: all('notes') };
}

// ---- a new table ------------------------------------------------------------------------------------------------

/** The common columns of tables of a kind are constants of their migrations. */
const CONTENT = ['id', 'external_ref', 'version', 'created_at', 'updated_at', 'published_at'];
const TEXT = ['locale', 'fallback', 'own'];
const PART = ['id', 'position'];

export function creation({ name, columns, constraints }: Table): Changes {
  const has = (names: readonly string[]) =>
    names.every((each) => columns.some((column) => column.name === each));
  const [isContent, isText] = [has(CONTENT), has(TEXT)];
  const common = isContent ? CONTENT : isText ? TEXT : [];
  const isCommon = (each: Constraint) =>
    each.kind === 'primary'
      ? isContent || isText || String(each.columns) === 'id'
      : each.columns.length === 1 && each.columns.every((column) => common.includes(column));
  const left = constraints.filter((each) => !isCommon(each));
  const inLine = left.filter((each) => isInLine(each));
  const first = isContent ? [] : columns.filter((column) => PART.includes(column.name));
  const rest = columns.filter((column) => !common.includes(column.name) && !first.includes(column));
  const lines = [
    ...(isContent ? [`\${CONTENT_COLUMNS}`] : []),
    ...[...first, ...rest].map((column) =>
      [
        `\n    ${inLineKey(column, isContent || isText) ?? declared({ ...column, initial: null })}`,
        ...inLine.filter(({ columns: [only] }) => only === column.name).map((each) => clause(name, each)),
      ].join(' '),
    ),
    ...(isText ? [`\${TEXT_COLUMNS}`] : []),
    ...left.filter(({ kind }) => kind === 'unique').map((each) => `\n    ${unique(each)}`),
  ];
  const others = left
    .filter((each) => !inLine.includes(each) && each.kind !== 'unique')
    .map((each) => addition(name, each));
  return together([{ ...NOTHING, tables: [`create table ${name} (${lines.join(',')}\n  );`] }, ...others]);
}

const inLineKey = ({ name, type }: Column, isNoted: boolean) =>
  name === 'id' && !isNoted ? `id ${type} primary key` : undefined;

const isInLine = (each: Constraint) =>
  each.columns.length === 1 && (each.isOwned || valuesOf(each) !== undefined);

function clause(table: string, each: Constraint): string {
  const [column = ''] = each.columns;
  const values = valuesOf(each);
  if (!values) return `references ${each.target} (id) on delete cascade`;
  return `constraint ${table}_${column}_check \${oneOf('${column}', [${values.map((value) => `'${value}'`).join(', ')}])}`;
}

// ---- both ---------------------------------------------------------------------------------------------------------

/** Whether an entity can declare it. Checks over several columns and indexes for orders exist in the database only. */
export function isComparable(each: Constraint): boolean {
  if (each.kind === 'check') return valuesOf(each) !== undefined;
  return each.kind !== 'index' || each.isPlain;
}

export function keyOf(each: Constraint): string {
  if (each.kind === 'primary') return each.kind;
  const values = valuesOf(each);
  if (values) return JSON.stringify([...each.columns, ...[...values].sort()]);
  return each.kind === 'foreign'
    ? [each.name, each.target, each.isOwned].join()
    : `${each.name} ${each.definition}`;
}

export function removal(table: string, { kind, name }: Constraint): string {
  if (kind === 'index') return `drop index ${name};`;
  // Foreign keys between objects exist in one of the stages.
  return `alter table ${table} drop constraint ${kind === 'foreign' ? 'if exists ' : ''}${name};`;
}

export function addition(table: string, each: Constraint): Changes {
  const { kind, name, columns, definition, target, isOwned } = each;
  const added = `alter table ${table} add`;
  if (kind === 'foreign' && !isOwned)
    return { ...NOTHING, draftOnly: [`\${reference('${table}', '${columns}', '${target}')}`] };
  if (kind === 'foreign')
    return {
      ...NOTHING,
      tables: [`${added} foreign key (${columns}) references ${target} (id) on delete cascade;`],
    };
  if (kind === 'index')
    return {
      ...NOTHING,
      tables: [
        each.isPlain ? `create index on ${table} (${columns.join(', ')});` : `${escaped(definition)};`,
      ],
    };
  if (valuesOf(each)) return { ...NOTHING, tables: [`${added} ${clause(table, each)};`] };
  const constraint = kind === 'unique' ? unique(each) : escaped(definition);
  return { ...NOTHING, tables: [`${added} constraint ${name} ${constraint};`] };
}

/** Including the clause after the columns, such as DEFERRABLE. */
const unique = ({ columns, definition }: Constraint) =>
  `unique (${columns.join(', ')})${definition.replace(/^.*\)/, '').toLowerCase()}`;

export function declared({ name, type, isNullable, initial }: Column): string {
  const [first = '', collation] = type.split(' collate ');
  return [
    `${name} ${short(first)}`,
    ...(isNullable ? [] : ['not null']),
    ...(initial === null ? [] : [`default ${escaped(initial.replace(/::text$/, ''))}`]),
    ...(collation ? [`collate ${collation}`] : []),
  ].join(' ');
}

/** Types as written in the migrations of this project. */
export const short = (type: string) =>
  type.replace('timestamp with time zone', 'timestamptz').replace('integer', 'int').replace(',', ', ');

/** Escapes for a template literal. */
const escaped = (text: string) => text.replace(/[\\`]|\$(?=\{)/g, '\\$&');
