import { isDeepStrictEqual } from 'node:util';
import {
  entriesIn,
  type FieldChange,
  isPerLocaleList,
  languageOf,
  type PerLocale,
} from '../history/changes.js';
import { EntryKeys } from '../history/entry-keys.js';
import { alignEntries, hasChangesOf, type List, type Row, type Three } from '../history/list-entries.js';
import type { Locales } from '../language/locale.js';
import { type Document, isRecord } from '../model/document.js';

/** Marks a conflict. */
const CLASH = Symbol('clash');

/**
 * Three-way merge of two changes to one document; undefined if they conflict. List entries are matched by what does not
 * depend on the language.
 */
export function mergeThree(
  base: Document,
  mine: Document,
  theirs: Document,
  locales: Locales,
): Document | undefined {
  const merged = new ThreeWayMerge(locales, false).values(base, mine, theirs, []);
  return merged === CLASH ? undefined : (merged as Document);
}

/** Three-way merge in which my changes win, with the changes of others that were overruled. */
export function overrule(base: Document, mine: Document, theirs: Document, locales: Locales) {
  const merging = new ThreeWayMerge(locales, true);
  const document = merging.values(base, mine, theirs, []) as Document;
  return { document, overruled: merging.overruled as readonly FieldChange[] };
}

type Path = readonly string[];

class ThreeWayMerge {
  /** From their value to the merged one. */
  readonly overruled: FieldChange[] = [];
  readonly keys: EntryKeys;

  constructor(
    readonly locales: Locales,
    readonly prefersMine: boolean,
  ) {
    this.keys = new EntryKeys(locales);
  }

  values(base: unknown, mine: unknown, theirs: unknown, path: Path): unknown {
    if (isDeepStrictEqual(mine, base)) return theirs;
    if (isDeepStrictEqual(theirs, base) || isDeepStrictEqual(mine, theirs)) return mine;
    const all = [base, mine, theirs].filter((value) => value !== undefined);
    const records = all.filter(isRecord);
    // An object that one side has removed is not rebuilt from its fields.
    if (this.prefersMine && records.length > 0 && (mine === undefined || theirs === undefined))
      return this.#mine(mine, theirs, path);
    if (records.length === all.length)
      return this.#records([base ?? {}, mine ?? {}, theirs ?? {}] as never, path);
    if (!all.every((value): value is List => Array.isArray(value)))
      return this.prefersMine ? this.#mine(mine, theirs, path) : CLASH;
    const lists = [base ?? [], mine ?? [], theirs ?? []] as unknown as Three<List>;
    if (lists.every(isPerLocaleList)) return this.#perLocale(lists, path);
    return this.prefersMine ? this.#allEntries(lists, path) : this.#entries(lists);
  }

  #mine(mine: unknown, theirs: unknown, path: Path): unknown {
    const locale = path.find((segment) => this.locales.codes.includes(segment)) ?? null;
    this.overruled.push({ path: path.join('.'), locale, before: theirs ?? null, after: mine ?? null });
    return mine;
  }

  #records([base, mine, theirs]: Three<Document>, path: Path): unknown {
    const names = new Set([base, mine, theirs].flatMap((each) => Object.keys(each)));
    const merged = [...names].map(
      (name) => [name, this.values(base[name], mine[name], theirs[name], [...path, name])] as const,
    );
    if (merged.some(([, value]) => value === CLASH)) return CLASH;
    return Object.fromEntries(merged.filter(([, value]) => value !== undefined));
  }

  /** Entries with a locale: those of one language are merged together. */
  #perLocale([base, mine, theirs]: Three<List>, path: Path): unknown {
    const localeOf = (entry: unknown) => languageOf(entry as { locale: string }, this.locales);
    const of = (list: List, locale: string) => entriesIn(list as PerLocale, locale, this.locales);
    const three = (locale: string): Three<List> => [of(base, locale), of(mine, locale), of(theirs, locale)];
    const changed = [...new Set([...base, ...mine].map(localeOf))].filter(
      (locale) => !isDeepStrictEqual(of(mine, locale), of(base, locale)),
    );
    const isClash = (locale: string) => withAgreed(three(locale)) === undefined;
    if (!this.prefersMine && changed.some(isClash)) return CLASH;
    const own = (locale: string) =>
      this.prefersMine ? this.#allEntries(three(locale), path) : (withAgreed(three(locale)) ?? []);
    const left = new Set(changed);
    const merged = theirs.flatMap((entry) => {
      const locale = localeOf(entry);
      if (!changed.includes(locale)) return [entry];
      return left.delete(locale) ? own(locale) : [];
    });
    return [...merged, ...[...left].flatMap(own)];
  }

  /** Additions and removals of both sides apply, but for entries that I have changed. */
  #allEntries(lists: Three<List>, path: Path): List {
    const rows = alignEntries(lists, this.keys);
    const isKept = ({ place, base, mine, theirs }: Row) =>
      place === undefined || (mine !== undefined && (theirs !== undefined || !isDeepStrictEqual(mine, base)));
    const [mine, theirs] = [rows.mine.filter(isKept), rows.theirs.filter(isKept)];
    for (const row of rows.theirs) {
      const isChanged = row.place !== undefined && !isDeepStrictEqual(row.theirs, row.base);
      if (row.mine === undefined && isChanged) this.#mine(undefined, row.theirs, path);
    }
    const isMoved = isReordered(mine);
    const order = isMoved ? withAdded(mine, theirs) : withAdded(theirs, mine);
    const merged = order.map((row, index) =>
      this.values(row.base, row.mine, row.theirs, [...path, String(index)]),
    );
    if (isMoved && isReordered(theirs) && !isSameOrder(mine, theirs)) this.#mine(merged, lists[2], path);
    return merged;
  }

  /** Works if at most one side has added, removed or moved entries, and the other has only edited text. */
  #entries(lists: Three<List>): unknown {
    const agreed = withAgreed(lists);
    if (agreed) return agreed;
    const [base, mine, theirs] = this.#keyed(lists);
    const order = isDeepStrictEqual([...mine.keys()], [...base.keys()]) ? theirs : mine;
    if (order === mine && !isDeepStrictEqual([...theirs.keys()], [...base.keys()])) return CLASH;
    const other = order === mine ? theirs : mine;
    const isLost = ([key, entry]: readonly [string, unknown]) =>
      !order.has(key) && !isDeepStrictEqual(entry, base.get(key));
    if ([...other].some(isLost)) return CLASH;
    const merged = [...order].map(([key, entry]) =>
      other.has(key) ? this.values(base.get(key), mine.get(key), theirs.get(key), []) : entry,
    );
    return merged.includes(CLASH) ? CLASH : merged;
  }

  #keyed(lists: Three<List>): Three<ReadonlyMap<string, unknown>> {
    const plain = (entry: unknown) => String(this.keys.plain(entry));
    const isDistinct = lists.every((list) => new Set(list.map(plain)).size === list.length);
    const keyed = (list: List) => {
      const seen = new Map<string, number>();
      return new Map(
        list.map((entry) => {
          if (isDistinct) return [plain(entry), entry] as const;
          const key = String(this.keys.whole(entry));
          seen.set(key, (seen.get(key) ?? 0) + 1);
          return [`${key} ${seen.get(key)}`, entry] as const;
        }),
      );
    };
    const [base, mine, theirs] = lists;
    return [keyed(base), keyed(mine), keyed(theirs)];
  }
}

/** The list of the side that includes all structural changes of the other; undefined if neither does. */
function withAgreed([base, mine, theirs]: Three<List>): List | undefined {
  if (hasChangesOf([base, mine, theirs])) return theirs;
  return hasChangesOf([base, theirs, mine]) ? mine : undefined;
}

/** Whether existing entries were reordered. */
function isReordered(rows: readonly Row[]): boolean {
  const places = rows.flatMap(({ place, mine, theirs }) =>
    place === undefined || mine === undefined || theirs === undefined ? [] : place,
  );
  return places.some((place, index) => place < (places[index - 1] ?? 0));
}

function isSameOrder(mine: readonly Row[], theirs: readonly Row[]): boolean {
  const both = (rows: readonly Row[]) =>
    rows.filter((row) => row.mine !== undefined && row.theirs !== undefined);
  return isDeepStrictEqual(both(mine), both(theirs));
}

/** Inserts entries that only the other list has, each after its predecessor there. */
function withAdded(rows: readonly Row[], others: readonly Row[]): Row[] {
  const all = [...rows];
  for (const [index, row] of others.entries()) {
    if (all.includes(row)) continue;
    const before = others[index - 1];
    all.splice(before === undefined ? 0 : all.indexOf(before) + 1, 0, row);
  }
  return all;
}
