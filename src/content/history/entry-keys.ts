import type { Locales } from '../language/locale.js';
import { isRecord } from '../model/document.js';

/** Keys that identify list entries across versions. */
export class EntryKeys {
  constructor(readonly locales: Locales) {}

  /** The values of an entry without text and lists; undefined without any. */
  readonly plain = (entry: unknown): string | undefined => JSON.stringify(this.#shared(entry, false));

  /** The values of an entry without text, lists included. */
  readonly whole = (entry: unknown): string | undefined => JSON.stringify(this.#shared(entry, true));

  /** The texts of an entry and the values in its lists, one by one. */
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
    // An entry without text yet is the same one.
    return shared.some(([, inner]) => inner !== undefined) ? Object.fromEntries(shared) : undefined;
  }
}
