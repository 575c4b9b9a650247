import type { Shape } from '../shape.js';
import { jsonArray } from './json.js';
import type { FieldPlan, Row } from './row.js';
import type { Given } from './statement.js';

/** SQL for a condition that an argument, one of `all`, puts on a row. */
export type Condition = (given: Given, row: Row, all: Given) => string;
/** Conditions by the name of the argument, or of the filter's field. */
export type Conditions = Readonly<Record<string, Condition>>;

/** How rows of a shape are found from another row: by a key of their own, or through a table of links. */
export interface Path {
  readonly target: () => Shape;
  /** The property that holds the id of the row the relation starts from. */
  readonly key: string;
  /** For a relation through a table of links: that table, and its property with the id of the target. */
  readonly through?: {
    readonly link: () => Shape;
    readonly target: string;
    readonly only?: (link: Row) => string;
  };
  /** A second way to the same rows: those whose property `key` equals the property `from` of this row. */
  readonly inherited?: { readonly key: string; readonly from: string };
  /** Conditions on the rows (on the links, for a relation through them) by name of the field's argument. */
  readonly arguments?: Conditions;
}

/** The row that a foreign key points to; null while that row is not there in the stage. */
export function toOne(target: () => Shape, key: string): FieldPlan {
  return (row, field) => {
    const other = row.next(target());
    const json = other.object(field);
    const conditions = [`${other.column('id')} = ${row.column(key)}`, ...other.visible()];
    return `(select ${json} from ${other.from()} where ${conditions.join(' and ')})`;
  };
}

/** The one row of several shapes whose foreign key is set. */
export function toOneOf(targets: Readonly<Record<string, () => Shape>>): FieldPlan {
  return (row, field) => {
    const cases = Object.entries(targets).map(([key, target]) => {
      return `when ${row.column(key)} is not null then ${toOne(target, key)(row, field)}`;
    });
    return `(case ${cases.join(' ')} end)`;
  };
}

/** All rows that a relation leads to, in the order of their position. Only for lists that stay short. */
export function toMany(path: Path): FieldPlan {
  return (row, field) => {
    const { other, source, conditions, position } = follow(path, row, field.arguments);
    const json = other.object(field);
    const where = [...conditions, ...other.visible()].join(' and ');
    const order = `${position}, ${other.column('id')}`;
    return `(select ${jsonArray(json, order)} from ${other.from(source)} where ${where})`;
  };
}

/** Where the rows of a relation come from, and what restricts them. */
export function follow(path: Path, from: Row, given: Given, alias?: string) {
  const other = alias ? from.next(path.target()).at(alias) : from.next(path.target());
  const table = `${other.statement.table(other.shape.table)} ${other.alias}`;
  if (!path.through) {
    const own = `${other.column(path.key)} = ${from.column('id')}`;
    const { inherited } = path;
    const reached = inherited
      ? `(${own} or ${other.column(inherited.key)} = ${from.column(inherited.from)})`
      : own;
    const conditions = [reached, ...applied(path.arguments, given, other)];
    return { other, source: table, conditions, position: other.column('position') };
  }
  // A target that several links lead to appears once, at its first position.
  const link = from.next(path.through.link());
  const conditions = [
    `${link.column(path.key)} = ${from.column('id')}`,
    ...applied(path.arguments, given, link),
  ];
  if (path.through.only) conditions.push(path.through.only(link));
  const target = link.column(path.through.target);
  const links = `(select ${target} as id, min(${link.column('position')}) as position from ${link.from()} where ${conditions.join(' and ')} and ${target} is not null group by ${target})`;
  const source = `${links} ${link.alias} join ${table} on ${other.column('id')} = ${link.alias}.id`;
  other.position = `${link.alias}.position`;
  return { other, source, conditions: ['true'], position: other.position };
}

/** The conditions of those arguments that are given. */
export function applied(conditions: Conditions | undefined, given: Given, row: Row): string[] {
  return Object.entries(conditions ?? {}).flatMap(([name, condition]) => {
    const value = given.get(name);
    return value.isPresent ? [condition(value, row, given)] : [];
  });
}

/** That a row of another shape, or one of several, can be seen. */
export function requires(
  ...targets: { readonly target: () => Shape; readonly key: string }[]
): (row: Row) => string {
  return (row) => {
    const seen = targets.map(({ target, key }) => {
      const other = row.next(target());
      const conditions = [`${other.column('id')} = ${row.column(key)}`, ...other.visible()];
      return `exists (select 1 from ${other.from()} where ${conditions.join(' and ')})`;
    });
    return `(${seen.join(' or ')})`;
  };
}
