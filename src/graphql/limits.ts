import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  getVariableValues,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { DEFAULT_PAGE } from '../content/planner/connection.js';
import { refuseLargeInput } from './input-size.js';
import { INTROSPECTED_VALUES, introspectedEntries } from './introspection.js';
import { refuse } from './too-complex.js';

/** How long a query may take, in milliseconds; statements are stopped before that, see foundation/database.ts. */
export const OPERATION_TIME = 5_000;

/** What one operation may ask for. */
export interface Limits {
  /** Characters of the document. */
  readonly source: number;
  readonly tokens: number;
  /** Brackets within brackets: parsers fail at some depth, and this is far from it. */
  readonly nesting: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  /** Objects that the answer can have, and with them rows that the database reads. */
  readonly cost: number;
  /** The part of the cost that is introspection: nothing of it waits for a database, so that everybody waits for it. */
  readonly introspection: number;
  /** Fields visited while fragments are expanded; a few lines of fragments can stand for billions. */
  readonly fields: number;
  /** Fields that have one name in one place, two by two: so many comparisons take the validation 10 ms. */
  readonly pairs: number;
  readonly listInput: number;
}

/** For everybody. */
export const limits: Limits = Object.freeze({
  source: 20_000,
  tokens: 2_000,
  nesting: 200,
  depth: 12,
  aliases: 30,
  rootFields: 20,
  directives: 50,
  cost: 5_000,
  introspection: 500,
  fields: 5_000,
  pairs: 10_000,
  listInput: 200,
});

/** For whoever has a key. */
export const keyedLimits: Limits = Object.freeze({
  ...limits,
  source: 50_000,
  tokens: 4_000,
  cost: 20_000,
});

/** A valid operation that somebody asks for, with the variables as they came. */
export interface AskedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}
/** Mistakes in variables that are told one by one. */
export const MAX_COERCION_ERRORS = 10;

/** How many entries a list without paging is expected to have. */
const UNPAGED_LIST = 5;

/** The arguments that say how many objects are asked for. */
const SIZES: readonly string[] = ['first', 'last', 'ids'];

/** What an operation asks for. */
export interface Measure {
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  readonly cost: number;
}

/**
 * Refuses an operation that asks for too much, before anything of it runs.
 * @throws GraphQLError QUERY_TOO_COMPLEX with the measure and the limit
 */
export function checkLimits(asked: AskedOperation, allowed: Limits = limits): Measure {
  const { schema, document, operation, variables } = asked;
  if (!schema.getRootType(operation.operation)) {
    throw new GraphQLError(`This API has no ${operation.operation} operations.`, {
      extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
    });
  }
  // Documents that were kept for whoever has a key.
  const { tokenCount = 0 } = document;
  if (tokenCount > allowed.tokens) refuse('tokens', tokenCount, allowed.tokens);
  refuseLargeInput(document, variables, allowed);
  const measure = measureOf(asked, allowed);
  for (const name of ['depth', 'aliases', 'rootFields', 'directives', 'cost'] as const) {
    if (measure[name] > allowed[name]) refuse(name, measure[name], allowed[name]);
  }
  return measure;
}

/** More sizes of pages than any client asks one operation for. */
const MAX_SIZES = 100;

interface KnownMeasures {
  /** The variables that say how much is asked for. */
  readonly sizes: readonly string[];
  readonly bySizes: Map<string, Measure>;
}

const known = new WeakMap<OperationDefinitionNode, KnownMeasures>();

/** An operation that comes again is not measured again, unless with variables by which it asks for more or less. */
function measureOf(asked: AskedOperation, allowed: Limits): Measure {
  const { operation, variables } = asked;
  const before = known.get(operation);
  const key = (sizes: readonly string[]) => `${allowed.cost} ${keyOf(sizes, variables)}`;
  const found = before?.bySizes.get(key(before.sizes));
  if (found) return found;
  const measuring = new Measuring(asked, allowed);
  const measure = measuring.measure();
  if (!measuring.doVariablesFit) return measure;
  const measures = before ?? { sizes: [...measuring.sizes], bySizes: new Map() };
  if (measures.bySizes.size >= MAX_SIZES) measures.bySizes.clear();
  measures.bySizes.set(key(measures.sizes), measure);
  known.set(operation, measures);
  return measure;
}

function keyOf(sizes: readonly string[], variables: Readonly<Record<string, unknown>>): string {
  return sizes
    .map((name) => {
      const value = variables[name];
      if (Array.isArray(value)) return `[${value.length}]`;
      return typeof value === 'number' ? String(value) : typeof value;
    })
    .join(',');
}

class Measuring {
  /** The variables that it has asked for sizes. */
  readonly sizes = new Set<string>();
  readonly doVariablesFit: boolean;
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Readonly<Record<string, unknown>>;
  #visited = 0;
  #depth = 0;
  #aliases = 0;
  #rootFields = 0;
  #directives = 0;
  #cost = 0;
  #introspected = 0;

  constructor(
    { schema, document, operation, variables }: AskedOperation,
    readonly limits: Limits,
  ) {
    this.schema = schema;
    this.operation = operation;
    const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
    const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
      maxErrors: MAX_COERCION_ERRORS,
    });
    const { errors = [] } = coerced;
    if (errors.length > MAX_COERCION_ERRORS) refuseVariables(errors[0]);
    // A few that do not fit are reported when the operation is executed; they cost nothing.
    this.#variables = coerced.coerced ?? {};
    this.doVariablesFit = coerced.coerced !== undefined;
  }

  measure(): Measure {
    const root = this.schema.getRootType(this.operation.operation);
    this.#walk(this.operation.selectionSet, root ?? undefined, { depth: 1, objects: 1, page: undefined });
    return {
      depth: this.#depth,
      aliases: this.#aliases,
      rootFields: this.#rootFields,
      directives: this.#directives,
      cost: Math.max(1, Math.round(this.#cost + this.#introspected)),
    };
  }

  #walk(set: SelectionSetNode, type: GraphQLNamedType | undefined, at: Place): void {
    for (const selection of set.selections) {
      this.#visit(selection);
      if (selection.kind === Kind.FIELD) this.#field(selection, type, at);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        this.#walk(selection.selectionSet, condition ? this.schema.getType(condition) : type, at);
      } else {
        const fragment = this.#fragments.get(selection.name.value);
        if (fragment)
          this.#walk(fragment.selectionSet, this.schema.getType(fragment.typeCondition.name.value), at);
      }
    }
  }

  #field(node: FieldNode, type: GraphQLNamedType | undefined, at: Place): void {
    if (node.alias) this.#aliases += 1;
    if (at.depth === 1) this.#rootFields += 1;
    const name = node.name.value;
    // Its depth has a limit of its own in the validation of GraphQL.
    if (name === '__schema' || name === '__type') {
      this.#introspection(node, 1);
      return;
    }
    this.#depth = Math.max(this.#depth, at.depth);
    if (this.#depth > this.limits.depth) refuse('depth', this.#depth, this.limits.depth);
    if (!node.selectionSet) return;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (!field) return;
    const isPaged = field.args.some((argument) => argument.name === 'first');
    const isList = isListType(getNullableType(field.type));
    const given = isPaged || isList ? this.#argumentsOf(field, node) : {};
    const entries = isList ? (at.page ?? listLength(given)) : 1;
    const objects = at.objects * entries;
    this.#cost += objects;
    if (this.#cost > this.limits.cost) refuse('cost', Math.round(this.#cost), this.limits.cost);
    this.#walk(node.selectionSet, getNamedType(field.type), {
      depth: at.depth + 1,
      objects,
      page: isPaged ? pageSize(given) : undefined,
    });
  }

  #introspection(node: FieldNode, within: number): void {
    const values = node.selectionSet ? within * introspectedEntries(node.name.value) : within;
    this.#introspected += values / INTROSPECTED_VALUES;
    if (this.#introspected > this.limits.introspection)
      refuse('introspection', Math.round(this.#introspected), this.limits.introspection);
    if (node.selectionSet) this.#introspectedSet(node.selectionSet, values);
  }

  #introspectedSet(set: SelectionSetNode, objects: number): void {
    for (const selection of set.selections) {
      this.#visit(selection);
      if (selection.kind === Kind.FIELD) {
        if (selection.alias) this.#aliases += 1;
        this.#introspection(selection, objects);
      } else {
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value);
        if (fragment) this.#introspectedSet(fragment.selectionSet, objects);
      }
    }
  }

  #visit({ directives = [] }: SelectionNode): void {
    this.#visited += 1;
    if (this.#visited > this.limits.fields) refuse('fields', this.#visited, this.limits.fields);
    this.#directives += directives.length;
  }

  #argumentsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): Readonly<Record<string, unknown>> {
    for (const { name, value } of node.arguments ?? [])
      if (SIZES.includes(name.value)) for (const variable of variablesIn(value)) this.sizes.add(variable);
    try {
      return getArgumentValues(field, node, this.#variables);
    } catch {
      // Arguments that do not fit are reported when the operation is executed.
      return {};
    }
  }
}

/** Execution would take this for a fault of ours. */
function refuseVariables(first: GraphQLError | undefined): never {
  throw new GraphQLError(`${first?.message} The variables have more mistakes than are told.`, {
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });
}

interface Place {
  readonly depth: number;
  /** How many objects the selection is read for. */
  readonly objects: number;
  /** Directly inside a connection: the size of its page. */
  readonly page: number | undefined;
}

function pageSize(given: Readonly<Record<string, unknown>>): number {
  const size = Number(given.first ?? given.last ?? DEFAULT_PAGE);
  return Number.isFinite(size) && size > 0 ? size : 1;
}

function listLength(given: Readonly<Record<string, unknown>>): number {
  return Array.isArray(given.ids) ? given.ids.length : UNPAGED_LIST;
}

function variablesIn(value: ValueNode): string[] {
  if (value.kind === Kind.VARIABLE) return [value.name.value];
  return value.kind === Kind.LIST ? value.values.flatMap(variablesIn) : [];
}
