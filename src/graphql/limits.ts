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
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';
import { DEFAULT_PAGE } from '../content/planner/connection.js';

/** What one operation may ask for. */
export const limits = {
  depth: 12,
  aliases: 30,
  rootFields: 20,
  directives: 50,
  /** Objects that the answer can have, and with them rows that the database reads. */
  cost: 5_000,
  /** Fields visited while fragments are expanded; a few lines of fragments can stand for billions. */
  fields: 5_000,
  listInput: 200,
} as const;

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
export function checkLimits(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Measure {
  if (!schema.getRootType(operation.operation)) {
    throw new GraphQLError(`This API has no ${operation.operation} operations.`, {
      extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
    });
  }
  refuseLongLists(variables, []);
  const measure = measureOf(schema, document, operation, variables);
  for (const name of ['depth', 'aliases', 'rootFields', 'directives', 'cost'] as const) {
    if (measure[name] > limits[name]) refuse(name, measure[name], limits[name]);
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
function measureOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Measure {
  const before = known.get(operation);
  const found = before?.bySizes.get(keyOf(before.sizes, variables));
  if (found) return found;
  const measuring = new Measuring(schema, document, operation, variables);
  const measure = measuring.measure();
  if (!measuring.doVariablesFit) return measure;
  const measures = before ?? { sizes: [...measuring.sizes], bySizes: new Map() };
  if (measures.bySizes.size >= MAX_SIZES) measures.bySizes.clear();
  measures.bySizes.set(keyOf(measures.sizes, variables), measure);
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
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Readonly<Record<string, unknown>>;
  #visited = 0;
  #depth = 0;
  #aliases = 0;
  #rootFields = 0;
  #directives = 0;
  #cost = 0;

  constructor(
    readonly schema: GraphQLSchema,
    document: DocumentNode,
    readonly operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ) {
    const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
    const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
    // Variables that do not fit are reported when the operation is executed; they cost nothing.
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
      cost: Math.round(this.#cost),
    };
  }

  #walk(set: SelectionSetNode, type: GraphQLNamedType | undefined, at: Place): void {
    for (const selection of set.selections) {
      this.#visited += 1;
      if (this.#visited > limits.fields) refuse('fields', this.#visited, limits.fields);
      this.#directives += selection.directives?.length ?? 0;
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
    // Introspection has its own limit in the validation of GraphQL.
    if (name === '__schema' || name === '__type') return;
    this.#depth = Math.max(this.#depth, at.depth);
    if (this.#depth > limits.depth) refuse('depth', this.#depth, limits.depth);
    if (!node.selectionSet) return;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (!field) return;
    const isPaged = field.args.some((argument) => argument.name === 'first');
    const isList = isListType(getNullableType(field.type));
    const given = isPaged || isList ? this.#argumentsOf(field, node) : {};
    const entries = isList ? (at.page ?? listLength(given)) : 1;
    const objects = at.objects * entries;
    this.#cost += objects;
    if (this.#cost > limits.cost) refuse('cost', Math.round(this.#cost), limits.cost);
    this.#walk(node.selectionSet, getNamedType(field.type), {
      depth: at.depth + 1,
      objects,
      page: isPaged ? pageSize(given) : undefined,
    });
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

function refuseLongLists(value: unknown, path: readonly string[]): void {
  if (Array.isArray(value) && value.length > limits.listInput)
    refuse(`entries in ${path.join('.')}`, value.length, limits.listInput);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) refuseLongLists(inner, [...path, key]);
}

function refuse(what: string, measured: number, limit: number): never {
  throw new GraphQLError(`The operation asks for too much: ${what} ${measured}, at most ${limit}.`, {
    extensions: { code: 'QUERY_TOO_COMPLEX', limit: { what, measured, limit }, http: { status: 400 } },
  });
}
