import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { FuzzValues } from './fuzz-values.js';
import type { Random } from './random.js';

type Field = GraphQLField<unknown, unknown>;

export interface FuzzOperation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
  readonly isMutation: boolean;
}

const MAX_DEPTH = 5;
const ALIASES = ['a', 'b', 'toString', 'constructor', '__proto__', 'hasOwnProperty', 'valueOf', 'data'];

/** Makes up operations from the schema itself: every root field, every argument, and selections below them. */
export class FuzzOperations {
  constructor(
    readonly schema: GraphQLSchema,
    readonly random: Random,
    readonly values: FuzzValues,
  ) {}

  next(): FuzzOperation {
    const isMutation = this.random.chance(0.45);
    const root = isMutation ? this.schema.getMutationType() : this.schema.getQueryType();
    if (!root) throw new Error('The schema has no root types.');
    const writing = new WrittenOperation(this.random, this.values);
    const fields = Object.values(root.getFields());
    const count = this.random.pick([1, 1, 1, 1, 2, 3]);
    const selections = Array.from({ length: count }, (_, index) => {
      const alias = count > 1 || this.random.chance(0.1) ? this.random.pick(ALIASES) : '';
      // The same name twice for different fields is refused as a whole: now and then is enough.
      const name = alias && index > 0 && this.random.chance(0.9) ? `${alias}${index}` : alias;
      const field = this.random.pick(fields);
      this.values.kind = kindOf(field);
      return `${name ? `${name}: ` : ''}${writing.field(this.schema, field, 0)}`;
    });
    const declared = writing.declarations.length > 0 ? `(${writing.declarations.join(', ')})` : '';
    const query = `${isMutation ? 'mutation' : 'query'} Fuzz${declared} { ${selections.join(' ')} }`;
    return { query, variables: writing.variables, isMutation };
  }
}

class WrittenOperation {
  readonly declarations: string[] = [];
  readonly variables: Record<string, unknown> = {};

  constructor(
    readonly random: Random,
    readonly values: FuzzValues,
  ) {}

  field(schema: GraphQLSchema, field: Field, depth: number): string {
    const given = field.args.filter((argument) => this.#isGiven(argument, depth));
    const args = given.map((argument) => `${argument.name}: ${this.#argument(argument)}`).join(', ');
    return `${field.name}${args ? `(${args})` : ''}${this.#selection(schema, getNamedType(field.type), depth + 1)}`;
  }

  #isGiven({ type, defaultValue, name }: GraphQLArgument, depth: number): boolean {
    if (isNonNullType(type) && defaultValue === undefined) return this.random.chance(0.995);
    if (name === 'stage') return this.random.chance(0.5);
    return this.random.chance(depth === 0 ? 0.4 : 0.08);
  }

  /** Mostly a variable: a literal cannot have everything that JSON has. */
  #argument({ type, name }: GraphQLArgument): string {
    const value = this.values.of(type, name);
    if (this.random.chance(0.15)) return literal(value);
    const variable = `v${this.declarations.length}`;
    this.declarations.push(`$${variable}: ${type}`);
    if (this.random.chance(0.99)) this.variables[variable] = value;
    return `$${variable}`;
  }

  #selection(schema: GraphQLSchema, type: GraphQLNamedType, depth: number): string {
    if (isAbstractType(type)) {
      const possible = this.random.pick(schema.getPossibleTypes(type));
      const own = isInterfaceType(type) && this.random.chance(0.5) ? 'id' : '';
      return ` { __typename ${own} ... on ${possible.name}${this.#selection(schema, possible, depth)} }`;
    }
    if (!isObjectType(type)) return '';
    const all = Object.values(type.getFields());
    const leaves = all.filter(
      ({ type: of }) => !isObjectType(getNamedType(of)) && !isAbstractType(getNamedType(of)),
    );
    const choices = depth >= MAX_DEPTH ? leaves : all;
    const wanted = new Set<Field>();
    for (let count = this.random.integer(1, 4); count > 0 && choices.length > 0; count -= 1)
      wanted.add(this.random.pick(choices));
    const payload = all.find(({ name }) => name === 'userErrors');
    const errors = payload ? ' userErrors { code message path }' : '';
    const inner = [...wanted]
      .filter((field) => field !== payload)
      .map((field) => this.field(schema, field, depth));
    return ` { __typename ${inner.join(' ')}${errors} }`;
  }
}

/** What a root field is about, as ids have it. */
function kindOf({ name, type }: Field): string {
  const noun = getNamedType(type).name.replace(/(List)?Payload$|Connection$/, '');
  const about = noun === 'Delete' ? name.replace(/Delete$/, '') : noun;
  return about.replace(/\B[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

/** A value as GraphQL writes it, whatever type it is meant for; what looks like the value of an enum is written as one. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${Array.from(value, literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([name]) => /^[_a-z]\w*$/i.test(name));
    return `{ ${members.map(([name, inner]) => `${name}: ${literal(inner)}`).join(', ')} }`;
  }
  if (typeof value === 'string' && /^[A-Z][A-Z_]+$/.test(value)) return value;
  return JSON.stringify(value ?? null);
}
