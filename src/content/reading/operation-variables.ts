import {
  coerceInputValue,
  type GraphQLInputType,
  type GraphQLSchema,
  getNullableType,
  getVariableValues,
  isInputType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import type { Variables } from '../sql/argument-values.js';

interface Variable {
  readonly name: string;
  readonly type: GraphQLInputType;
  /** Whether a text needs no coercion. */
  readonly isText: boolean;
}

/** The variables of an operation, with their types resolved once. */
export class OperationVariables {
  readonly #variables: readonly Variable[] | undefined;

  constructor(
    readonly schema: GraphQLSchema,
    readonly operation: OperationDefinitionNode,
  ) {
    const variables = this.#definitions.map(({ variable, type: node }) => {
      const type = typeFromAST(schema, node);
      if (!isInputType(type)) return undefined;
      const isText = ['String', 'ID'].includes(String(getNullableType(type)));
      return { name: variable.name.value, type, isText };
    });
    this.#variables = variables.every((each) => each !== undefined) ? variables : undefined;
  }

  get #definitions() {
    return this.operation.variableDefinitions ?? [];
  }

  /** Coerces variables as execution would; undefined for invalid ones. */
  values(rawVariables: Variables): Variables | undefined {
    return (
      this.#usual(rawVariables) ?? getVariableValues(this.schema, this.#definitions, rawVariables).coerced
    );
  }

  /** The fast path, for variables that are all present and need no coercion; undefined for any others. */
  #usual(rawVariables: Variables): Variables | undefined {
    if (!this.#variables) return undefined;
    const values: Record<string, unknown> = {};
    let isWrong = false;
    for (const { name, type, isText } of this.#variables) {
      const value = Object.hasOwn(rawVariables, name) ? rawVariables[name] : undefined;
      if (value === undefined || value === null) return undefined;
      values[name] =
        isText && typeof value === 'string'
          ? value
          : coerceInputValue(value, type, () => {
              isWrong = true;
            });
      if (isWrong) return undefined;
    }
    return values;
  }
}
