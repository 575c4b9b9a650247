import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
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
import { fragmentsByName } from '../content/reading/fragments.js';
import { DEFAULT_PAGE } from '../content/sql/connection.js';
import { FURTHER_STATEMENT, listLength, weightOf } from './field-weights.js';
import { INTROSPECTED_VALUES_PER_POINT, introspectedEntries } from './introspection.js';
import { type Limits, MAX_COERCION_ERRORS } from './limits.js';
import { type Dearest, FieldCosts, SelectionCost } from './selection-cost.js';
import { refuse } from './too-complex.js';

/** A valid operation with raw variables. */
export interface OperationRequest {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}
/** The arguments that set the number of objects. */
const SIZES: readonly string[] = ['first', 'last', 'ids'];

/** The measures of an operation. */
export interface Measure {
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  readonly cost: number;
  /** Whether it has a field that takes long, by its `extensions`. */
  readonly isLong: boolean;
  /** The fields with the highest cost. */
  readonly dearest: readonly Dearest[];
}

/** Measures an operation from its document, without executing it. */
export class OperationMeasurement {
  /** The variables that set page sizes. */
  readonly sizes = new Set<string>();
  readonly doVariablesFit: boolean;
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Readonly<Record<string, unknown>>;
  readonly #costs = new FieldCosts();
  #visited = 0;
  #depth = 0;
  #aliases = 0;
  #rootFields = 0;
  #directives = 0;
  #introspected = 0;
  #isLong = false;

  constructor(
    { schema, document, operation, variables }: OperationRequest,
    readonly limits: Limits,
  ) {
    this.schema = schema;
    this.operation = operation;
    this.#fragments = fragmentsByName(document);
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, {
      maxErrors: MAX_COERCION_ERRORS,
    });
    // Invalid variables are reported by execution; the operation costs nothing then.
    this.#variables = coerced ?? {};
    this.doVariablesFit = coerced !== undefined;
  }

  measure(): Measure {
    const root = this.schema.getRootType(this.operation.operation);
    const objects = this.#walk(this.operation.selectionSet, root ?? undefined, ROOT).most;
    const isQuery = this.operation.operation === 'query';
    const statements = isQuery ? Math.max(0, this.#rootFields - 1) * FURTHER_STATEMENT : 0;
    return {
      depth: this.#depth,
      aliases: this.#aliases,
      rootFields: this.#rootFields,
      directives: this.#directives,
      cost: Math.max(1, Math.round(objects + statements + this.#introspected)),
      isLong: this.#isLong,
      dearest: this.#costs.dearest,
    };
  }

  #walk(set: SelectionSetNode, type: GraphQLNamedType | undefined, at: Place): SelectionCost {
    const cost = new SelectionCost(this.schema, type);
    for (const selection of set.selections) {
      this.#visit(selection);
      if (selection.kind === Kind.FIELD) cost.addField(this.#field(selection, type, at));
      else {
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments.get(selection.name.value);
        if (!fragment) continue;
        const condition = fragment.typeCondition?.name.value;
        const inner = condition === undefined ? type : this.schema.getType(condition);
        cost.addFragment(this.#walk(fragment.selectionSet, inner, at));
      }
    }
    return cost;
  }

  /** The points of a field and its selection. */
  #field(node: FieldNode, type: GraphQLNamedType | undefined, at: Place): number {
    if (node.alias) this.#aliases += 1;
    if (at.depth === 1) this.#rootFields += 1;
    const name = node.name.value;
    // Validation limits its depth.
    if (name === '__schema' || name === '__type') {
      this.#introspection(node, 1);
      return 0;
    }
    this.#depth = Math.max(this.#depth, at.depth);
    if (this.#depth > this.limits.depth) refuse('depth', this.#depth, this.limits.depth);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    if (!field) return 0;
    if (field.extensions.isLong) this.#isLong = true;
    const weight = at.objects * weightOf(field, type?.name ?? '', at.depth);
    const path = [...at.path, name];
    if (!node.selectionSet) {
      this.#costs.add(path, weight);
      return weight;
    }
    const isPaged = field.args.some((argument) => argument.name === 'first');
    const isList = isListType(getNullableType(field.type));
    const values = isPaged || isList ? this.#argumentsOf(field, node) : {};
    const entries = isList ? (at.page ?? listLength(field, type?.name ?? '', values)) : 1;
    const objects = at.objects * entries;
    this.#costs.add(path, weight + objects);
    const within = this.#walk(node.selectionSet, getNamedType(field.type), {
      path,
      depth: at.depth + 1,
      objects,
      page: isPaged ? pageSize(values) : undefined,
    });
    return weight + objects + within.most;
  }

  #introspection(node: FieldNode, within: number): void {
    const values = node.selectionSet ? within * introspectedEntries(node.name.value) : within;
    this.#introspected += values / INTROSPECTED_VALUES_PER_POINT;
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
      // Execution reports invalid arguments.
      return {};
    }
  }
}

interface Place {
  readonly path: readonly string[];
  readonly depth: number;
  /** How many objects the selection is read for. */
  readonly objects: number;
  /** The page size, directly inside a connection. */
  readonly page: number | undefined;
}

const ROOT: Place = { path: [], depth: 1, objects: 1, page: undefined };

function pageSize(values: Readonly<Record<string, unknown>>): number {
  const size = Number(values.first ?? values.last ?? DEFAULT_PAGE);
  return Number.isFinite(size) && size > 0 ? size : 1;
}

function variablesIn(value: ValueNode): string[] {
  if (value.kind === Kind.VARIABLE) return [value.name.value];
  return value.kind === Kind.LIST ? value.values.flatMap(variablesIn) : [];
}
