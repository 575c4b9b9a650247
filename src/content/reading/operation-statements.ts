import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Variables } from '../sql/argument-values.js';
import type { CompiledStatement } from '../sql/compiled-statement.js';
import { OperationShape } from '../sql/operation-shape.js';

/** More statements of one operation than any client needs, so that made-up variables do not fill the memory. */
const MAX_STATEMENTS = 200;
/** The approximate size of a statement in memory, for each character of its SQL. */
const CHARACTER_BYTES = 8;

/** The compiled statements of one operation, by field and by the shape of the variables. */
export class OperationStatements {
  readonly #shape: OperationShape;
  readonly #byKey = new Map<string, CompiledStatement>();
  #bytes = 0;

  /** @param grown called when a statement was added */
  constructor(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    readonly grown: () => void,
  ) {
    this.#shape = new OperationShape(schema, operation);
  }

  /** Their approximate size in memory. */
  get bytes(): number {
    return this.#bytes;
  }

  shapeOf(variables: Variables): string {
    return this.#shape.of(variables);
  }

  /** The cached statement of a field, or a newly compiled one. @param key what else it depends on */
  get(key: string, shape: string, compile: () => CompiledStatement): CompiledStatement {
    const full = `${key} ${shape}`;
    const known = this.#byKey.get(full);
    if (known) return known;
    const compiled = compile();
    if (this.#byKey.size >= MAX_STATEMENTS) this.clear();
    this.#byKey.set(full, compiled);
    this.#bytes += compiled.text.length * CHARACTER_BYTES;
    this.grown();
    return compiled;
  }

  clear(): void {
    this.#byKey.clear();
    this.#bytes = 0;
  }
}
