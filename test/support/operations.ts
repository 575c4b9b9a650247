import {
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isListType,
  isObjectType,
} from 'graphql';
import { ArgumentWriter } from './operation-arguments.js';
import type { Interest } from './operation-interest.js';
import { ValueWriter, type World } from './operation-values.js';
import type { Random } from './random.js';

export interface GeneratedOperation {
  readonly source: string;
  /** Two sets of variables: what is kept of the first run must not show in the second. */
  readonly variables: readonly [Record<string, unknown>, Record<string, unknown>];
}

type Composite = GraphQLObjectType | GraphQLInterfaceType;
type Field = GraphQLField<unknown, unknown>;

const MAX_DEPTH = 7;
const MAX_FIELDS = 45;
/** How many objects a selection may be asked for. */
const MAX_OBJECTS = 250;
/** How many entries a list without paging is expected to have. */
const SHORT_LIST = 4;
/** What has the same type wherever it occurs, and no arguments, may occur anywhere under its own name. */
const PLAIN = ['id', 'createdAt', 'updatedAt', 'publishedAt', 'redirectedFrom'];

/** Where fields are merged: the keys that are taken, and what they stand for. */
type Scope = Map<string, Taken>;
interface Taken {
  readonly parent: string;
  readonly call: string;
  readonly field: Field;
  readonly inner: Scope;
}

interface Place {
  readonly depth: number;
  readonly objects: number;
  /** Directly inside a connection: how many objects its page has. */
  readonly page: number;
  readonly scope: Scope;
  /** Inside a fragment with a name, whose fields can meet any others: each has an alias of its own. */
  readonly isShared: boolean;
}

interface Fragment {
  readonly name: string;
  readonly on: string;
  readonly depth: number;
  readonly objects: number;
}

/** Makes up valid operations. */
export class OperationGenerator {
  constructor(
    readonly schema: GraphQLSchema,
    readonly random: Random,
    readonly world: World,
    readonly interest: Interest,
    readonly stage?: 'DRAFT',
  ) {}

  next(): GeneratedOperation {
    this.interest.refresh();
    return new Writing(this.schema, this.random, this.world, this.interest, this.stage).operation();
  }
}

class Writing {
  readonly #values: ValueWriter;
  readonly #arguments: ArgumentWriter;
  readonly #fragments: Fragment[] = [];
  readonly #definitions: string[] = [];
  #aliases = 0;
  #fields = 0;

  constructor(
    readonly schema: GraphQLSchema,
    readonly random: Random,
    world: World,
    readonly interest: Interest,
    stage: 'DRAFT' | undefined,
  ) {
    this.#values = new ValueWriter(random, world, interest);
    this.#arguments = new ArgumentWriter(random, world, this.#values, interest, stage);
  }

  operation(): GeneratedOperation {
    const root = this.schema.getMutationType() ?? this.schema.getQueryType();
    if (!root) throw new Error('The schema has no root fields.');
    const kind = root.name.toLowerCase();
    const place: Place = { depth: 0, objects: 1, page: 1, scope: new Map(), isShared: false };
    const count = this.random.pick([1, 1, 1, 2, 3]);
    const fields = Array.from({ length: count }, () => this.#field(root, place));
    // Often the same once more, under another name and with other arguments.
    if (this.random.chance(kind === 'query' ? 0.3 : 0.8))
      fields.push(this.#field(root, place, this.random.pick([...place.scope.values()]).field));
    const { declarations, variables } = this.#values;
    const header = `${kind} Generated${declarations.length > 0 ? `(${declarations.join(', ')})` : ''} `;
    return { source: [`${header}{ ${fields.join(' ')} }`, ...this.#definitions].join('\n'), variables };
  }

  #selection(type: Composite, place: Place): string {
    const parts = Array.from({ length: this.random.integer(1, 4) }, () => this.#part(type, place));
    if (this.random.chance(0.1))
      parts.push(this.random.pick(['__typename', `t${++this.#aliases}: __typename`]));
    return parts.join(' ');
  }

  /** A field, or a fragment around fields. */
  #part(type: Composite, place: Place): string {
    if (!this.random.chance(0.2)) return this.#field(type, place);
    const conditions = [type, ...type.getInterfaces()];
    if (this.random.chance(0.4)) return this.#spread(this.random.pick(conditions), place);
    const on = this.random.pick(conditions);
    const condition = on === type && this.random.chance(0.5) ? '' : ` on ${on.name}`;
    return `...${condition}${this.#directive()} { ${this.#selection(on, place)} }`;
  }

  /** A fragment with a name: one that is there already, or a new one. */
  #spread(type: Composite, place: Place): string {
    const fitting = this.#fragments.filter(
      ({ on, depth, objects }) => on === type.name && depth >= place.depth && objects >= place.objects,
    );
    if (fitting.length > 0 && this.random.chance(0.6))
      return `...${this.random.pick(fitting).name}${this.#directive()}`;
    const name = `F${this.#definitions.length}`;
    const index = this.#definitions.push('') - 1;
    const selection = this.#selection(type, { ...place, scope: new Map(), isShared: true });
    this.#definitions[index] = `fragment ${name} on ${type.name} { ${selection} }`;
    // Only now can it be used: not inside itself.
    this.#fragments.push({ name, on: type.name, depth: place.depth, objects: place.objects });
    return `...${name}${this.#directive()}`;
  }

  #field(parent: Composite, place: Place, wanted?: Field): string {
    const again = !wanted && this.random.chance(0.08) ? this.#again(parent, place) : undefined;
    if (again) return again;
    const fields = Object.values(parent.getFields()).filter((field) => this.#isAffordable(field, place));
    if (fields.length === 0) return '__typename';
    const field = wanted ?? this.random.weighted(fields, (one) => this.interest.field(parent.name, one));
    this.interest.note(`${parent.name}.${field.name}`);
    this.#fields += 1;
    const args = this.#arguments.write(parent.name, field);
    const isPlain = PLAIN.includes(field.name);
    const isFree = !place.scope.has(field.name) && !place.isShared && this.random.chance(0.75);
    const key = isPlain || isFree ? field.name : `${field.name}${++this.#aliases}`;
    const call = `${key === field.name ? '' : `${key}: `}${field.name}${args.text}`;
    const inner: Scope = new Map();
    if (!isPlain) place.scope.set(key, { parent: parent.name, call, field, inner });
    // What a mutation does is the same in each run.
    const directive = parent.name === 'Mutation' ? '' : this.#directive();
    return `${call}${directive}${this.#under(field, this.#inside(field, place, inner, args.size))}`;
  }

  /** A field that is selected already, once more: both selections are merged. */
  #again(parent: Composite, place: Place): string | undefined {
    const taken = [...place.scope.values()].filter((one) => one.parent === parent.name);
    if (taken.length === 0) return undefined;
    const { call, field, inner } = this.random.pick(taken);
    return `${call}${this.#under(field, this.#inside(field, place, inner, 20))}`;
  }

  #inside(field: Field, place: Place, scope: Scope, size: number): Place {
    const isPaged = field.args.some(({ name }) => name === 'first');
    const isList = isListType(getNullableType(field.type));
    const isPage = isList && place.page > 1;
    const entries = isList ? (isPage ? place.page : SHORT_LIST) : 1;
    return {
      depth: place.depth + 1,
      objects: place.objects * entries,
      page: isPaged ? size : 1,
      scope,
      isShared: false,
    };
  }

  #under({ type }: Field, place: Place): string {
    const named = getNamedType(type);
    if (isObjectType(named)) return ` { ${this.#selection(named, place)} }`;
    if (!isAbstractType(named)) return '';
    const types = [...this.schema.getPossibleTypes(named)];
    const fragments = Array.from({ length: this.random.integer(1, 3) }, () => {
      const on = this.random.weighted(types, (one) => this.interest.condition(one));
      this.interest.note(`... on ${on.name}`);
      if (this.random.chance(0.2)) return this.#spread(on, place);
      return `... on ${on.name}${this.#directive()} { ${this.#selection(on, place)} }`;
    });
    const shared = isInterfaceType(named) ? named : this.random.pick(types[0]?.getInterfaces() ?? []);
    if (this.random.chance(0.4))
      fragments.push(`... on ${shared.name} { ${this.#selection(shared, place)} }`);
    return ` { ${fragments.join(' ')} }`;
  }

  #directive(): string {
    if (!this.random.chance(0.08)) return '';
    return ` @${this.random.pick(['include', 'skip'])}(if: ${this.#values.condition()})`;
  }

  #isAffordable({ type }: Field, { depth, objects }: Place): boolean {
    if (!isComposite(type)) return true;
    if (this.#fields > MAX_FIELDS) return false;
    return depth < MAX_DEPTH && objects <= MAX_OBJECTS;
  }
}

function isComposite(type: GraphQLOutputType): boolean {
  const named = getNamedType(type);
  return isObjectType(named) || isAbstractType(named);
}
