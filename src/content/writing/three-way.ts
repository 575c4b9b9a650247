import { isDeepStrictEqual } from 'node:util';
import type { Locales } from '../localization/locale.js';
import { isWorded, languageOf } from './changes.js';
import { type Document, isRecord } from './document.js';

/** Stands where both changed the same. */
const CLASH = Symbol('clash');

/**
 * The document that comes of two changes of one, as with three-way merges of source files; undefined where both are in
 * each other's way, but for `prefersMine`. Entries of lists are told by what they say in no language.
 */
export function mergeThree(
  base: Document,
  mine: Document,
  theirs: Document,
  locales: Locales,
  prefersMine = false,
): Document | undefined {
  const merged = new Merging(locales, prefersMine).values(base, mine, theirs);
  return merged === CLASH ? undefined : (merged as Document);
}

type List = readonly unknown[];
type Three<Value> = readonly [base: Value, mine: Value, theirs: Value];

class Merging {
  constructor(
    readonly locales: Locales,
    /** Whether what both have changed is as I have it. */
    readonly prefersMine: boolean,
  ) {}

  values(base: unknown, mine: unknown, theirs: unknown): unknown {
    if (isDeepStrictEqual(mine, base)) return theirs;
    if (isDeepStrictEqual(theirs, base) || isDeepStrictEqual(mine, theirs)) return mine;
    const all = [base, mine, theirs].filter((value) => value !== undefined);
    const records = all.filter(isRecord);
    // What one of us has taken out as a whole is not put together again from its fields.
    if (this.prefersMine && records.length > 0 && (mine === undefined || theirs === undefined)) return mine;
    if (records.length === all.length) return this.#records([base ?? {}, mine ?? {}, theirs ?? {}] as never);
    if (!all.every((value): value is List => Array.isArray(value))) return this.prefersMine ? mine : CLASH;
    const lists = [base ?? [], mine ?? [], theirs ?? []] as unknown as Three<List>;
    if (lists.every(isWorded)) return this.#worded(lists);
    return this.prefersMine ? this.#allEntries(lists) : this.#entries(lists);
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
    const isClash = changed.some((locale) => !isDeepStrictEqual(of(theirs, locale), of(base, locale)));
    if (isClash && !this.prefersMine) return CLASH;
    const own = (locale: string) =>
      this.prefersMine
        ? this.#allEntries([of(base, locale), of(mine, locale), of(theirs, locale)])
        : of(mine, locale);
    const left = new Set(changed);
    const merged = theirs.flatMap((entry) => {
      const locale = localeOf(entry);
      if (!changed.includes(locale)) return [entry];
      return left.delete(locale) ? own(locale) : [];
    });
    return [...merged, ...[...left].flatMap(own)];
  }

  /** What either has added is there, what either has removed is not, but for what I have changed. */
  #allEntries(lists: Three<List>): List {
    const [base, mine, theirs] = this.#paired(this.#keyed(lists));
    const isKept = ([key]: readonly [string, unknown]) =>
      mine.has(key) && (theirs.has(key) || !isDeepStrictEqual(mine.get(key), base.get(key)));
    const common = (list: ReadonlyMap<string, unknown>) =>
      [...list.keys()].filter((key) => base.has(key) && mine.has(key));
    const isMoved = !isDeepStrictEqual(common(mine), common(base));
    const [order, other] = isMoved ? [mine, theirs] : [theirs, mine];
    const keys = withAdded([...order.keys()], [...other.keys()]);
    return keys
      .map((key) => [key, this.values(base.get(key), mine.get(key), theirs.get(key))] as const)
      .filter((entry) => !base.has(entry[0]) || isKept(entry))
      .map(([, entry]) => entry);
  }

  /** Where a list is as long as before, an entry in the place of one that is not there any more is that one, changed. */
  #paired([base, mine, theirs]: Three<ReadonlyMap<string, unknown>>): Three<ReadonlyMap<string, unknown>> {
    const places = [...base.keys()];
    const paired = (list: ReadonlyMap<string, unknown>) => {
      if (list.size !== base.size) return list;
      return new Map(
        [...list].map(([key, entry], index) => {
          const before = places[index] ?? key;
          return [base.has(key) || list.has(before) ? key : before, entry] as const;
        }),
      );
    };
    return [base, paired(mine), paired(theirs)];
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

/** The keys of one list with those that only another one has, each after what it stands behind there. */
function withAdded(keys: readonly string[], others: readonly string[]): string[] {
  const all = [...keys];
  for (const [index, key] of others.entries()) {
    if (all.includes(key)) continue;
    const before = others[index - 1];
    all.splice(before === undefined ? 0 : all.indexOf(before) + 1, 0, key);
  }
  return all;
}
