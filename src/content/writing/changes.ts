import { isDeepStrictEqual } from 'node:util';
import { type Document, isRecord } from './document.js';

/** One place in which two versions of an object differ. */
export interface FieldChange {
  /** The place in the document, such as `schedule.start` or `text.zh-Hant.title`. */
  readonly path: string;
  /** The language, where it is a change of words. */
  readonly locale: string | null;
  /** Null where there was nothing. */
  readonly before: unknown;
  /** Null where there is nothing any more. */
  readonly after: unknown;
}

/** Field by field, and words by locale, what differs; lists are compared whole unless only words in them differ. */
export function changesBetween(before: Document, after: Document, locales: readonly string[]): FieldChange[] {
  return compare(before, after, [], locales);
}

function compare(
  before: unknown,
  after: unknown,
  path: readonly string[],
  locales: readonly string[],
): FieldChange[] {
  if (isDeepStrictEqual(before ?? null, after ?? null)) return [];
  if (isRecord(before ?? after) && isRecord(after ?? before)) {
    const [one, other] = [(before ?? {}) as Document, (after ?? {}) as Document];
    const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return names.flatMap((name) => compare(one[name], other[name], [...path, name], locales));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length && hasRecords(after)) {
    return after.flatMap((entry, index) => compare(before[index], entry, [...path, String(index)], locales));
  }
  const locale = path.find((segment) => locales.includes(segment)) ?? null;
  return [{ path: path.join('.'), locale, before: before ?? null, after: after ?? null }];
}

function hasRecords(list: readonly unknown[]): boolean {
  return list.every(isRecord);
}
