import { type DocumentNode, getOperationAST, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { bytesOf } from '../content/sql/document-bytes.js';

/** A website has a hundred documents, of some hundred tokens each: a quarter of that. */
const MAX_BYTES = 24_000_000;

interface KnownDocument {
  readonly document: DocumentNode;
  readonly operations: Map<string | undefined, OperationDefinitionNode | undefined>;
}

export interface KnownOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** Valid documents by their text. Those that were not asked for for the longest time are forgotten. */
export class KnownDocuments {
  readonly #bySource = new LRUCache<string, KnownDocument>({
    maxSize: MAX_BYTES,
    sizeCalculation: ({ document }) => bytesOf(document),
  });

  add(source: string, document: DocumentNode): void {
    if (!this.#bySource.has(source)) this.#bySource.set(source, { document, operations: new Map() });
  }

  has(source: string): boolean {
    return this.#bySource.has(source);
  }

  /** The operation of a document that is asked for by name, or the only one. */
  find(source: string, operationName: string | undefined): KnownOperation | undefined {
    const known = this.#bySource.get(source);
    if (!known) return undefined;
    const { document, operations } = known;
    if (!operations.has(operationName)) {
      // Names that are not there are not remembered.
      const found = getOperationAST(document, operationName);
      if (!found) return undefined;
      operations.set(operationName, found);
    }
    const operation = operations.get(operationName);
    return operation && { document, operation };
  }
}
