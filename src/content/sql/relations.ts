import { jsonArray } from './json.js';
import type { FieldPlan, Requirement, Row, Table } from './row.js';
import type { ArgumentRef } from './statement.js';

/** SQL for the condition of an argument on a row. @param all the arguments of the field */
export interface Condition {
  (argument: ArgumentRef, row: Row, all: ArgumentRef): string;
  /** How to find a page of a list that is sorted by a property. */
  readonly split?: Split;
}

/**
 * The condition as one or two, each with its own index: every matching row meets one of them. The first matches few
 * rows, which are sorted; the second is scanned in the order of the list until the page is full. Scanning for both in
 * the order of the list would take long.
 */
export interface Split {
  readonly by: string;
  /** Undefined for a value that splitting does not help. */
  readonly parts: (argument: ArgumentRef, row: Row) => readonly [few: string, others?: string] | undefined;
}

/** Conditions that a query applies together. */
export interface Step {
  readonly conditions: readonly string[];
  /** Whether the rows are few, and found by another index than that of the order. */
  readonly areFew: boolean;
}

/** Conditions by the name of the argument or filter field. */
export type Conditions = Readonly<Record<string, Condition>>;

/** How related rows are found: by their foreign key, or through a link table. */
export interface Path {
  readonly target: () => Table;
  /** The property with the id of the row that the relation starts from. */
  readonly key: string;
  /** For a relation through a link table: the table, and its property with the id of the target. */
  readonly through?: {
    readonly link: () => Table;
    readonly target: string;
    readonly only?: (link: Row) => string;
  };
  /** Also matches rows whose property `key` equals the property `from` of this row. */
  readonly inherited?: { readonly key: string; readonly from: string };
  /** Conditions on the rows (on the links, for a relation through them), by argument of the field. */
  readonly arguments?: Conditions;
}

/** The row that a foreign key points to; null if it is not in the stage. */
export function toOne(target: () => Table, key: string): FieldPlan {
  return (row, field) => {
    if (row.shape.requires(key)) return row.required(key, target()).object(field);
    const other = row.next(target());
    const json = other.object(field);
    const conditions = [`${other.column('id')} = ${row.column(key)}`, ...other.visible()];
    return `(select ${json} from ${other.from()} where ${conditions.join(' and ')})`;
  };
}

/** The row of one of several shapes, by the foreign key that is set. */
export function toOneOf(targets: Readonly<Record<string, () => Table>>): FieldPlan {
  return (row, field) => {
    const cases = Object.entries(targets).map(([key, target]) => {
      return `when ${row.column(key)} is not null then ${toOne(target, key)(row, field)}`;
    });
    return `(case ${cases.join(' ')} end)`;
  };
}

/** All rows with the same value of a property that meet a condition. Only for short lists. */
export function toMatching(
  target: () => Table,
  property: string,
  condition: (row: Row, other: Row) => string,
): FieldPlan {
  return (row, field) => {
    const other = row.next(target());
    const json = other.object(field);
    const isSame = `${other.column(property)} = ${row.column(property)}`;
    const where = [isSame, condition(row, other), ...other.visible()];
    const order = `${other.column('position')}, ${other.column('id')}`;
    return `(select ${jsonArray(json, order)} from ${other.from()} where ${where.join(' and ')})`;
  };
}

/** All related rows by position. Only for short lists. */
export function toMany(path: Path): FieldPlan {
  return (row, field) => {
    const { other, conditions } = follow(path, row, field.arguments);
    const json = other.object(field);
    const where = [...conditions, ...other.visible()];
    const order = `${other.links?.position ?? other.column('position')}, ${other.column('id')}`;
    return `(select ${jsonArray(json, order)} from ${other.from()} where ${where.join(' and ') || 'true'})`;
  };
}

/** The rows of a relation, with their conditions. */
export function follow(path: Path, from: Row, argument: ArgumentRef, alias?: string) {
  const other = alias ? from.next(path.target()).at(alias) : from.next(path.target());
  if (!path.through && !path.inherited) other.subject = subjectWith(from, path.target(), path.key);
  return path.through
    ? { other, conditions: throughLinks({ ...path, through: path.through }, from, argument, other) }
    : { other, conditions: byKey(path, from, argument, other) };
}

function byKey(
  { key, inherited, arguments: declared }: Path,
  from: Row,
  argument: ArgumentRef,
  other: Row,
): string[] {
  const own = `${other.column(key)} = ${from.column('id')}`;
  other.reachedBy = inherited ? [key, inherited.key] : [key];
  const reached = inherited
    ? `(${own} or ${other.column(inherited.key)} = ${from.column(inherited.from)})`
    : own;
  return [reached, ...applied(declared, argument, other)];
}

function throughLinks(
  { key, through, arguments: declared }: Path & Required<Pick<Path, 'through'>>,
  from: Row,
  argument: ArgumentRef,
  other: Row,
): string[] {
  const link = from.next(through.link());
  link.subject = subjectWith(from, link.shape, key);
  const conditions = [`${link.column(key)} = ${from.column('id')}`, ...applied(declared, argument, link)];
  if (through.only) conditions.push(through.only(link));
  const target = link.column(through.target);
  const position = link.column('position');
  if (link.shape.isUnique(key, through.target)) {
    other.links = { source: link.from(), target, position };
    return conditions;
  }
  // A target with several links appears once, at its first position.
  const links = `(select ${target} as id, min(${position}) as position from ${link.from()} where ${conditions.join(' and ')} and ${target} is not null group by ${target})`;
  const { alias } = link;
  other.links = { source: `${links} ${alias}`, target: `${alias}.id`, position: `${alias}.position` };
  return [];
}

/** The subject of the response, passed on to parts that a key leads to. */
function subjectWith({ subject }: Row, shape: Table, key: string): Table | undefined {
  const isPart = [...(subject?.owned.values() ?? [])].some(
    ({ shape: outer, key: owner, inner }) =>
      (outer() === shape && owner === key) || (inner?.shape() === shape && [owner, inner.key].includes(key)),
  );
  return isPart ? subject : undefined;
}

/** The conditions of the arguments that are present. */
export function applied(conditions: Conditions | undefined, argument: ArgumentRef, row: Row): string[] {
  return Object.entries(conditions ?? {}).flatMap(([name, condition]) => {
    const value = argument.get(name);
    return value.isPresent ? [condition(value, row, argument)] : [];
  });
}

/** The conditions of the arguments that are present, in two steps if one of them is split by the property. */
export function split(
  property: string | undefined,
  conditions: Conditions | undefined,
  argument: ArgumentRef,
  row: Row,
): readonly Step[] {
  // The last of several: an instant is more selective than a status.
  for (const [name, condition] of Object.entries(conditions ?? {}).reverse()) {
    const value = argument.get(name);
    if (condition.split?.by !== property || !value.isPresent) continue;
    const parts = condition.split?.parts(value, row);
    if (!parts) continue;
    const { [name]: _split, ...others } = conditions ?? {};
    return parts.map((part = 'true', index) => ({
      conditions: [part, ...applied(others, argument, row)],
      areFew: index === 0,
    }));
  }
  return [{ conditions: applied(conditions, argument, row), areFew: false }];
}

interface Reference {
  readonly target: () => Table;
  readonly key: string;
}

/** The target of a key is visible; it is joined, unless the row was reached from it. */
export function requires({ target, key }: Reference): Requirement {
  return (row) => {
    if (!row.reachedBy.includes(key)) row.required(key, target());
    return [];
  };
}

/** The target of the one key that is set is visible. */
export function requiresOneOf(references: readonly Reference[]): Requirement {
  return (row) => {
    const [own = '', ...inherited] = row.reachedBy;
    if (!references.some(({ key }) => key === own)) return [isVisible(row, references)];
    // The row that this one was reached from is visible, and no other key is set.
    if (inherited.length === 0) return [];
    const others = references.filter(({ key }) => inherited.includes(key));
    return [`(${row.column(own)} is not null or ${isVisible(row, others)})`];
  };
}

/**
 * A target of one of the keys is visible. Not with `exists`, for which the database may hash all ids of the table
 * first.
 */
export function isVisible(row: Row, references: readonly Reference[]): string {
  const seen = references.map(({ target, key }) => {
    const other = row.next(target());
    const conditions = [`${other.column('id')} = ${row.column(key)}`, ...other.visible()];
    return `(select true from ${other.from()} where ${conditions.join(' and ')})`;
  });
  return `coalesce(${seen.join(', ')}, false)`;
}
