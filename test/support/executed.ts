import { type DocumentNode, type ExecutionResult, execute, getOperationAST } from 'graphql';
import type { Viewer } from '../../src/content/contract/access.js';
import { OperationStatements } from '../../src/content/reading/operation-statements.js';
import type { TestApplication } from './application.js';

/** Executes a document as the program does where the answer cannot be what the database sends; not over HTTP. */
export async function executed(
  { schema, endpoint }: TestApplication,
  document: DocumentNode,
  variableValues: Record<string, unknown>,
  { viewer, now }: { readonly viewer: Viewer; readonly now: Date },
): Promise<ExecutionResult> {
  const { reader, locales, store } = endpoint;
  const operation = getOperationAST(document);
  if (!operation) throw new Error('There is not one operation.');
  const contextValue = {
    statements: new OperationStatements(schema, operation, () => undefined),
    reader,
    locales,
    store,
    locale: locales.default,
    now,
    viewer,
    servedLocales: new Set(),
  };
  return execute({ schema, document, variableValues, contextValue });
}
