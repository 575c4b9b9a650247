import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isObjectType,
} from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import type { ArgumentRef, Statement } from './statement.js';

/** A field of the operation, with the selections of all its occurrences merged. */
export class SelectedField {
  #arguments: ArgumentRef | undefined;

  constructor(
    readonly statement: Statement,
    /** The response key: the alias or name. */
    readonly key: string,
    readonly nodes: readonly FieldNode[],
    readonly definition: GraphQLField<unknown, unknown> | undefined,
  ) {}

  get name(): string {
    return firstOf(this.nodes).name.value;
  }

  get arguments(): ArgumentRef {
    if (!this.definition) throw new Error(`${this.name} has no arguments.`);
    this.#arguments ??= this.statement.argumentsOf(this.definition, firstOf(this.nodes));
    return this.#arguments;
  }

  /** The fields selected from an object of `type`, or of the field's own type. */
  subfields(type?: GraphQLObjectType): SelectedField[] {
    const objectType = type ?? this.#objectType();
    const { schema, fragments, variables } = this.statement.operation;
    const collected = collectSubfields(schema, fragments, variables, objectType, [...this.nodes]);
    const definitions = objectType.getFields();
    return [...collected].map(
      ([key, nodes]) => new SelectedField(this.statement, key, nodes, definitions[firstOf(nodes).name.value]),
    );
  }

  /** Whether the declared type is abstract. */
  get isAbstract(): boolean {
    return this.definition !== undefined && !isObjectType(getNamedType(this.definition.type));
  }

  /** The object type with this name. */
  objectType(name: string): GraphQLObjectType {
    const type = this.statement.operation.schema.getType(name);
    if (!isObjectType(type)) throw new Error(`${name} is not an object type of the schema.`);
    return type;
  }

  #objectType(): GraphQLObjectType {
    const type = this.definition && getNamedType(this.definition.type);
    if (!isObjectType(type)) throw new Error(`${this.name} is not an object.`);
    return type;
  }
}

function firstOf<T>(items: readonly T[]): T {
  const [first] = items;
  if (first === undefined) throw new Error('A selected field has at least one node.');
  return first;
}
