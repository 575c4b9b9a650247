import { type FieldNode, type GraphQLField, getArgumentValues, type ValueNode } from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;
export type ArgumentValues = Readonly<Record<string, unknown>>;

/** The arguments of a field of the operation. Those without variables are evaluated once. */
export class FieldArguments {
  readonly #constant: ArgumentValues;
  /** Arguments that are a plain variable, by name. */
  readonly #variables = new Map<string, string>();
  /** Whether a value contains a variable. */
  readonly #isNested: boolean;

  constructor(
    readonly field: GraphQLField<unknown, unknown>,
    readonly node: FieldNode,
  ) {
    const { arguments: argumentNodes = [] } = node;
    for (const { name, value } of argumentNodes)
      if (value.kind === 'Variable') this.#variables.set(name.value, value.name.value);
    this.#isNested = argumentNodes.some(({ value }) => value.kind !== 'Variable' && hasVariable(value));
    this.#constant = this.#isNested ? {} : this.#withoutVariables();
  }

  /** @throws GraphQLError for a variable that is null where the type does not allow it */
  values(variables: Variables): ArgumentValues {
    if (this.#variables.size === 0 && !this.#isNested) return this.#constant;
    if (this.#isNested) return getArgumentValues(this.field, this.node, variables);
    const values: Record<string, unknown> = { ...this.#constant };
    for (const [argument, variable] of this.#variables) {
      const value = variables[variable];
      // Missing and null variables follow the rules of GraphQL.
      if (value === undefined || value === null) return getArgumentValues(this.field, this.node, variables);
      values[argument] = value;
    }
    return values;
  }

  #withoutVariables(): ArgumentValues {
    const { field, node } = this;
    const isConstant = (name: string) => !this.#variables.has(name);
    return getArgumentValues(
      { ...field, args: field.args.filter(({ name }) => isConstant(name)) },
      { ...node, arguments: (node.arguments ?? []).filter(({ name }) => isConstant(name.value)) },
    );
  }
}

function hasVariable(value: ValueNode): boolean {
  switch (value.kind) {
    case 'Variable':
      return true;
    case 'ListValue':
      return value.values.some(hasVariable);
    case 'ObjectValue':
      return value.fields.some((field) => hasVariable(field.value));
    default:
      return false;
  }
}
