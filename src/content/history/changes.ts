import { isDeepStrictEqual } from 'node:util';
import type { Locales } from '../language/locale.js';
import { type Document, isRecord } from '../model/document.js';
import { EntryKeys } from './entry-keys.js';
import { stayInPlace } from './list-entries.js';

/** A difference between two versions of a document. */
export interface FieldChange {
  /** The path, such as `schedule.start` or `text.zh-Hant.title`. */
  readonly path: string;
  /** The locale of translated text; null for a shared field. */
  readonly locale: string | null;
  /** Null if there was no value. */
  readonly before: unknown;
  /** Null if there is no value any more. */
  readonly after: unknown;
}

/** The differences field by field, text by locale; lists as a whole if entries were added, removed or moved. */
export function changesBetween(before: Document, after: Document, locales: Locales): FieldChange[] {
  return compare(before, after, [], locales);
}

function compare(before: unknown, after: unknown, path: readonly string[], locales: Locales): FieldChange[] {
  if (isDeepStrictEqual(before ?? null, after ?? null)) return [];
  if (isRecord(before ?? after) && isRecord(after ?? before)) {
    const [one, other] = [(before ?? {}) as Document, (after ?? {}) as Document];
    const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return names.flatMap((name) => compare(one[name], other[name], [...path, name], locales));
  }
  const lists = [before ?? [], after ?? []];
  if (lists.every(isPerLocaleList))
    return comparePerLocale(lists[0] as PerLocale, lists[1] as PerLocale, path, locales);
  if (areRecords(before) && areRecords(after) && stayInPlace(before, after, new EntryKeys(locales))) {
    return after.flatMap((entry, index) => compare(before[index], entry, [...path, String(index)], locales));
  }
  const locale = path.find((segment) => locales.codes.includes(segment)) ?? null;
  return [{ path: path.join('.'), locale, before: before ?? null, after: after ?? null }];
}

export type PerLocale = readonly { readonly locale: string }[];

/** Whether every entry of a list has a locale, such as the names of a person. */
export function isPerLocaleList(list: unknown): list is PerLocale {
  return Array.isArray(list) && list.every((entry) => isRecord(entry) && typeof entry.locale === 'string');
}

/** The locale of an entry: the configured one that its tag matches, if any. */
export function languageOf({ locale }: PerLocale[number], locales: Locales): string {
  return locales.lookup(locale) ?? locale;
}

/** The entries of a list in one locale. */
export function entriesIn(list: PerLocale, locale: string, locales: Locales): PerLocale {
  return list.filter((entry) => languageOf(entry, locales) === locale);
}

function comparePerLocale(
  before: PerLocale,
  after: PerLocale,
  path: readonly string[],
  locales: Locales,
): FieldChange[] {
  const languages = new Set([...before, ...after].map((entry) => languageOf(entry, locales)));
  return [...languages].flatMap((locale) => {
    const [then, now] = [before, after].map((list) => entriesIn(list, locale, locales));
    return isDeepStrictEqual(then, now)
      ? []
      : [{ path: path.join('.'), locale: configured(locale, locales), before: some(then), after: some(now) }];
  });
}

/** A text whose language is not configured is for readers of all languages. */
function configured(locale: string, { codes }: Locales): string | null {
  return codes.includes(locale) ? locale : null;
}

function some(list: PerLocale = []): PerLocale | null {
  return list.length > 0 ? list : null;
}

function areRecords(list: unknown): list is readonly Document[] {
  return Array.isArray(list) && list.every(isRecord);
}
