import type { FieldChange } from '../writing/changes.js';
import { type Document, isRecord } from '../writing/document.js';
import { withoutNames } from './terms.js';

/** What history must not say any more. */
export interface Erased {
  /** The global id of the object. */
  readonly target: string;
  /** What it was called, or undefined when it had no name. */
  readonly names: RegExp | undefined;
  /** Codes of languages, which stay as they are. */
  readonly locales: readonly string[];
}

/** A value without what refers to the object, and without its names. Entries of lists that refer to it are left out. */
export function scrubbed(value: unknown, erased: Erased): unknown {
  if (typeof value === 'string') {
    if (value === erased.target) return null;
    return erased.names ? withoutNames(value, erased.names, erased.locales) : value;
  }
  if (Array.isArray(value)) {
    return value.filter((entry) => !refersTo(entry, erased)).map((entry) => scrubbed(entry, erased));
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, scrubbed(each, erased)]));
}

/** The changes of a revision; those inside an entry of a list that refers to the object lose their values. */
export function scrubbedChanges(
  changes: readonly FieldChange[],
  documents: readonly (Document | null)[],
  erased: Erased,
): FieldChange[] {
  return changes.map((change) => {
    const isInside = documents.some(
      (document) => document && isWithin(document, change.path.split('.'), erased),
    );
    if (isInside) return { ...change, before: null, after: null };
    const [before, after] = [change.before, change.after].map((value) =>
      refersTo(value, erased) ? null : (scrubbed(value, erased) ?? null),
    );
    return { ...change, before, after };
  });
}

function refersTo(value: unknown, { target }: Erased): boolean {
  return value === target || (isRecord(value) && Object.values(value).includes(target));
}

/** Whether a place of a document is inside an entry of a list that refers to the object. */
function isWithin(document: Document, path: readonly string[], erased: Erased): boolean {
  let value: unknown = document;
  for (const segment of path) {
    const isEntry: boolean = Array.isArray(value);
    value = isEntry || isRecord(value) ? (value as Readonly<Record<string, unknown>>)[segment] : undefined;
    if (isEntry && refersTo(value, erased)) return true;
  }
  return false;
}
