import { jsonArray } from './json.js';
import type { FieldPlan, Requirement, Row, Table } from './row.js';
import type { Given } from './statement.js';

/** SQL for a condition that an argument, one of `all`, puts on a row. */
export interface Condition {
  (given: Given, row: Row, all: Given): string;
  /** For lists that are sorted by a property: how a page of them is found. */
  readonly split?: Split;
}

/**
 * The same condition as one or two, for each of which an index leads to its rows: every row that it holds for meets one
 * of them. The rows of the first are few, and are sorted when they are found; those of the second are read in the order of
 * the list, as far as a page needs. To read all in the order of the list until a page is full would take long.
 */
export interface Split {
  readonly by: string;
  /** Undefined for a value with which there is nothing to be gained. */
  readonly parts: (given: Given, row: Row) => readonly [few: string, others?: string] | undefined;
}

/** Conditions under which rows of a list are read, all of them at once. */
export interface Step {
  readonly conditions: readonly string[];
  /** Whether the rows are few, and another index than that of the order leads to them. */
  readonly areFew: boolean;
}

/** Conditions by the name of the argument, or of the filter's field. */
export type Conditions = Readonly<Record<string, Condition>>;

/** How rows of a shape are found from another row: by a key of their own, or through a table of links. */
export interface Path {
  readonly target: () => Table;
  /** The property that holds the id of the row the relation starts from. */
  readonly key: string;
  /** For a relation through a table of links: that table, and its property with the id of the target. */
  readonly through?: {
    readonly link: () => Table;
    readonly target: string;
    readonly only?: (link: Row) => string;
  };
  /** A second way to the same rows: those whose property `key` equals the property `from` of this row. */
  readonly inherited?: { readonly key: string; readonly from: string };
  /** Conditions on the rows (on the links, for a relation through them) by name of the field's argument. */
  readonly arguments?: Conditions;
}

/** The row that a foreign key points to; null while that row is not there in the stage. */
export function toOne(target: () => Table, key: string): FieldPlan {
  return (row, field) => {
    if (row.shape.requires(key)) return row.required(key, target()).object(field);
    const other = row.next(target());
    const json = other.object(field);
    const conditions = [`${other.column('id')} = ${row.column(key)}`, ...other.visible()];
    return `(select ${json} from ${other.from()} where ${conditions.join(' and ')})`;
  };
}

/** The one row of several shapes whose foreign key is set. */
export function toOneOf(targets: Readonly<Record<string, () => Table>>): FieldPlan {
  return (row, field) => {
    const cases = Object.entries(targets).map(([key, target]) => {
      return `when ${row.column(key)} is not null then ${toOne(target, key)(row, field)}`;
    });
    return `(case ${cases.join(' ')} end)`;
  };
}

/** All rows with the same value of a property, as far as a condition holds for them. Only for lists that stay short. */
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

/** All rows that a relation leads to, in the order of their position. Only for lists that stay short. */
export function toMany(path: Path): FieldPlan {
  return (row, field) => {
    const { other, conditions } = follow(path, row, field.arguments);
    const json = other.object(field);
    const where = [...conditions, ...other.visible()];
    const order = `${other.links?.position ?? other.column('position')}, ${other.column('id')}`;
    return `(select ${jsonArray(json, order)} from ${other.from()} where ${where.join(' and ') || 'true'})`;
  };
}

/** The rows of a relation, and what restricts them. */
export function follow(path: Path, from: Row, given: Given, alias?: string) {
  const other = alias ? from.next(path.target()).at(alias) : from.next(path.target());
  if (!path.through && !path.inherited) other.subject = subjectWith(from, path.target(), path.key);
  return path.through
    ? { other, conditions: throughLinks({ ...path, through: path.through }, from, given, other) }
    : { other, conditions: byKey(path, from, given, other) };
}

function byKey({ key, inherited, arguments: declared }: Path, from: Row, given: Given, other: Row): string[] {
  const own = `${other.column(key)} = ${from.column('id')}`;
  other.reachedBy = inherited ? [key, inherited.key] : [key];
  const reached = inherited
    ? `(${own} or ${other.column(inherited.key)} = ${from.column(inherited.from)})`
    : own;
  return [reached, ...applied(declared, given, other)];
}

function throughLinks(
  { key, through, arguments: declared }: Path & Required<Pick<Path, 'through'>>,
  from: Row,
  given: Given,
  other: Row,
): string[] {
  const link = from.next(through.link());
  link.subject = subjectWith(from, link.shape, key);
  const conditions = [`${link.column(key)} = ${from.column('id')}`, ...applied(declared, given, link)];
  if (through.only) conditions.push(through.only(link));
  const target = link.column(through.target);
  const position = link.column('position');
  if (link.shape.isUnique(key, through.target)) {
    other.links = { source: link.from(), target, position };
    return conditions;
  }
  // A target that several links lead to appears once, at its first position.
  const links = `(select ${target} as id, min(${position}) as position from ${link.from()} where ${conditions.join(' and ')} and ${target} is not null group by ${target})`;
  const { alias } = link;
  other.links = { source: `${links} ${alias}`, target: `${alias}.id`, position: `${alias}.position` };
  return [];
}

/** The subject of the answer, where rows that are reached from it by a key belong to it. */
function subjectWith({ subject }: Row, shape: Table, key: string): Table | undefined {
  const isPart = [...(subject?.owned.values() ?? [])].some(
    ({ shape: outer, key: owner, inner }) =>
      (outer() === shape && owner === key) || (inner?.shape() === shape && [owner, inner.key].includes(key)),
  );
  return isPart ? subject : undefined;
}

/** The conditions of those arguments that are given. */
export function applied(conditions: Conditions | undefined, given: Given, row: Row): string[] {
  return Object.entries(conditions ?? {}).flatMap(([name, condition]) => {
    const value = given.get(name);
    return value.isPresent ? [condition(value, row, given)] : [];
  });
}

/** The conditions of those arguments that are given, in two parts where one of them is split by the property. */
export function split(
  property: string | undefined,
  conditions: Conditions | undefined,
  given: Given,
  row: Row,
): readonly Step[] {
  // Of several the last: an instant that is given says more than what is now.
  for (const [name, condition] of Object.entries(conditions ?? {}).reverse()) {
    const value = given.get(name);
    if (condition.split?.by !== property || !value.isPresent) continue;
    const parts = condition.split?.parts(value, row);
    if (!parts) continue;
    const { [name]: _split, ...others } = conditions ?? {};
    return parts.map((part = 'true', index) => ({
      conditions: [part, ...applied(others, given, row)],
      areFew: index === 0,
    }));
  }
  return [{ conditions: applied(conditions, given, row), areFew: false }];
}

interface Reference {
  readonly target: () => Table;
  readonly key: string;
}

/** That a row which a key leads to can be seen; it is joined, unless the row was reached from there. */
export function requires({ target, key }: Reference): Requirement {
  return (row) => {
    if (!row.reachedBy.includes(key)) row.required(key, target());
    return [];
  };
}

/** That the one row of several shapes whose key is set can be seen. */
export function requiresOneOf(references: readonly Reference[]): Requirement {
  return (row) => {
    const [own = '', ...inherited] = row.reachedBy;
    if (!references.some(({ key }) => key === own)) return [isVisible(row, references)];
    // What the row was reached from can be seen, and no other of its keys than those that it is reached by is set.
    if (inherited.length === 0) return [];
    const others = references.filter(({ key }) => inherited.includes(key));
    return [`(${row.column(own)} is not null or ${isVisible(row, others)})`];
  };
}

/**
 * A condition: a row that one of the keys leads to can be seen. Not by `exists`: for that the database may read all ids
 * of a table first, to look them up from memory.
 */
export function isVisible(row: Row, references: readonly Reference[]): string {
  const seen = references.map(({ target, key }) => {
    const other = row.next(target());
    const conditions = [`${other.column('id')} = ${row.column(key)}`, ...other.visible()];
    return `(select true from ${other.from()} where ${conditions.join(' and ')})`;
  });
  return `coalesce(${seen.join(', ')}, false)`;
}
