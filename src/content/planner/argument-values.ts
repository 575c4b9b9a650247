import { type FieldNode, type GraphQLField, getArgumentValues, type ValueNode } from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;
export type ArgumentValues = Readonly<Record<string, unknown>>;

/** The arguments of one field of an operation. Those without variables in them are the same in every request. */
export class FieldArguments {
  #constant: ArgumentValues | undefined;

  constructor(
    readonly field: GraphQLField<unknown, unknown>,
    readonly node: FieldNode,
  ) {
    if (!node.arguments?.some(({ value }) => hasVariable(value))) {
      this.#constant = getArgumentValues(field, node);
    }
  }

  /** @throws GraphQLError where a variable that is null stands for what must not be */
  values(variables: Variables): ArgumentValues {
    return this.#constant ?? getArgumentValues(this.field, this.node, variables);
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
