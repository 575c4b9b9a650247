import { isDeepStrictEqual } from 'node:util';
import { entriesIn, isPerLocaleList, languageOf, type PerLocale } from '../history/changes.js';
import { EntryKeys } from '../history/entry-keys.js';
import { hasChangesOf, type List, stayInPlace, type Three } from '../history/list-entries.js';
import type { Locales } from '../language/locale.js';
import { type Document, isRecord } from '../model/document.js';

/** My document without the changes that both sides have made alike; list entries are compared one by one. */
export function remainingChanges(
  base: Document,
  mine: Document,
  theirs: Document,
  locales: Locales,
): Document {
  const keys = new EntryKeys(locales);
  const left = (then: unknown, own: unknown, now: unknown): unknown => {
    if (isDeepStrictEqual(own, then) || isDeepStrictEqual(own, now)) return then;
    const all = [then, own, now].map((each) => each ?? undefined);
    if (all.every((each) => each === undefined || isRecord(each)))
      return leftInRecords((then ?? {}) as Document, (own ?? {}) as Document, (now ?? {}) as Document);
    if (!all.every((each) => each === undefined || Array.isArray(each))) return own;
    const lists = all.map((each) => each ?? []) as unknown as Three<List>;
    if (lists.every(isPerLocaleList)) return remainingText(lists, locales);
    if (hasChangesOf(lists)) return then;
    const [before, mineNow, theirsNow] = lists;
    const inPlace = [mineNow, theirsNow].every(
      (list) => list.every(isRecord) && stayInPlace(before, list, keys),
    );
    return inPlace ? mineNow.map((entry, index) => left(before[index], entry, theirsNow[index])) : own;
  };
  const leftInRecords = (then: Document, own: Document, now: Document): Document => {
    const names = [...new Set([then, own, now].flatMap((each) => Object.keys(each)))];
    const fields = names.map((name) => [name, left(then[name], own[name], now[name])] as const);
    return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  };
  return leftInRecords(base, mine, theirs);
}

/** Entries with a locale: those of one language are compared together. */
function remainingText(lists: Three<List>, locales: Locales): List {
  const languages = new Set(lists.flat().map((entry) => languageOf(entry as PerLocale[number], locales)));
  return [...languages].flatMap((locale) => {
    const own = lists.map((list) => entriesIn(list as PerLocale, locale, locales)) as unknown as Three<List>;
    return hasChangesOf(own) ? own[0] : own[1];
  });
}
