import { registerEnumType } from 'type-graphql';
import type { Sentence } from '../../foundation/errors.js';
import { type Document, isRecord } from './document.js';

/** How much a finding matters: an ERROR keeps the object from being published. */
export enum Severity {
  ERROR = 'ERROR',
  WARNING = 'WARNING',
  INFO = 'INFO',
}

registerEnumType(Severity, {
  name: 'FindingSeverity',
  description: 'How much a finding matters.',
  valuesConfig: {
    ERROR: { description: 'It has to be put right: without that nothing is published.' },
    WARNING: { description: 'Readers would stumble over it.' },
    INFO: { description: 'Good to know; nothing is wrong.' },
  },
});

/** The sorts of findings there are; filled by whoever looks for one. */
export const FindingCode: Record<string, string> = {};
const descriptions: Record<string, { readonly description: string }> = {};

registerEnumType(FindingCode, {
  name: 'FindingCode',
  description: 'What was found; stable, for programs to decide on.',
  valuesConfig: descriptions,
});

/** Something about an object that readers would stumble over. */
export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  /** The place in the document. */
  readonly path: readonly string[];
  readonly sentence: Sentence;
}

/** Makes a sort of findings known to the schema. */
export function findingCode(code: string, description: string): string {
  if (FindingCode[code]) throw new Error(`The finding ${code} is declared twice.`);
  FindingCode[code] = code;
  descriptions[code] = { description };
  return code;
}

/** The entries of a list in a document that have fields, such as its links, each with its place. */
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

/** An object that is about to be published, and those that go with it. */
export interface CheckContext {
  readonly id: string;
  readonly document: Document;
  /** What the public sees of it so far. */
  readonly before: Document | undefined;
  /** What the public sees beside it: others with the same reference (see `siblings` of its type). */
  readonly siblings: readonly Document[];
  readonly now: Date;
  /** Another object that it brings along, by its global id, as the public sees it afterwards. */
  readonly companion: (id: unknown) => Document | undefined;
  /** The draft of one that the public does not see even afterwards. */
  readonly hidden: (id: unknown) => Document | undefined;
}
