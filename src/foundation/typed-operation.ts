import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';

/** The text of an operation, typed with its result and its variables. */
export interface TypedOperation<Data, Variables> extends DocumentTypeDecoration<Data, Variables> {
  toString(): string;
}

export type OperationVariables = Readonly<Record<string, unknown>>;
