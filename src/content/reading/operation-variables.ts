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
  /** Whether a text is taken as it is. */
  readonly isText: boolean;
}

/** The variables of an operation, whose types are looked up once. */
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

  /** As execution would coerce them; undefined where it would refuse them. */
  values(given: Variables): Variables | undefined {
    return this.#usual(given) ?? getVariableValues(this.schema, this.#definitions, given).coerced;
  }

  /** Where all are there. Undefined for all else: what is missing, null or wrong has rules of its own. */
  #usual(given: Variables): Variables | undefined {
    if (!this.#variables) return undefined;
    const values: Record<string, unknown> = {};
    let isWrong = false;
    for (const { name, type, isText } of this.#variables) {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
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
