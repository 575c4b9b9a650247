import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { BoundedMap } from '../../foundation/bounded-map.js';
import type { Variables } from './argument-values.js';
import { OperationShape } from './operation-shape.js';
import type { PlanHolder, PlanRoom } from './plan-room.js';
import type { CompiledStatement } from './statement.js';

/** More shapes of one operation than any client has; a client that makes them up does not fill the memory. */
const MAX_SHAPES = 200;

/** The plans of one operation. */
class Plans implements PlanHolder {
  readonly byKey = new BoundedMap<string, CompiledStatement>(MAX_SHAPES);

  constructor(
    readonly operation: OperationDefinitionNode,
    readonly shape: OperationShape,
  ) {}

  forgetPlans(): void {
    this.byKey.clear();
  }
}

/** Compiled statements by operation, field and shape; an operation that is forgotten takes its plans along. */
export class PlanCache {
  readonly #byOperation = new WeakMap<OperationDefinitionNode, Plans>();

  constructor(readonly room: PlanRoom) {}

  get(
    { schema, operation, variables }: Planned,
    key: string,
    compile: () => CompiledStatement,
  ): CompiledStatement {
    let plans = this.#byOperation.get(operation);
    if (!plans) {
      plans = new Plans(operation, new OperationShape(schema, operation));
      this.#byOperation.set(operation, plans);
    }
    const { shape, byKey } = plans;
    this.room.note(plans);
    const full = `${key} ${shape.of(variables)}`;
    const known = byKey.get(full);
    if (known) return known;
    const compiled = compile();
    byKey.set(full, compiled);
    this.room.add(plans, compiled);
    return compiled;
  }
}

export interface Planned {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly variables: Variables;
}
