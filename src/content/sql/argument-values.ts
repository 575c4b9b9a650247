import { type FieldNode, type GraphQLField, getArgumentValues, type ValueNode } from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;
export type ArgumentValues = Readonly<Record<string, unknown>>;

/** The arguments of one field of an operation. What does not come from variables is the same in every request. */
export class FieldArguments {
  readonly #constant: ArgumentValues;
  /** Arguments that are a variable as a whole, by their names. */
  readonly #variables = new Map<string, string>();
  /** Whether there is a variable within a value. */
  readonly #isNested: boolean;

  constructor(
    readonly field: GraphQLField<unknown, unknown>,
    readonly node: FieldNode,
  ) {
    const { arguments: given = [] } = node;
    for (const { name, value } of given)
      if (value.kind === 'Variable') this.#variables.set(name.value, value.name.value);
    this.#isNested = given.some(({ value }) => value.kind !== 'Variable' && hasVariable(value));
    this.#constant = this.#isNested ? {} : this.#withoutVariables();
  }

  /** @throws GraphQLError where a variable that is null stands for what must not be */
  values(variables: Variables): ArgumentValues {
    if (this.#variables.size === 0 && !this.#isNested) return this.#constant;
    if (this.#isNested) return getArgumentValues(this.field, this.node, variables);
    const values: Record<string, unknown> = { ...this.#constant };
    for (const [argument, variable] of this.#variables) {
      const value = variables[variable];
      // What is missing or null has rules of its own.
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
