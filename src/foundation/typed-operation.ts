import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';

/** An operation as text, which knows what it answers and which variables it takes. */
export interface TypedOperation<Data, Variables> extends DocumentTypeDecoration<Data, Variables> {
  toString(): string;
}

export type OperationVariables = Readonly<Record<string, unknown>>;
