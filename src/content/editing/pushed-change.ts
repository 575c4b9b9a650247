import type { ContentType } from '../model/content-type.js';
import { collapse, type Document, pathInInput } from '../model/document.js';
import type { ContentStore } from '../storage/store.js';
import type { Change } from '../writing/change.js';
import type { InputReader } from '../writing/input.js';

/** A document to push, with its place among all of them. */
export interface PushedDocument {
  readonly content: ContentType;
  readonly externalRef: string;
  readonly document: Document;
  readonly expectedVersion?: number | null | undefined;
  readonly index: number;
}

export interface PushOptions {
  readonly recreate: boolean;
  readonly overruleOthers: boolean;
  readonly overwriteOthers: boolean;
}

/** The change that a pushed document requests. */
export function pushedChange(
  { locales }: ContentStore,
  inputs: InputReader,
  { content, externalRef, document: sent, expectedVersion, index }: PushedDocument,
  { recreate, overruleOthers, overwriteOthers }: PushOptions,
): Change {
  const entry = ['input', 'entries', String(index)];
  const locate = (path: readonly string[]) =>
    path[0] === 'expectedVersion' || (path[0] === 'externalRef' && !('externalRef' in sent))
      ? [...entry, ...path]
      : [...entry, 'document', ...pathInInput(sent, path, locales)];
  const document = collapse(inputs.typeOf(content), sent, locales);
  const expected = typeof expectedVersion === 'number' ? { expectedVersion } : {};
  const flags = { isAgain: recreate, overrules: overruleOthers, overwrites: overwriteOthers };
  return { content, externalRef, mode: 'PUT', document, locate, ...flags, ...expected };
}
