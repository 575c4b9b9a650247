import type { LocalizedProperties } from '../language/localized-columns.js';

/** The search options of a declaration. All texts of the text table are searchable by default. */
export interface Searchable {
  /** The title; by default the first text other than the slug. Null: none. */
  readonly title?: string | null;
  /** Names, which match in every language. Of a part: its properties with names. */
  readonly names?: readonly string[];
  /** Searchable localized properties of the row itself; its others are not for readers. */
  readonly localized?: readonly string[];
}

/** The texts of a row, most relevant first. */
export interface SearchFields {
  readonly title: string | undefined;
  readonly names: readonly string[];
  readonly lead: readonly string[];
  readonly body: readonly string[];
  readonly localized: readonly string[];
}

/** @throws Error for a name that is not declared */
export function searchFieldsOf(
  owner: string,
  properties: ReadonlyMap<string, unknown>,
  localized: LocalizedProperties,
  { title, names = [], localized: own = [] }: Searchable = {},
): SearchFields {
  const plain = localized.plain.filter((field) => field !== 'slug');
  const unknown = [
    ...[title ?? []].flat().filter((field) => !plain.includes(field)),
    ...names.filter((field) => !plain.includes(field) && !properties.has(field)),
    ...own.filter((field) => !localized.part.includes(field) && !localized.list.includes(field)),
  ];
  if (unknown.length > 0) throw new Error(`${owner} cannot be found by "${unknown.join('", "')}".`);
  const titled = title === undefined ? plain[0] : (title ?? undefined);
  const lead = plain.filter((field) => field !== titled && !names.includes(field));
  return { title: titled, names, lead, body: localized.rich, localized: own };
}
