import { type DocumentNode, getOperationAST, type OperationDefinitionNode } from 'graphql';

/** Of all documents together, in characters: parsed, they take about thirty times as many bytes. */
const MAX_LENGTH = 1_000_000;
/** Each takes tens of kilobytes with its plans, however short it is. A website has a hundred. */
const MAX_DOCUMENTS = 1_000;

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
  readonly #bySource = new Map<string, KnownDocument>();
  #length = 0;

  add(source: string, document: DocumentNode): void {
    if (this.#bySource.has(source)) return;
    this.#bySource.set(source, { document, operations: new Map() });
    this.#length += source.length;
    for (const oldest of this.#bySource.keys()) {
      if (this.#length <= MAX_LENGTH && this.#bySource.size <= MAX_DOCUMENTS) break;
      this.#bySource.delete(oldest);
      this.#length -= oldest.length;
    }
  }

  has(source: string): boolean {
    return this.#bySource.has(source);
  }

  /** The operation of a document that is asked for by name, or the only one. */
  find(source: string, operationName: string | undefined): KnownOperation | undefined {
    const known = this.#bySource.get(source);
    if (!known) return undefined;
    this.#bySource.delete(source);
    this.#bySource.set(source, known);
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
