import { type ClassType, InputType, registerEnumType } from 'type-graphql';
import { hasLocale } from '../sql/conditions.js';
import type { Order } from '../sql/order.js';
import type { Condition } from '../sql/relations.js';
import type { ContentDeclaration, ContentType } from './content-type.js';
import { declareField, type TypeReference } from './declare.js';
import { LocaleScalar } from './scalars.js';

export interface Filter {
  readonly type: () => TypeReference;
  readonly description: string;
  readonly condition: Condition;
}

export type DescribedOrder = Order & { readonly description: string };
type Listing = Required<ContentDeclaration>['listing'];

const readableIn: Filter = {
  type: () => LocaleScalar,
  description: 'Translated into this locale.',
  condition: hasLocale,
};

/** Sorts by the title in the requested language. */
export function byTitle(property: string): DescribedOrder {
  return {
    keys: [{ property, from: 'text', type: 'text', sortedAs: 'sortKey' }],
    direction: 'asc',
    description: `By ${property} in the requested language: Traditional Chinese by strokes, Simplified Chinese by pinyin; without a ${property} last.`,
  };
}

export const lastChanged: DescribedOrder = {
  keys: [{ property: 'updatedAt', type: 'timestamptz' }],
  direction: 'desc',
  description: 'Most recently changed first.',
};

/** The filters and orders of a type's lists, beside `hasLocale`. */
export interface ListOptions {
  readonly filters?: Readonly<Record<string, Filter>>;
  /** The first one is the default. */
  readonly orders: Readonly<Record<string, DescribedOrder>>;
}

export function listing(name: string, many: string, { filters = {}, orders }: ListOptions): Listing {
  const filterType = class {};
  Object.defineProperty(filterType, 'name', { value: `${name}Filter` });
  InputType({ description: `Filters for ${many}; all conditions must hold.` })(filterType);
  const orderType = Object.fromEntries(Object.keys(orders).map((order) => [order, order]));
  registerEnumType(orderType, {
    name: `${name}Order`,
    description: `How ${many} are sorted.`,
    valuesConfig: Object.fromEntries(
      Object.entries(orders).map(([order, { description }]) => [order, { description }]),
    ),
  });
  const [defaultOrder = ''] = Object.keys(orders);
  const made: Listing = { filterType, filter: {}, orderType, orders, defaultOrder };
  for (const [field, filter] of Object.entries({ ...filters, hasLocale: readableIn }))
    addTo(made, field, filter);
  return made;
}

/** The arguments of a list of such objects within another object. */
export function listArguments(type: ContentType, defaultOrder: string) {
  const { filterType, orderType } = listingOf(type);
  return {
    filter: { type: () => filterType, description: `Filters for ${type.nouns}; all conditions must hold.` },
    orderBy: { type: () => orderType, description: 'The order.', defaultValue: defaultOrder },
  };
}

/** Adds a filter from another module. */
export function addFilter(type: ContentType, field: string, filter: Filter): void {
  addTo(listingOf(type), field, filter);
}

/** @throws Error for a type without lists */
export function listingOf({ declaration, name }: ContentType): Listing {
  if (!declaration.listing) throw new Error(`There is no list of ${name}.`);
  return declaration.listing;
}

function addTo({ filterType, filter }: Listing, field: string, added: Filter): void {
  const { type, description, condition } = added;
  declareField(filterType as ClassType, field, { type, description, isNullable: true });
  (filter as Record<string, Condition>)[field] = condition;
}
