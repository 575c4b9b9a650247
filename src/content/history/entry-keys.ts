import type { Locales } from '../language/locale.js';
import { isRecord } from '../model/document.js';

/** What entries of lists are told by. */
export class EntryKeys {
  constructor(readonly locales: Locales) {}

  /** What an entry says in no language, but for lists; undefined where that is nothing. */
  readonly plain = (entry: unknown): string | undefined => JSON.stringify(this.#shared(entry, false));

  /** What an entry says in no language, its lists included. */
  readonly whole = (entry: unknown): string | undefined => JSON.stringify(this.#shared(entry, true));

  /** The words of an entry, and what stands in its lists, value by value. */
  contents(value: unknown, isInside = false): string[] {
    if (typeof value !== 'object' || value === null) return isInside ? [JSON.stringify(value)] : [];
    return Object.entries(value).flatMap(([name, inner]) =>
      this.contents(inner, isInside || Array.isArray(value) || this.locales.codes.includes(name)),
    );
  }

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
