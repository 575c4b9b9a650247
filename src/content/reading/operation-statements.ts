import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Variables } from '../sql/argument-values.js';
import { OperationShape } from '../sql/operation-shape.js';
import type { CompiledStatement } from '../sql/statement.js';

/** More statements of one operation than any client has; a client that makes up variables does not fill the memory. */
const MAX_STATEMENTS = 200;
/** What a statement takes in memory for each character of its SQL, with all that belongs to it. */
const CHARACTER_BYTES = 8;

/** The compiled statements of one operation, by field and by what of the variables makes a difference to them. */
export class OperationStatements {
  readonly #shape: OperationShape;
  readonly #byKey = new Map<string, CompiledStatement>();
  #bytes = 0;

  /** @param grown is called when there is another statement */
  constructor(
    schema: GraphQLSchema,
    operation: OperationDefinitionNode,
    readonly grown: () => void,
  ) {
    this.#shape = new OperationShape(schema, operation);
  }

  /** What they take in memory, about. */
  get bytes(): number {
    return this.#bytes;
  }

  shapeOf(variables: Variables): string {
    return this.#shape.of(variables);
  }

  /** The statement for a field, which is compiled where it is not known. @param key what else makes a difference */
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
