import { GraphQLError } from 'graphql';
import { sortKey } from '../../src/content/language/sort-key.js';
import { type Args, compareBytes, dateOf, instant, type Thing, text } from './naive-rows.js';

type KeyType = 'instant' | 'day' | 'number' | 'text';
type Key = string | number;

interface OrderKey {
  readonly type: KeyType;
  readonly read: (thing: Thing) => unknown;
  readonly absent?: Key;
}

export interface Order {
  readonly keys: readonly OrderKey[];
  readonly isAscending: boolean;
}

const ABSENT: Readonly<Record<KeyType, Key>> = {
  instant: 'infinity',
  day: 'infinity',
  number: 2147483647,
  text: '\uFFFF',
};

/**
 * Text is sorted by the root collation of CLDR, in SQL as well as here. Both come from ICU; two texts that it
 * holds for equal are told apart by their bytes, as PostgreSQL does for a deterministic collation.
 */
const collator = new Intl.Collator('und');

const column = (property: string, type: KeyType): OrderKey => ({ type, read: ({ row }) => row[property] });
const words = (field: string): OrderKey => ({
  type: 'text',
  read: (thing) => {
    const words = text(thing, field, {}) as string | null;
    return sortKey(words, thing.scope.locale) ?? words;
  },
});
const ascending = (...keys: OrderKey[]): Order => ({ keys, isAscending: true });
const descending = (...keys: OrderKey[]): Order => ({ keys, isAscending: false });

const DATED: OrderKey = { type: 'day', read: ({ row }) => dateOf(row) };

/** Of issues, which have neighbours in it. */
export const BY_PUBLICATION = ascending(column('publishedOn', 'day'));

/** The orders that are called the same wherever they are. */
const common: Readonly<Record<string, Order>> = {
  UPDATED_AT_DESC: descending(column('updatedAt', 'instant')),
  TITLE_ASC: ascending(words('title')),
  NAME_ASC: ascending(words('name')),
};

/** The other orders of the root fields and of the fields that have the same ones, by type. */
const orders: Readonly<Record<string, Readonly<Record<string, Order>>>> = {
  Event: {
    START_ASC: ascending(column('beginsAt', 'instant')),
    START_DESC: descending({ ...column('beginsAt', 'instant'), absent: '-infinity' }),
    PUBLISHED_AT_DESC: descending({ ...column('publishedAt', 'instant'), absent: '-infinity' }),
  },
  Article: {
    PUBLISHED_ON_DESC: descending(DATED, column('publishedAt', 'instant')),
    PUBLISHED_ON_ASC: ascending(DATED, column('publishedAt', 'instant')),
    PUBLISHED_AT_DESC: descending(column('publishedAt', 'instant')),
    OCCURRED_DESC: descending(column('occurredFrom', 'day')),
  },
  Issue: {
    PUBLISHED_ON_DESC: descending(column('publishedOn', 'day')),
    PUBLISHED_ON_ASC: BY_PUBLICATION,
  },
};

export function orderOf(type: string, name: string): Order | undefined {
  return orders[type]?.[name] ?? common[name];
}

/** The orders of lists that have only one. */
export const BY_START = ascending(column('beginsAt', 'instant'));
export const BY_NAME = ascending(words('name'));
export const BY_SESSION = ascending(column('session', 'number'));
export const BY_PLACE = ascending({ type: 'number', read: ({ place }) => place });
export const LATEST_INSTALMENT = descending({
  type: 'day',
  read: ({ row }) => row.externalPublishedOn ?? dateOf(row),
});
export const LATEST_SPONSORSHIP = descending(column('publishedAt', 'instant'));
/** Ids grow with time: those of the credits that were added last are the greatest. */
export const LATEST_CREDIT = descending();

/** A connection over a list that is whole, and not yet sorted. */
export function connection(list: readonly Thing[], type: string, order: Order, args: Args) {
  const sorted = [...list].sort((a, b) => compare(order, placeOf(order, a), placeOf(order, b)));
  const after = place(args.after);
  const before = place(args.before);
  const isPast = (thing: Thing) => after !== undefined && compare(order, placeOf(order, thing), after) <= 0;
  const isBeyond = (thing: Thing) =>
    before !== undefined && compare(order, placeOf(order, thing), before) >= 0;
  const between = sorted.filter((thing) => !isPast(thing) && !isBeyond(thing));
  const isBackward = args.last !== null && args.last !== undefined;
  const size = sizeOf(args, isBackward);
  const page = isBackward ? between.slice(-size) : between.slice(0, size);
  const isCut = between.length > page.length;
  const edges = page.map((node) => ({
    __typename: `${type}Edge`,
    node,
    cursor: JSON.stringify(placeOf(order, node)),
  }));
  return {
    __typename: `${type}Connection`,
    nodes: page,
    edges,
    totalCount: list.length,
    pageInfo: {
      __typename: 'PageInfo',
      hasNextPage: (isCut && !isBackward) || sorted.some(isBeyond),
      hasPreviousPage: (isCut && isBackward) || sorted.some(isPast),
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

export function compareIn(order: Order, a: Thing, b: Thing): number {
  return compare(order, placeOf(order, a), placeOf(order, b));
}

/** The keys of a thing in an order, its id last: what a cursor holds. */
function placeOf(order: Order, thing: Thing): Key[] {
  const keys = order.keys.map(({ type, read, absent = ABSENT[type] }) => {
    const value = read(thing) ?? absent;
    return value instanceof Date ? instant(value) : (value as Key);
  });
  return [...keys, thing.row.id];
}

function compare({ keys, isAscending }: Order, a: readonly Key[], b: readonly Key[]): number {
  for (const [index, { type }] of keys.entries()) {
    const difference = compareKeys(type, a[index] ?? '', b[index] ?? '');
    if (difference !== 0) return isAscending ? difference : -difference;
  }
  const byId = compareBytes(String(a.at(-1)), String(b.at(-1)));
  return isAscending ? byId : -byId;
}

function compareKeys(type: KeyType, a: Key, b: Key): number {
  if (type === 'text') return collator.compare(String(a), String(b)) || compareBytes(String(a), String(b));
  if (type === 'number') return Number(a) - Number(b);
  const [one, other] = [a, b].map((day) => {
    if (day === 'infinity' || day === '-infinity') return day === 'infinity' ? 8.64e15 : -8.64e15;
    return Date.parse(String(day));
  });
  return (one ?? 0) - (other ?? 0);
}

/** What a cursor of the program holds. It is opaque to clients; a reference may look. */
export function readCursor(cursor: string): unknown[] {
  const [, ...keys] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
  return keys;
}

function place(cursor: unknown): Key[] | undefined {
  return typeof cursor === 'string' ? (readCursor(cursor) as Key[]) : undefined;
}

function sizeOf(args: Args, isBackward: boolean): number {
  if (isBackward && args.first !== null && args.first !== undefined)
    throw new GraphQLError('Both "first" and "last".');
  const size = Number((isBackward ? args.last : args.first) ?? 20);
  if (size < 1 || size > 100) throw new GraphQLError(`A page of ${size}.`);
  return size;
}
