import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  type Token,
} from 'graphql';
import { OperationStatements } from '../content/reading/operation-statements.js';
import { PlannedOperation } from '../content/reading/planned-operation.js';
import { OperationMeasures } from './operation-measures.js';

/** A valid document, with everything that is cached about its operations. */
export class PreparedQuery {
  readonly #operations = new Map<OperationDefinitionNode, PreparedOperation>();
  readonly #documentBytes: number;

  constructor(
    readonly schema: GraphQLSchema,
    /** SHA-256, as clients of persisted queries send it. */
    readonly hash: string,
    readonly source: string,
    readonly document: DocumentNode,
    /** Called when the query takes more memory than before. */
    readonly grown: (query: PreparedQuery) => void,
  ) {
    this.#documentBytes = bytesOf(document);
  }

  /** Its approximate size in memory. */
  get bytes(): number {
    // An operation keeps about as much of its document as the document itself does.
    let bytes = this.#documentBytes * (1 + this.#operations.size);
    for (const { statements } of this.#operations.values()) bytes += statements.bytes;
    return bytes;
  }

  /** The operation with this name, or the only one. */
  operation(name: string | undefined): PreparedOperation | undefined {
    const node = getOperationAST(this.document, name);
    if (!node) return undefined;
    const known = this.#operations.get(node);
    if (known) return known;
    const operation = new PreparedOperation(this.schema, this.document, node, () => this.grown(this));
    this.#operations.set(node, operation);
    this.grown(this);
    return operation;
  }

  /** Frees memory; statements can be compiled again. */
  forgetStatements(): void {
    for (const { statements } of this.#operations.values()) statements.clear();
  }
}

/** An operation with its measures, statements and plan. */
export class PreparedOperation {
  readonly measures: OperationMeasures;
  readonly statements: OperationStatements;
  /** Undefined when a field needs GraphQL execution. */
  readonly planned: PlannedOperation | undefined;

  constructor(
    readonly schema: GraphQLSchema,
    readonly document: DocumentNode,
    readonly node: OperationDefinitionNode,
    grown: () => void,
  ) {
    this.measures = new OperationMeasures(schema, document, node);
    this.statements = new OperationStatements(schema, node, grown);
    this.planned = PlannedOperation.of(schema, document, node, this.statements);
  }
}

const TOKEN_BYTES = 450;
const CHARACTER_BYTES = 2;

/**
 * The approximate size of a parsed document in memory. Its length says little: `{a b c}` takes hundreds of times as
 * many bytes, and a comment two.
 */
export function bytesOf({ loc }: DocumentNode): number {
  let tokens = 1;
  for (let token: Token | null | undefined = loc?.startToken; token; token = token.next) tokens += 1;
  return tokens * TOKEN_BYTES + (loc?.source.body.length ?? 0) * CHARACTER_BYTES;
}
