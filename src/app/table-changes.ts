import {
  addition,
  type Changes,
  creation,
  declared,
  isComparable,
  keyOf,
  NOTHING,
  removal,
  short,
  together,
} from './table-statements.js';
import { type Column, type Constraint, type Table, valuesOf } from './tables.js';

type Tables = ReadonlyMap<string, Table>;

/** Tables that nothing declares any more, and that stay, empty: without them replication would end (see migration 42). */
const LEFT: readonly string[] = ['search_document'];

/** Symmetric: down is up with the arguments swapped. */
export function changesBetween(from: Tables, to: Tables): Changes {
  const only = (some: Tables, others: Tables) =>
    [...some.values()].filter(({ name }) => !others.has(name) && !LEFT.includes(name));
  const created = ownersFirst(only(to, from));
  const dropped = only(from, to).map(({ name }) => name);
  const altered = [...from.values()].flatMap((table) => {
    const other = to.get(table.name);
    return other ? [alteration(table, other)] : [];
  });
  return together([
    ...created.map(creation),
    ...altered,
    {
      ...NOTHING,
      // In one statement, because foreign keys may be circular.
      tables: dropped.length > 0 ? [`drop table ${dropped.join(', ')};`] : [],
      losses: dropped.map((name) => `DROPS ${name} with all its rows`),
    },
  ]);
}

/** Sorts owning tables first. */
function ownersFirst(tables: readonly Table[]): Table[] {
  const done: Table[] = [];
  const visit = (table: Table) => {
    if (done.includes(table)) return;
    for (const { isOwned, target } of table.constraints) {
      const owner = tables.find(({ name }) => isOwned && name === target && name !== table.name);
      if (owner) visit(owner);
    }
    done.push(table);
  };
  for (const table of tables) visit(table);
  return done;
}

// ---- an existing table ------------------------------------------------------------------------------------------

function alteration(from: Table, to: Table): Changes {
  const { name } = from;
  const renamed = renamings(from, to);
  const gone = missing(from, to).filter((column) => !renamed.has(column.name));
  const come = missing(to, from).filter((column) => ![...renamed.values()].includes(column.name));
  const isOf = (columns: readonly Column[]) => (each: Constraint) =>
    each.columns.some((column) => columns.some((other) => other.name === column));
  const keys = (table: Table) => new Set(table.constraints.map(keyOf));
  const [before, after] = [keys(from), keys(to)];
  const dropped = from.constraints.filter((each) => !after.has(keyOf(each)));
  const added = to.constraints.filter((each) => !before.has(keyOf(each)));
  const retained = from.columns.flatMap((column) => {
    const other = to.columns.find((each) => each.name === (renamed.get(column.name) ?? column.name));
    return other && !gone.includes(column) ? [changed(name, column, other)] : [];
  });
  return together([
    // Dropped with its column.
    { ...NOTHING, tables: dropped.filter((each) => !isOf(gone)(each)).map((each) => removal(name, each)) },
    {
      ...NOTHING,
      losses: dropped
        .filter(
          (each) =>
            !isComparable(each) &&
            !each.columns.every((column) => gone.some((other) => other.name === column)),
        )
        .map((each) => `DROPS ${each.name} of ${name}: ${each.definition}`),
    },
    {
      ...NOTHING,
      tables: [
        ...gone.map((column) => `alter table ${name} drop column ${column.name};`),
        ...[...renamed].map(([old, other]) => `alter table ${name} rename column ${old} to ${other};`),
      ],
      losses: gone.map((column) => `DROPS ${name}.${column.name} with all its values`),
      notes: [...renamed].map(
        ([old, other]) =>
          `RENAMES ${name}.${old} to ${other}; if these are two things, drop one and add the other`,
      ),
    },
    ...retained,
    { ...NOTHING, tables: come.map((column) => `alter table ${name} add column ${declared(column)};`) },
    {
      ...NOTHING,
      notes: come
        .filter(needsValue)
        .map(
          (column) => `ADDS ${name}.${column.name}, for which existing rows have no value: give it a default`,
        ),
    },
    ...added.map((each) => addition(name, each)),
    { ...NOTHING, notes: fewer(from, dropped, added) },
  ]);
}

const needsValue = ({ isNullable, initial }: Column) => !isNullable && initial === null;

/** Columns that the other table lacks, or has with a type that cannot be converted. */
function missing(from: Table, to: Table): Column[] {
  return from.columns.filter(({ name, type }) => {
    const other = to.columns.find((column) => column.name === name);
    return !other || (other.type !== type && !isConverted(type, other.type));
  });
}

/** Every type can be converted to text and from it. */
const isConverted = (from: string, to: string) => bare(from) === 'text' || bare(to) === 'text';
const bare = (type: string) => type.replace(/ collate .*/, '');

/** Pairs a dropped column with an added one of the same type, or all columns of a rich text: then it is a rename. */
function renamings(from: Table, to: Table): Map<string, string> {
  const [gone, come] = [missing(from, to), missing(to, from)];
  const [old, other] = [shortest(gone), shortest(come)];
  const pairs = gone.flatMap((column) => {
    const name = column.name.startsWith(old) ? other + column.name.slice(old.length) : '';
    const found = come.find((each) => each.name === name);
    return found && found.type === column.type && name !== column.name ? [[column.name, name] as const] : [];
  });
  const isAll = pairs.length === gone.length && pairs.length === come.length;
  return new Map(isAll ? pairs : []);
}

const shortest = (columns: readonly Column[]) =>
  columns.map(({ name }) => name).sort((one, other) => one.length - other.length)[0] ?? '';

function changed(table: string, from: Column, to: Column): Changes {
  const alter = `alter table ${table} alter column ${to.name}`;
  const isNarrowed = bare(from.type) === 'text' && bare(to.type) !== 'text';
  const isRequired = from.isNullable && !to.isNullable;
  return {
    ...NOTHING,
    tables: [
      ...(from.type === to.type
        ? []
        : [`${alter} type ${short(to.type)} using ${to.name}::${short(bare(to.type))};`]),
      ...(isRequired && to.initial !== null
        ? [`update ${table} set ${to.name} = ${to.initial} where ${to.name} is null;`]
        : []),
      ...(from.isNullable === to.isNullable ? [] : [`${alter} ${to.isNullable ? 'drop' : 'set'} not null;`]),
    ],
    notes: [
      ...(isNarrowed
        ? [
            `CONVERTS ${table}.${to.name} to ${to.type}: a row whose value cannot be converted stops the migration`,
          ]
        : []),
      ...(isRequired && to.initial === null
        ? [`REQUIRES ${table}.${to.name}: a row without a value stops the migration`]
        : []),
    ],
  };
}

/** Values that are no longer allowed. */
function fewer(
  { name: table, columns }: Table,
  dropped: readonly Constraint[],
  added: readonly Constraint[],
): string[] {
  return added.flatMap((each) => {
    const values = valuesOf(each);
    const before = dropped.find((other) => valuesOf(other) && String(other.columns) === String(each.columns));
    if (!values || !columns.some(({ name }) => name === String(each.columns))) return [];
    const lost = before ? valuesOf(before)?.filter((value) => !values.includes(value)) : undefined;
    if (lost?.length === 0) return [];
    const which = lost ? `no longer ${lost.join(', ')}` : `one of ${values.join(', ')}`;
    return [`LIMITS ${table}.${each.columns} to ${which}: a row with another value stops the migration`];
  });
}
