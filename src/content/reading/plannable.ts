import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isScalarType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsByName } from './fragments.js';
import { planOf } from './planned-field.js';

/** Scalars without serialization. */
const SERVED_AS_READ = new Set([
  'ID',
  'String',
  'Int',
  'Boolean',
  'Locale',
  'DateTime',
  'Date',
  'URL',
  'JSON',
]);

/**
 * Whether the JSON of the database equals the result of execution: every field is planned and needs no serialization.
 * @returns the keys that are non-null somewhere in the response; undefined for an operation that must be executed
 */
export function keysNeverNull(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ReadonlySet<string> | undefined {
  const query = schema.getQueryType();
  if (operation.operation !== 'query' || !query) return undefined;
  const survey = new Survey(schema, document, query);
  return survey.isPlanned(operation.selectionSet, query) ? survey.neverNull : undefined;
}

class Survey {
  readonly neverNull = new Set<string>();
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Fragments that are known to be planned. */
  readonly #visited = new Set<string>();

  constructor(
    readonly schema: GraphQLSchema,
    document: DocumentNode,
    readonly query: GraphQLNamedType,
  ) {
    this.#fragments = fragmentsByName(document);
  }

  isPlanned(set: SelectionSetNode, type: GraphQLNamedType): boolean {
    return set.selections.every((selection) => {
      if (selection.kind === Kind.FIELD) return this.#isFieldPlanned(selection, type);
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition;
        return this.isPlanned(selection.selectionSet, condition ? this.#typeOf(condition.name.value) : type);
      }
      return this.#isFragmentPlanned(selection.name.value);
    });
  }

  #isFragmentPlanned(name: string): boolean {
    const fragment = this.#fragments.get(name);
    if (!fragment) return false;
    if (this.#visited.has(name)) return true;
    this.#visited.add(name);
    return this.isPlanned(fragment.selectionSet, this.#typeOf(fragment.typeCondition.name.value));
  }

  #isFieldPlanned(node: FieldNode, parent: GraphQLNamedType): boolean {
    const { name, alias, selectionSet } = node;
    if (name.value === '__typename') return true;
    // Introspection, and reserved names, by which execution would know the types of objects.
    if (name.value.startsWith('__') || alias?.value.startsWith('__')) return false;
    const field =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name.value] : undefined;
    if (!field || !isServedAsRead(field)) return false;
    if (parent === this.query && !planOf(field)) return false;
    if (isNonNullType(field.type)) this.neverNull.add((alias ?? name).value);
    return !selectionSet || this.isPlanned(selectionSet, getNamedType(field.type));
  }

  #typeOf(name: string): GraphQLNamedType {
    const type = this.schema.getType(name);
    if (!type) throw new Error(`There is no type ${name}.`);
    return type;
  }
}

function isServedAsRead({ type }: GraphQLField<unknown, unknown>): boolean {
  const named = getNamedType(type);
  if (isScalarType(named)) return SERVED_AS_READ.has(named.name);
  return !isEnumType(named) || named.getValues().every(({ name, value }) => name === value);
}
