import { type DocumentNode, type ExecutionResult, execute } from 'graphql';
import type { Viewer } from '../../src/content/contract/access.js';
import type { TestApplication } from './application.js';

/** Executes a document as the program does where the answer cannot be what the database sends; not over HTTP. */
export async function executed(
  { schema, endpoint }: TestApplication,
  document: DocumentNode,
  variableValues: Record<string, unknown>,
  { viewer, now }: { readonly viewer: Viewer; readonly now: Date },
): Promise<ExecutionResult> {
  const { reader, locales, store } = endpoint;
  const contextValue = {
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
