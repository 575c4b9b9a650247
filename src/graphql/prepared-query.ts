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

/** A valid document, with all that is known of its operations. */
export class PreparedQuery {
  readonly #operations = new Map<OperationDefinitionNode, PreparedOperation>();
  readonly #documentBytes: number;

  constructor(
    readonly schema: GraphQLSchema,
    /** Its SHA-256, as clients of persisted queries have it. */
    readonly hash: string,
    readonly source: string,
    readonly document: DocumentNode,
    /** Is called when it takes more memory than before. */
    readonly grown: (query: PreparedQuery) => void,
  ) {
    this.#documentBytes = bytesOf(document);
  }

  /** What it takes in memory, about. */
  get bytes(): number {
    // An operation keeps about as much of its document as the document itself does.
    let bytes = this.#documentBytes * (1 + this.#operations.size);
    for (const { statements } of this.#operations.values()) bytes += statements.bytes;
    return bytes;
  }

  /** The operation of this name, or the only one. */
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

  /** Statements can be compiled again. */
  forgetStatements(): void {
    for (const { statements } of this.#operations.values()) statements.clear();
  }
}

/** An operation, what it asks for, and how it is read. */
export class PreparedOperation {
  readonly measures: OperationMeasures;
  readonly statements: OperationStatements;
  /** Undefined where something in it has to be executed. */
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
 * What a parsed document takes in memory, about. Its length says little: `{a b c}` becomes hundreds of times as many
 * bytes, and a comment two.
 */
export function bytesOf({ loc }: DocumentNode): number {
  let tokens = 1;
  for (let token: Token | null | undefined = loc?.startToken; token; token = token.next) tokens += 1;
  return tokens * TOKEN_BYTES + (loc?.source.body.length ?? 0) * CHARACTER_BYTES;
}
