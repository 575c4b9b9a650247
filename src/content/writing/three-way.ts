import { isDeepStrictEqual } from 'node:util';
import type { Locales } from '../localization/locale.js';
import { isWorded, languageOf } from './changes.js';
import { type Document, isRecord } from './document.js';

/** Stands where both changed the same. */
const CLASH = Symbol('clash');

/**
 * The document that comes of two changes of one, as with three-way merges of source files; undefined where both are in
 * each other's way. Entries of lists are told by what they say in no language.
 */
export function mergeThree(
  base: Document,
  mine: Document,
  theirs: Document,
  locales: Locales,
): Document | undefined {
  const merged = new Merging(locales).values(base, mine, theirs);
  return merged === CLASH ? undefined : (merged as Document);
}

type List = readonly unknown[];
type Three<Value> = readonly [base: Value, mine: Value, theirs: Value];

class Merging {
  constructor(readonly locales: Locales) {}

  values(base: unknown, mine: unknown, theirs: unknown): unknown {
    if (isDeepStrictEqual(mine, base)) return theirs;
    if (isDeepStrictEqual(theirs, base) || isDeepStrictEqual(mine, theirs)) return mine;
    const all = [base, mine, theirs].filter((value) => value !== undefined);
    const records = all.filter(isRecord);
    if (records.length === all.length) return this.#records([base ?? {}, mine ?? {}, theirs ?? {}] as never);
    if (!all.every((value): value is List => Array.isArray(value))) return CLASH;
    const lists = [base ?? [], mine ?? [], theirs ?? []] as unknown as Three<List>;
    return lists.every(isWorded) ? this.#worded(lists) : this.#entries(lists);
  }

  #records([base, mine, theirs]: Three<Document>): unknown {
    const names = new Set([base, mine, theirs].flatMap((each) => Object.keys(each)));
    const merged = [...names].map(
      (name) => [name, this.values(base[name], mine[name], theirs[name])] as const,
    );
    if (merged.some(([, value]) => value === CLASH)) return CLASH;
    return Object.fromEntries(merged.filter(([, value]) => value !== undefined));
  }

  /** Entries that are words of one language each: those of a language go together. */
  #worded([base, mine, theirs]: Three<List>): unknown {
    const localeOf = (entry: unknown) => languageOf(entry as { locale: string }, this.locales);
    const of = (list: List, locale: string) => list.filter((entry) => localeOf(entry) === locale);
    const changed = [...new Set([...base, ...mine].map(localeOf))].filter(
      (locale) => !isDeepStrictEqual(of(mine, locale), of(base, locale)),
    );
    if (changed.some((locale) => !isDeepStrictEqual(of(theirs, locale), of(base, locale)))) return CLASH;
    const left = new Set(changed);
    const merged = theirs.flatMap((entry) => {
      const locale = localeOf(entry);
      if (!changed.includes(locale)) return [entry];
      return left.delete(locale) ? of(mine, locale) : [];
    });
    return [...merged, ...[...left].flatMap((locale) => of(mine, locale))];
  }

  /** At most one of the two has added, removed and moved; the other has found other words for what stayed. */
  #entries(lists: Three<List>): unknown {
    const [base, mine, theirs] = this.#keyed(lists);
    const order = isDeepStrictEqual([...mine.keys()], [...base.keys()]) ? theirs : mine;
    if (order === mine && !isDeepStrictEqual([...theirs.keys()], [...base.keys()])) return CLASH;
    const other = order === mine ? theirs : mine;
    const isLost = ([key, entry]: readonly [string, unknown]) =>
      !order.has(key) && !isDeepStrictEqual(entry, base.get(key));
    if ([...other].some(isLost)) return CLASH;
    const merged = [...order].map(([key, entry]) =>
      other.has(key) ? this.values(base.get(key), mine.get(key), theirs.get(key)) : entry,
    );
    return merged.includes(CLASH) ? CLASH : merged;
  }

  #keyed(lists: Three<List>): Three<ReadonlyMap<string, unknown>> {
    const plain = (entry: unknown) => JSON.stringify(this.#shared(entry, false));
    const isTelling = lists.every((list) => new Set(list.map(plain)).size === list.length);
    const keyed = (list: List) => {
      const seen = new Map<string, number>();
      return new Map(
        list.map((entry) => {
          if (isTelling) return [plain(entry), entry] as const;
          const key = JSON.stringify(this.#shared(entry, true));
          seen.set(key, (seen.get(key) ?? 0) + 1);
          return [`${key} ${seen.get(key)}`, entry] as const;
        }),
      );
    };
    const [base, mine, theirs] = lists;
    return [keyed(base), keyed(mine), keyed(theirs)];
  }

  /** What an entry says in no language, with or without the lists in it. */
  #shared(value: unknown, withLists: boolean): unknown {
    if (Array.isArray(value))
      return withLists ? value.map((entry) => this.#shared(entry, withLists)) : undefined;
    if (!isRecord(value)) return value;
    const names = Object.keys(value).filter((name) => !this.locales.codes.includes(name));
    const shared = names.sort().map((name) => [name, this.#shared(value[name], withLists)] as const);
    // Where an entry has no words yet it is the same one.
    return shared.some(([, inner]) => inner !== undefined) ? Object.fromEntries(shared) : undefined;
  }
}
