import { refuse } from '../../foundation/errors.js';
import { parseGlobalId, uuidOf } from '../contract/global-id.js';
import { connection, type Listing } from './connection.js';
import { jsonArray, literal } from './json.js';
import { type Order, orderKeys, reversed } from './order.js';
import type { Table } from './row.js';
import { type FieldPlan, type ReadScope, Row } from './row.js';
import type { SelectedField } from './selection.js';
import { idOfSlug } from './slugs.js';

/** SQL for the value of a root field. */
export type RootPlan = (field: SelectedField, scope: ReadScope) => string;

/** An object by id or slug; former slugs and those of other locales count, too. */
export function bySlugOrId(shape: Table): RootPlan {
  return (field, scope) => {
    const id = field.arguments.get('id');
    const slug = field.arguments.get('slug');
    if (id.isPresent === slug.isPresent)
      refuse('INVALID_INPUT', 'Give exactly one of "id" and "slug".', ['id']);
    const row = new Row(field.statement, shape, scope);
    row.subject = shape;
    field.statement.isAbout((argumentsOf) => {
      const { id: named, slug: called } = argumentsOf(id.slot);
      return { table: shape.table, ...(slug.isPresent ? { slug: String(called) } : { id: String(named) }) };
    });
    if (slug.isPresent) row.requestedSlug = slug.bind('text');
    const found = slug.isPresent
      ? idOfSlug(row, slug)
      : id.bind('uuid', (text, path) => uuidOf(shape.table, String(text), path));
    return selectRow(row, field, `${row.column('id')} = ${found}`);
  };
}

/** The first object in an order that meets a condition. */
export function firstOf(shape: Table, order: Order, condition: (row: Row) => string): RootPlan {
  return (field, scope) => {
    const row = new Row(field.statement, shape, scope);
    return selectRow(row, field, `${row.column('id')} = ${edgeOf(row, order, condition)}`);
  };
}

/** The previous or next object in an order. */
export function neighbour(order: Order, side: 'previous' | 'next'): FieldPlan {
  return (row, field) => {
    const target = row.next(row.shape);
    const isForward = side === 'next';
    const operator = isForward === (order.direction === 'asc') ? '>' : '<';
    const towards = { keys: order.keys, direction: isForward ? order.direction : reversed(order.direction) };
    const beyond = (other: Row) =>
      `(${orderKeys(order, other).join(', ')}) ${operator} (${orderKeys(order, row).join(', ')})`;
    return selectRow(target, field, `${target.column('id')} = ${edgeOf(target, towards, beyond)}`);
  };
}

export function listOfAll(shape: Table, listing: Listing): RootPlan {
  return (field, scope) => {
    const rows = (alias: string) => {
      const row = new Row(field.statement, shape, scope, alias);
      return { row, conditions: [] };
    };
    return connection(rows, field, listing);
  };
}

/** The object with the global id `id`; null if its type is not among the shapes. */
export function node(shapes: readonly Table[]): RootPlan {
  return (field, scope) => {
    const [shape] = shapes;
    if (!shape) return 'null';
    const id = field.arguments.get('id');
    field.statement.isAbout((argumentsOf) => ({ table: shape.table, id: String(argumentsOf(id.slot).id) }));
    const uuid = id.bind('uuid', (text, path) => parseGlobalId(String(text), path).id);
    const row = new Row(field.statement, shape, scope);
    row.subject = shape;
    return selectRow(row, field, `${row.column('id')} = ${uuid}`);
  };
}

/** The objects with the global ids `ids` in that order, null for each missing one. */
export function nodes(shapes: readonly Table[]): RootPlan {
  return (field, scope) => {
    const ids = field.arguments.get('ids');
    const tables = ids.bind('text[]', (texts, path) => parseAll(texts, path).map(({ table }) => table));
    const uuids = ids.bind('uuid[]', (texts, path) => parseAll(texts, path).map(({ id }) => id));
    const cases = shapes.map(
      (shape) => `when ${literal(shape.table)} then ${nodeOf(field, scope, shape, 'requested.id')}`,
    );
    const object = cases.length > 0 ? `case requested.type ${cases.join(' ')} end` : 'null::json';
    return `(select coalesce(json_agg(${object} order by requested.place), '[]'::json) from unnest(${tables}, ${uuids}) with ordinality as requested(type, id, place))`;
  };
}

/** The object of a mutation payload. */
export function onlySubject(shape: Table): RootPlan {
  return (field, scope) => {
    const { statement } = field;
    return nodeOf(
      field,
      scope,
      shape,
      statement.bind('subject', 'uuid', ({ subjects }) => subjects?.[0]),
    );
  };
}

/** The objects of a mutation payload that exist. */
export function ofSubjects(shape: Table): RootPlan {
  return (field, scope) => {
    const ids = field.statement.bind('subjects', 'uuid[]', ({ subjects }) => subjects);
    const row = new Row(field.statement, shape, scope);
    const json = row.object(field);
    const conditions = [`${row.column('id')} = any(${ids})`, ...row.visible()].join(' and ');
    return `(select ${jsonArray(json, `array_position(${ids}, ${row.column('id')})`)} from ${row.from()} where ${conditions})`;
  };
}

/** The objects with these ids in that order, null for each missing one. */
export function eachSubject(shape: Table): RootPlan {
  return (field, scope) => {
    const ids = field.statement.bind('subjects', 'uuid[]', ({ subjects }) => subjects);
    const object = nodeOf(field, scope, shape, 'requested.id');
    return `(select coalesce(json_agg(${object} order by requested.place), '[]'::json) from unnest(${ids}) with ordinality as requested(id, place))`;
  };
}

function nodeOf(field: SelectedField, scope: ReadScope, shape: Table, uuid: string): string {
  const row = new Row(field.statement, shape, scope);
  return selectRow(row, field, `${row.column('id')} = ${uuid}`);
}

function selectRow(row: Row, field: SelectedField, condition: string): string {
  const json = row.object(field);
  const conditions = [condition, ...row.visible()].join(' and ');
  return `(select ${json} from ${row.from()} where ${conditions})`;
}

function edgeOf(row: Row, order: Order, condition: (other: Row) => string): string {
  const other = row.next(row.shape);
  const orderBy = orderKeys(order, other).map((key) => `${key} ${order.direction}`);
  const conditions = [condition(other), ...other.visible()].join(' and ');
  return `(select ${other.column('id')} from ${other.from()} where ${conditions} order by ${orderBy.join(', ')} limit 1)`;
}

function parseAll(texts: unknown, path: readonly string[]) {
  return (Array.isArray(texts) ? texts : []).map((text, index) =>
    parseGlobalId(String(text), [...path, String(index)]),
  );
}
