import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../model/document.js';
import type { EntryKeys } from './entry-keys.js';

export type List = readonly unknown[];
export type Three<Value> = readonly [base: Value, mine: Value, theirs: Value];

/** An entry in all versions; undefined in a version without it. */
export interface Row {
  /** Its index in the base list; undefined for an added entry. */
  readonly place: number | undefined;
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
}

type Key = (entry: unknown) => string | undefined;
type Pairs = ReadonlyMap<number, number>;

/**
 * Aligns the entries of two changes of one list. Entries are matched by their values, then by the contents of their
 * lists, and last by position, but only where both sides have kept an entry: otherwise additions would be lost.
 */
export function alignEntries(lists: Three<List>, keys: EntryKeys): { mine: Row[]; theirs: Row[] } {
  const [base, mine, theirs] = lists;
  const unique = uniqueIn(lists, keys.plain);
  const sure = (pairing: Pairing) => pairing.by(JSON.stringify).by(keys.whole).alike(keys).by(unique).pairs;
  const [sureMine, sureTheirs] = [sure(new Pairing(base, mine)), sure(new Pairing(base, theirs))];
  const added = sure(new Pairing(mine, theirs, sureMine.values(), sureTheirs.values()));
  const guess = (list: List, known: Pairs, others: Iterable<number>) =>
    new Pairing(base, list, known.keys(), [...known.values(), ...others]).by(keys.plain).inPlace().pairs;
  const guessedMine = guess(mine, sureMine, added.keys());
  const guessedTheirs = guess(theirs, sureTheirs, added.values());
  const placeIn = (place: number, own: Pairs, guessed: Pairs, others: Pairs, guessedOthers: Pairs) =>
    own.get(place) ?? (others.has(place) || guessedOthers.has(place) ? guessed.get(place) : undefined);
  const rows = new Rows(lists);
  for (const place of base.keys())
    rows.enter(
      place,
      placeIn(place, sureMine, guessedMine, sureTheirs, guessedTheirs),
      placeIn(place, sureTheirs, guessedTheirs, sureMine, guessedMine),
    );
  for (const [index, other] of added) rows.enter(undefined, index, other);
  return rows.withOthers();
}

/** Whether every entry has kept its position, whatever has changed within it. */
export function stayInPlace(before: List, after: List, keys: EntryKeys): boolean {
  if (before.length !== after.length) return false;
  const unique = uniqueIn([before, after], keys.plain);
  const pairing = new Pairing(before, after).by(JSON.stringify).by(keys.whole).alike(keys).by(unique);
  const { pairs } = pairing.by(keys.plain).inPlace();
  return pairs.size === before.length && [...pairs].every(([place, index]) => place === index);
}

/** Whether their list includes all structural changes of mine: additions, removals and order. */
export function hasChangesOf([base, mine, theirs]: Three<List>): boolean {
  if (isDeepStrictEqual(mine, base)) return true;
  const known: unknown[] = [];
  const named = (list: List) =>
    list.map((entry) => {
      const place = known.findIndex((each) => isDeepStrictEqual(each, entry));
      return place < 0 ? known.push(entry) - 1 : place;
    });
  const [then, own, now] = [named(base), named(mine), named(theirs)];
  const count = (list: readonly number[], name: number) => list.filter((each) => each === name).length;
  const changes = known.map((entry, name) => {
    const before = count(then, name);
    return { entry, mine: count(own, name) - before, theirs: count(now, name) - before };
  });
  if (
    changes.some((each) =>
      each.mine > 0 ? each.theirs < each.mine : each.mine < 0 && each.theirs > each.mine,
    )
  )
    return false;
  // Their addition may be my removal, edited.
  const isTakingOut = changes.some((each) => each.mine < 0 && isRecord(each.entry));
  const isFurther = changes.some((each) => each.theirs > Math.max(0, each.mine));
  if (isTakingOut && isFurther) return false;
  const stayed = own.filter((name) => then.includes(name));
  const before = then.filter((name) => own.includes(name));
  if (!isDeepStrictEqual(stayed, before) && !stayed.every((name) => now.includes(name))) return false;
  return isWithin(
    own.filter((name) => now.includes(name)),
    now,
  );
}

/** Whether one list is a subsequence of another. */
function isWithin(some: readonly number[], all: readonly number[]): boolean {
  let place = 0;
  for (const each of all) if (each === some[place]) place += 1;
  return place === some.length;
}

class Rows {
  readonly #mine = new Map<number, Row>();
  readonly #theirs = new Map<number, Row>();

  constructor(readonly lists: Three<List>) {}

  enter(place?: number, one?: number, other?: number): void {
    const [base, mine, theirs] = this.lists;
    const row = { place, base: at(base, place), mine: at(mine, one), theirs: at(theirs, other) };
    if (one !== undefined) this.#mine.set(one, row);
    if (other !== undefined) this.#theirs.set(other, row);
  }

  /** Including the entries that only one side has. */
  withOthers(): { mine: Row[]; theirs: Row[] } {
    const [, mine, theirs] = this.lists;
    const none = { place: undefined, base: undefined, mine: undefined, theirs: undefined };
    return {
      mine: mine.map((entry, index) => this.#mine.get(index) ?? { ...none, mine: entry }),
      theirs: theirs.map((entry, index) => this.#theirs.get(index) ?? { ...none, theirs: entry }),
    };
  }
}

/** Matches the remaining entries of two lists. */
class Pairing {
  readonly pairs = new Map<number, number>();
  readonly #before: Set<number>;
  readonly #after: Set<number>;

  constructor(
    readonly before: List,
    readonly after: List,
    foundBefore: Iterable<number> = [],
    foundAfter: Iterable<number> = [],
  ) {
    const [old, fresh] = [new Set(foundBefore), new Set(foundAfter)];
    this.#before = new Set([...before.keys()].filter((place) => !old.has(place)));
    this.#after = new Set([...after.keys()].filter((index) => !fresh.has(index)));
  }

  /** Of several entries with one key, the first matches the first. */
  by(key: Key): this {
    const places = new Map<string, number[]>();
    for (const index of this.#after) {
      const own = key(this.after[index]);
      if (own !== undefined) places.set(own, [...(places.get(own) ?? []), index]);
    }
    for (const place of this.#before) {
      const index = places.get(key(this.before[place]) ?? '')?.shift();
      if (index !== undefined) this.#pair(place, index);
    }
    return this;
  }

  /** The most similar entries are matched first. */
  alike(keys: EntryKeys): this {
    const contents = new Map(
      [...this.#after].map((index) => [index, new Set(keys.contents(this.after[index]))]),
    );
    const alike = [...this.#before].flatMap((place) => {
      const [own, plain] = [keys.contents(this.before[place]), keys.plain(this.before[place])];
      return [...contents]
        .filter(([index]) => keys.plain(this.after[index]) === plain)
        .map(([index, others]) => ({ place, index, count: own.filter((each) => others.has(each)).length }));
    });
    for (const { place, index, count } of alike.sort((one, other) => other.count - one.count))
      if (count > 0 && this.#before.has(place) && this.#after.has(index)) this.#pair(place, index);
    return this;
  }

  /** In a list of unchanged length, an entry at the position of a missing one is that one, edited. */
  inPlace(): this {
    if (this.before.length !== this.after.length) return this;
    for (const place of this.#before)
      if (this.#after.has(place) && isRecord(this.before[place]) && isRecord(this.after[place]))
        this.#pair(place, place);
    return this;
  }

  #pair(place: number, index: number): void {
    this.pairs.set(place, index);
    this.#before.delete(place);
    this.#after.delete(index);
  }
}

/** A key of entries that no version has twice. */
function uniqueIn(lists: readonly List[], key: Key): Key {
  const repeated = lists.flatMap((list) => {
    const all = list.map(key);
    return all.filter((each, index) => all.indexOf(each) < index);
  });
  return (entry) => {
    const own = key(entry);
    return repeated.includes(own) ? undefined : own;
  };
}

function at(list: List, index: number | undefined): unknown {
  return index === undefined ? undefined : list[index];
}
