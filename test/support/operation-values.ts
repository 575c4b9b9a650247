import {
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Interest } from './operation-interest.js';
import type { Random } from './random.js';

/** Values that exist, so that arguments find something. */
export interface World {
  /** Global ids by what they are an argument of, such as "EventFilter.organisation" or "Query.event.id". */
  readonly ids: Readonly<Record<string, readonly string[]>>;
  readonly slugs: Readonly<Record<string, readonly { readonly slug: string; readonly locale: string }[]>>;
  /** Cursors by field and order, such as "Query.events TITLE_ASC" or "Event.children". */
  readonly cursors: Readonly<Record<string, readonly string[]>>;
  /** Makes an input for a mutation, a new one each time. */
  readonly inputs?: (mutation: string) => unknown;
}

/** An argument, a field of an input object, or an entry of a list. */
type Input = Pick<GraphQLArgument, 'type'> & Partial<Pick<GraphQLArgument, 'defaultValue'>>;

const TAGS = ['en', 'zh-Hant', 'zh-Hans', 'zh-HK', 'zh-TW', 'zh-CN', 'zh', 'en-GB', 'zh-hant-hk'];
// Among them the first and last days and instants of events and offices: conditions show at their edges.
const DAYS = ['2023-01-01', '2023-06-30', '2024-04-01', '2024-06-09', '2024-06-10', '2025-01-01'];
const INSTANTS = [
  '2024-04-01T00:00:00Z',
  '2024-05-31T16:00:00+08:00',
  '2024-06-10T04:00:00.000Z',
  '2024-06-11T00:00:00+08:00',
  '2024-06-10T11:00:00.0-05:00',
];
/** Pages are small where they are nested, or answers would grow with the power of the depth. */
const SIZES = [1, 1, 2, 2, 3, 5];

/** Conditions that say more about another one, the organisation. */
const NARROWING = ['role', 'office'];

/** Writes arguments as literals and variables; every variable gets two values, for two runs of one document. */
export class ValueWriter {
  readonly variables: [Record<string, unknown>, Record<string, unknown>] = [{}, {}];
  readonly declarations: string[] = [];

  constructor(
    readonly random: Random,
    readonly world: World,
    readonly interest: Interest,
  ) {}

  /** An argument or a field of an input object; `place` is its name with that of its owner. */
  write({ type, defaultValue }: Input, place: string): string {
    if (!this.random.chance(0.35)) return this.#literal(type, place);
    return this.#variable(type, defaultValue !== undefined, () => this.#value(type, place));
  }

  /** The same value in both runs. */
  fixed({ type }: Input, value: unknown): string {
    return this.random.chance(0.3) ? this.#declare(String(type), '', () => value) : print(type, value);
  }

  /** A variable whose value is made for each run. */
  made({ type }: Input, make: () => unknown): string {
    return this.#declare(String(type), '', make);
  }

  /** `true` or `false`, for @skip and @include. */
  condition(): string {
    if (this.random.chance(0.2)) return String(this.random.chance(0.5));
    return this.#declare('Boolean!', '', () => this.random.chance(0.7));
  }

  /** A variable of the type, or of the type without "!" where the argument has a default. */
  #variable(type: GraphQLInputType, hasDefault: boolean, make: () => unknown): string {
    const isNullable = !isNonNullType(type);
    if (isNullable && this.random.chance(0.15)) {
      return this.#declare(String(type), ` = ${print(type, make())}`, () =>
        this.random.chance(0.5) ? make() : undefined,
      );
    }
    if (isNullable && this.random.chance(0.1)) {
      return this.#declare(String(type), '', () => this.random.pick([make(), null, undefined]));
    }
    if (!isNullable && hasDefault && this.random.chance(0.3)) {
      const optional = String(type).replace(/!$/, '');
      return this.#declare(optional, '', () => (this.random.chance(0.5) ? make() : undefined));
    }
    return this.#declare(String(type), '', make);
  }

  #declare(type: string, defaultValue: string, make: () => unknown): string {
    const name = `v${this.declarations.length}`;
    this.declarations.push(`$${name}: ${type}${defaultValue}`);
    for (const run of this.variables) {
      const value = make();
      if (value !== undefined) run[name] = value;
    }
    return `$${name}`;
  }

  #literal(type: GraphQLInputType, place: string): string {
    if (isNonNullType(type)) return this.#literal(type.ofType, place);
    if (isListType(type)) {
      // One value can stand for a list of it.
      if (this.random.chance(0.15)) return this.#literal(type.ofType, place);
      const items = this.#list(() => this.write({ type: type.ofType }, place));
      return `[${items.join(', ')}]`;
    }
    if (!isInputObjectType(type)) return print(type, this.#value(type, place));
    const fields = this.#fieldsOf(type, place.startsWith('Query.'));
    const isNarrowed = fields.some(({ name }) => NARROWING.includes(name));
    const members = fields.map((field) => {
      const at = `${type.name}.${field.name}`;
      // What another condition needs may not be left out by a variable without a value.
      const isNeeded = isNarrowed && field.name === 'organisation';
      return `${field.name}: ${isNeeded ? this.fixed(field, this.#value(field.type, at)) : this.write(field, at)}`;
    });
    return `{ ${members.join(', ')} }`;
  }

  #value(type: GraphQLInputType, place: string): unknown {
    if (isNonNullType(type)) return this.#value(type.ofType, place);
    if (isListType(type)) return this.#list(() => this.#value(type.ofType, place));
    if (isInputObjectType(type)) {
      const fields = this.#fieldsOf(type, place.startsWith('Query.'));
      return Object.fromEntries(
        fields.map((field) => [field.name, this.#value(field.type, `${type.name}.${field.name}`)]),
      );
    }
    if (isEnumType(type)) return this.random.pick(type.getValues()).name;
    return this.#scalar(type.name, place);
  }

  #scalar(type: string, place: string): unknown {
    const { random } = this;
    switch (type) {
      case 'Boolean':
        return random.chance(0.3);
      case 'Locale':
        return random.pick(TAGS);
      case 'Date':
        return random.pick(DAYS);
      case 'DateTime':
        return random.pick(INSTANTS);
      case 'ID':
        return this.#id(place);
      case 'Int':
        if (place.endsWith('.year')) return random.integer(2023, 2024);
        return place.endsWith('.quarter') ? random.integer(1, 4) : this.#size(place);
      default:
        throw new Error(`There is no value for ${place}: ${type}.`);
    }
  }

  #id(place: string): string {
    const known = this.world.ids[place];
    if (!known) throw new Error(`There are no ids for ${place}.`);
    const id = this.random.pick(known);
    // Now and then one that nothing has.
    return this.random.chance(0.05) ? id.replace(/[0-9a-f]{12}$/, '000000000000') : id;
  }

  #size(place: string): number {
    const isRoot = place.startsWith('Query.');
    return isRoot && this.random.chance(0.3) ? this.random.pick([10, 20, 100]) : this.random.pick(SIZES);
  }

  #list<Item>(make: () => Item): Item[] {
    const length = this.random.chance(0.05) ? 0 : this.random.integer(1, 6);
    return Array.from({ length }, make);
  }

  /** One or two conditions at a time: more leave nothing over. */
  #fieldsOf(type: GraphQLInputObjectType, isRoot: boolean): GraphQLInputField[] {
    const fields = type.getFields();
    const pick = () =>
      this.random.weighted(Object.values(fields), ({ name }) =>
        this.interest.wants(`${type.name}.${name}`) ? 5 : 1,
      );
    const chosen = new Set([pick(), ...(this.random.chance(0.3) ? [pick()] : [])]);
    // What narrows another condition is refused without it; below the root that is another place of the error.
    const { organisation } = fields;
    const isNarrowed = [...chosen].some(({ name }) => NARROWING.includes(name));
    if (organisation && isNarrowed && (!isRoot || this.random.chance(0.8))) chosen.add(organisation);
    return [...chosen];
  }
}

/** A value as GraphQL writes it. */
export function print(type: GraphQLInputType, value: unknown): string {
  if (value === null) return 'null';
  if (isNonNullType(type)) return print(type.ofType, value);
  if (isListType(type)) return `[${(value as unknown[]).map((item) => print(type.ofType, item)).join(', ')}]`;
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    const members = Object.entries(value as object).flatMap(([name, inner]) => {
      const field = fields[name];
      return field ? [`${name}: ${print(field.type, inner)}`] : [];
    });
    return `{ ${members.join(', ')} }`;
  }
  return isEnumType(type) ? String(value) : JSON.stringify(value);
}
