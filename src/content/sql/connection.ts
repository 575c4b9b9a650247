import { refuse } from '../../foundation/errors.js';
import { type Bound, type CursorName, cursorParameters, cursorSql } from './cursor.js';
import { jsonArray, jsonObject, literal } from './json.js';
import { type Order, orderKeys, reversed } from './order.js';
import { applied, type Conditions, follow, type Path, type Step, split } from './relations.js';
import type { FieldPlan, Row } from './row.js';
import type { SelectedField } from './selection.js';
import type { ArgumentRef } from './statement.js';

export const DEFAULT_PAGE = 20;
export const MAX_PAGE = 100;

/** The filters and orders of a connection. */
export interface Listing {
  /** A condition on every row, whoever reads. */
  readonly only?: (row: Row) => string;
  readonly filter?: Conditions;
  readonly orders: Readonly<Record<string, Order>>;
  /** The default order. */
  readonly defaultOrder: string;
}

/** The rows before pagination; the page, the count and the neighbours of the page are read from the same source. */
interface Rows {
  readonly row: Row;
  /** The source, if it is not simply their table. */
  readonly source?: string;
  readonly conditions: readonly string[];
  /** The rows in several sources, of which those of the first come first, and may fill the page. */
  readonly parts?: readonly Part[] | undefined;
  /** For a count that is an estimate where there are more. */
  readonly estimate?: Estimate;
}

interface Part {
  readonly source: string;
  /** A table that the source refers to, by whose rows it comes in pieces, the first of which may fill the page. */
  readonly pieces?: string;
}

/** A count of a part of the rows, in another source, and how many times as many rows there are. */
interface Estimate {
  readonly above: number;
  readonly sample: string;
  readonly times: number;
}

/** Rows that meet the conditions of the list, with the steps to find a page of them. */
interface Restricted extends Rows {
  readonly steps: readonly Step[];
}

/** A connection over a relation. */
export function toConnection(path: Path, listing: Listing): FieldPlan {
  return (from, field) => {
    const rows = (alias: string): Rows => {
      const { other, conditions } = follow(path, from, field.arguments, alias);
      return { row: other, conditions: listing.only ? [...conditions, listing.only(other)] : conditions };
    };
    return connection(rows, field, listing);
  };
}

/**
 * A connection over `rows`, which is called for each part of the statement that reads them. If their order depends on a
 * value of the request, cursors are `bound` to it.
 */
export function connection(
  rows: (alias: string) => Rows,
  field: SelectedField,
  listing: Listing,
  bound?: Bound,
): string {
  const page = pageOf(field.arguments);
  const orderName = String(field.arguments.get('orderBy').value ?? listing.defaultOrder);
  const order = listing.orders[orderName];
  if (!order) throw new Error(`${field.name} has no order ${orderName}.`);
  const alias = field.statement.alias();
  const restricted = (): Restricted => {
    const { row, conditions, ...sources } = rows(alias);
    const argument = field.arguments.get('filter');
    const all = (filter: readonly string[]) => [...conditions, ...filter, ...row.visible()];
    const steps = split(order.keys[0]?.property, listing.filter, argument, row);
    return {
      row,
      ...sources,
      conditions: all(applied(listing.filter, argument, row)),
      steps: steps.map(({ conditions: filter, areFew }) => ({ conditions: all(filter), areFew })),
    };
  };
  return new Connection(field, page, order, alias, restricted, bound).sql();
}

interface Page {
  readonly size: number;
  readonly isBackward: boolean;
  readonly after: ArgumentRef;
  readonly before: ArgumentRef;
}

class Connection {
  readonly #name: CursorName;

  constructor(
    readonly field: SelectedField,
    readonly page: Page,
    readonly order: Order,
    readonly alias: string,
    readonly rows: () => Restricted,
    bound?: Bound,
  ) {
    const { keys, direction } = order;
    const name = [rows().row.shape.name, direction, ...keys.map((key) => key.sortedAs ?? key.property)].join(
      '.',
    );
    this.#name = { order: name, bound };
  }

  sql(): string {
    const row = this.rows().row.at(this.alias);
    const parts = this.field.subfields();
    const isThere = (...names: string[]) => parts.some(({ name }) => names.includes(name));
    const isCounted = isThere('pageInfo');
    const object = jsonObject(parts.map((part) => [part.key, this.#member(part, row, isCounted)] as const));
    if (!isThere('nodes', 'edges', 'pageInfo')) return object;
    const properties = row.properties;
    const page = isCounted ? this.#countedPage(properties) : this.#pageSql(this.page.size, properties);
    // `having` returns one row even without any aggregate.
    return `(select ${object} from ${row.from(`(${page}) ${this.alias}`)} having true)`;
  }

  #member(part: SelectedField, row: Row, isCounted: boolean): string {
    const inPage = isCounted ? `${this.alias}.page_place <= ${this.page.size}` : '';
    const place = isCounted
      ? `${this.alias}.page_place${this.page.isBackward ? ' desc' : ''}`
      : this.#places(this.order.direction, `${this.alias}.`);
    switch (part.name) {
      case 'nodes':
        return jsonArray(row.object(part), place, inPage);
      case 'edges':
        return jsonArray(this.#edge(part, row), place, inPage);
      case 'pageInfo':
        return this.#pageInfo(part, inPage, place);
      case 'totalCount':
        return this.#totalCount();
      case 'isTotalCountEstimated':
        return this.#isCountEstimated();
      default:
        return literal(typeNameOf(this.field));
    }
  }

  #edge(edges: SelectedField, row: Row): string {
    const members = edges.subfields().map((part) => {
      if (part.name === 'node') return [part.key, row.object(part)] as const;
      return [part.key, part.name === 'cursor' ? this.#cursor() : literal(typeNameOf(edges))] as const;
    });
    return jsonObject(members);
  }

  #pageInfo(pageInfo: SelectedField, inPage: string, place: string): string {
    const { isBackward, after, before, size } = this.page;
    const hasMore = `(count(*) > ${size})`;
    const at = (which: string) =>
      `(array_agg(${this.#cursor()} order by ${which}) filter (where ${inPage}))[1]`;
    const reversedPlace = place.endsWith(' desc') ? place.slice(0, -' desc'.length) : `${place} desc`;
    // With a cursor, there is always the row that it points to on that side.
    const isMore = (cursor: ArgumentRef, side: 'before' | 'after', isCut: boolean) =>
      isCut ? `(${hasMore} or ${this.#existsAt(cursor, side)})` : this.#existsAt(cursor, side);
    const values: Record<string, () => string> = {
      hasNextPage: () => isMore(before, 'after', !isBackward),
      hasPreviousPage: () => isMore(after, 'before', isBackward),
      startCursor: () => at(place),
      endCursor: () => at(reversedPlace),
    };
    return jsonObject(
      pageInfo.subfields().map((part) => [part.key, values[part.name]?.() ?? literal('PageInfo')] as const),
    );
  }

  #totalCount(): string {
    const { row, source, conditions, estimate } = this.rows();
    const all = conditions.join(' and ') || 'true';
    if (!estimate) return `(select count(*) from ${row.from(source)} where ${all})`;
    const sample = `(select count(*) * ${estimate.times} from ${row.from(estimate.sample)} where ${all})`;
    return `(select case when n > ${estimate.above} then greatest(n, ${sample}) else n end from ${this.#atMost(estimate.above + 1)} counted(n))`;
  }

  #isCountEstimated(): string {
    const { above = 0 } = this.rows().estimate ?? {};
    return `(select n > ${above} from ${this.#atMost(above + 1)} counted(n))`;
  }

  /** A table with the number of rows, counted as far as that. */
  #atMost(count: number): string {
    const { row, source, conditions } = this.rows();
    return `(select count(*) from (select from ${row.from(source)} where ${conditions.join(' and ') || 'true'} limit ${count}) counted_rows)`;
  }

  /**
   * Whether there are rows beyond a cursor, the row it points to included. Reads the nearest one in the order of the
   * list: a plain `exists` may scan rows in their physical order.
   */
  #existsAt(cursor: ArgumentRef, side: 'before' | 'after'): string {
    if (!cursor.isPresent) return 'false';
    const { row, source, conditions } = this.rows();
    const { direction } = this.order;
    const isLess = (side === 'before') === (direction === 'asc');
    const beyond = this.#compare(row, cursor, isLess ? '<=' : '>=');
    const towards = side === 'before' ? reversed(direction) : direction;
    const orderBy = orderKeys(this.order, row).map((key) => `${key} ${towards}`);
    return `((select true from ${row.from(source)} where ${[...conditions, beyond].join(' and ')} order by ${orderBy.join(', ')} limit 1) is not null)`;
  }

  /** One row more than the page, to see whether there is a next page. Numbered if nothing else is needed. */
  #countedPage(properties: readonly string[]): string {
    const rows = this.#pageSql(this.page.size + 1, properties);
    return `select *, row_number() over (order by ${this.#places(this.#direction)}) as page_place from (${rows}) page_rows`;
  }

  /** The first rows, with these columns and the keys of their order. */
  #pageSql(count: number, properties: readonly string[]): string {
    const { row, source, conditions, parts, steps } = this.rows();
    const { after, before } = this.page;
    const isAscending = this.order.direction === 'asc';
    const bounds: string[] = [];
    if (after.isPresent) bounds.push(this.#compare(row, after, isAscending ? '>' : '<'));
    if (before.isPresent) bounds.push(this.#compare(row, before, isAscending ? '<' : '>'));
    const keys = orderKeys(this.order, row);
    const orderBy = keys.map((key) => `${key} ${this.#direction}`).join(', ');
    const named = keys.slice(0, -1).map((key, index) => `${key} as order_key_${index}`);
    const columns = [...['id', ...properties].map((property) => row.column(property)), ...named].join(', ');
    const rowsOf = (from: string | undefined, all: readonly string[]) =>
      `select ${columns} from ${row.from(from)} where ${[...all, ...bounds].join(' and ') || 'true'} order by ${orderBy} limit ${count}`;
    const inOrder = `order by ${this.#places(this.#direction)} limit ${count}`;
    if (parts) {
      const names = parts.map((_part, index) => `rows_${index}`);
      const tables = parts.map(({ source: from, pieces }, index) => {
        const found = names.slice(0, index).map((name) => `(select count(*) from ${name})`);
        const further = index === 0 ? [] : [`${found.join(' + ')} < ${count}`];
        const rows = rowsOf(from, pieces ? conditions : [...conditions, ...further]);
        const all = pieces
          ? `select piece_rows.* from ${pieces} cross join lateral (${rows}) piece_rows where ${further.join() || 'true'} limit ${count}`
          : rows;
        return `${names[index]} as materialized (${all})`;
      });
      const all = names.map((name) => `select * from ${name}`).join(' union all ');
      return `with ${tables.join(', ')} select * from (${all}) parts ${inOrder}`;
    }
    // `offset 0` stops PostgreSQL from scanning in the order of the list for rows that are few.
    const fewOf = (all: readonly string[]) =>
      `select * from (select ${columns} from ${row.from(source)} where ${[...all, ...bounds].join(' and ')} offset 0) few ${inOrder}`;
    const [first, second] = steps.map((step) =>
      step.areFew ? fewOf(step.conditions) : rowsOf(source, step.conditions),
    );
    return second === undefined ? `${first}` : `(${first}) union all (${second}) ${inOrder}`;
  }

  /** The direction in which the page is read. */
  get #direction(): Order['direction'] {
    return this.page.isBackward ? reversed(this.order.direction) : this.order.direction;
  }

  #places(direction: Order['direction'], prefix = ''): string {
    const names = [...this.order.keys.map((_key, index) => `order_key_${index}`), 'id'];
    return names.map((name) => `${prefix}${name} ${direction}`).join(', ');
  }

  #compare(row: Row, cursor: ArgumentRef, operator: string): string {
    const keys = orderKeys(this.order, row);
    return `(${keys.join(', ')}) ${operator} (${cursorParameters(cursor, this.#name, this.order).join(', ')})`;
  }

  #cursor(): string {
    const keys = this.order.keys.map((_key, index) => `${this.alias}.order_key_${index}`);
    return cursorSql(this.#name, [...keys, `${this.alias}.id`]);
  }
}

function pageOf(argument: ArgumentRef): Page {
  const first = argument.get('first');
  const last = argument.get('last');
  const after = argument.get('after');
  const before = argument.get('before');
  const isBackward = last.isPresent;
  // `first` has no default together with `last`, since both at once are refused.
  if (isBackward && first.isPresent)
    refuse('INVALID_INPUT', 'Give either "first" or "last", not both.', ['last']);
  const size = isBackward ? last : first;
  const count = Number(size.value ?? DEFAULT_PAGE);
  const most = argument.statement.reading.maxPage ?? MAX_PAGE;
  if (!Number.isInteger(count) || count < 1 || count > most) {
    refuse('INVALID_INPUT', `"${size.path[0]}" must be between 1 and ${most}.`, size.path);
  }
  return { size: count, isBackward, after, before };
}

function typeNameOf(field: SelectedField): string {
  return String(field.definition?.type).replace(/[![\]]/g, '');
}
