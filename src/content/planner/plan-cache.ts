import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Variables } from './argument-values.js';
import { OperationShape } from './operation-shape.js';
import type { CompiledStatement } from './statement.js';

/** More shapes of one operation than any client has; a client that makes them up does not fill the memory. */
const MAX_SHAPES = 200;

interface Plans {
  readonly shape: OperationShape;
  readonly byKey: Map<string, CompiledStatement>;
}

/** Compiled statements by operation, field and shape; an operation that is forgotten takes its plans along. */
export class PlanCache {
  readonly #byOperation = new WeakMap<OperationDefinitionNode, Plans>();

  get(
    { schema, operation, variables }: Planned,
    key: string,
    compile: () => CompiledStatement,
  ): CompiledStatement {
    let plans = this.#byOperation.get(operation);
    if (!plans) {
      plans = { shape: new OperationShape(schema, operation), byKey: new Map() };
      this.#byOperation.set(operation, plans);
    }
    const { shape, byKey } = plans;
    const full = `${key} ${shape.of(variables)}`;
    const known = byKey.get(full);
    if (known) return known;
    if (byKey.size >= MAX_SHAPES) byKey.clear();
    const compiled = compile();
    byKey.set(full, compiled);
    return compiled;
  }
}

export interface Planned {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
}
