import { isDeepStrictEqual } from 'node:util';
import { entriesIn, isWorded, languageOf, type Worded } from '../history/changes.js';
import { EntryKeys } from '../history/entry-keys.js';
import { hasChangesOf, type List, stayInPlace, type Three } from '../history/list-entries.js';
import type { Locales } from '../language/locale.js';
import { type Document, isRecord } from '../model/document.js';

/**
 * What I have, but as it was before where they have it, too: what is left of my changes is what we do not agree on. In
 * lists, that is told by entries.
 */
export function unagreed(base: Document, mine: Document, theirs: Document, locales: Locales): Document {
  const keys = new EntryKeys(locales);
  const left = (then: unknown, own: unknown, now: unknown): unknown => {
    if (isDeepStrictEqual(own, then) || isDeepStrictEqual(own, now)) return then;
    const all = [then, own, now].map((each) => each ?? undefined);
    if (all.every((each) => each === undefined || isRecord(each)))
      return leftInRecords((then ?? {}) as Document, (own ?? {}) as Document, (now ?? {}) as Document);
    if (!all.every((each) => each === undefined || Array.isArray(each))) return own;
    const lists = all.map((each) => each ?? []) as unknown as Three<List>;
    if (lists.every(isWorded)) return leftInWords(lists, locales);
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

/** Entries that are words of one language each: those of a language go together. */
function leftInWords(lists: Three<List>, locales: Locales): List {
  const languages = new Set(lists.flat().map((entry) => languageOf(entry as Worded[number], locales)));
  return [...languages].flatMap((locale) => {
    const own = lists.map((list) => entriesIn(list as Worded, locale, locales)) as unknown as Three<List>;
    return hasChangesOf(own) ? own[0] : own[1];
  });
}
