import { registerEnumType } from 'type-graphql';
import type { Sentence } from '../../foundation/errors.js';
import { type Document, isRecord } from './document.js';

/** The severity of a finding; an ERROR prevents publication. */
export enum Severity {
  ERROR = 'ERROR',
  WARNING = 'WARNING',
  INFO = 'INFO',
}

registerEnumType(Severity, {
  name: 'FindingSeverity',
  description: 'The severity of a finding.',
  valuesConfig: {
    ERROR: { description: 'An error that prevents publication.' },
    WARNING: { description: 'A problem for readers, which does not prevent publication.' },
    INFO: { description: 'Information; nothing is wrong.' },
  },
});

/** The codes of findings; each check registers its own. */
export const FindingCode: Record<string, string> = {};
const descriptions: Record<string, { readonly description: string }> = {};

registerEnumType(FindingCode, {
  name: 'FindingCode',
  description: 'The code of a finding; stable, for programs to act on.',
  valuesConfig: descriptions,
});

/** Finds the first problem of a kind in a text; `prose` is without code. */
export type TextCheck = (
  text: string,
  about: { readonly isMarkdown: boolean; readonly prose: string },
) => Pick<Finding, 'code' | 'sentence'> | undefined;

/** The result of a publish check. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  /** The path in the document. */
  readonly path: readonly string[];
  readonly sentence: Sentence;
}

/** Registers a code with the schema. */
export function findingCode(code: string, description: string): string {
  if (FindingCode[code]) throw new Error(`The finding ${code} is declared twice.`);
  FindingCode[code] = code;
  descriptions[code] = { description };
  return code;
}

/** The entries of a list in a document that are objects, such as its links, with their paths. */
export function entriesOf(
  document: Document,
  field: string,
): { readonly entry: Document; readonly path: readonly string[] }[] {
  const list = document[field];
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown, index) =>
    isRecord(entry) ? [{ entry, path: [field, String(index)] }] : [],
  );
}

/** An object to check before it is published, with its surroundings. */
export interface CheckContext {
  readonly id: string;
  readonly document: Document;
  /** The published version. */
  readonly before: Document | undefined;
  /** Other objects with the same reference, as they are public afterwards (see `siblings` of its type). */
  readonly siblings: readonly Document[];
  readonly now: Date;
  /** A companion by global id, as it is public afterwards. */
  readonly companion: (id: unknown) => Document | undefined;
  /** The draft of an object that stays hidden. */
  readonly hidden: (id: unknown) => Document | undefined;
}
