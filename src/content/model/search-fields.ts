import type { LocalizedProperties } from '../language/localized-columns.js';

/** What a declaration says about searching. All texts in the text rows can be found without a word here. */
export interface Searchable {
  /** The text that is its title; where nothing is said, the first one that is not the slug. Null: it has none. */
  readonly title?: string | null;
  /** Names of the object: those in all languages find it in each of them. Of a part: its properties that are. */
  readonly names?: readonly string[];
  /** Localized properties of the row itself that are found, too: the row has others that are not for readers. */
  readonly localized?: readonly string[];
}

/** Where the words of a row are, from those that tell most to those that tell least. */
export interface SearchFields {
  readonly title: string | undefined;
  readonly names: readonly string[];
  readonly lead: readonly string[];
  readonly body: readonly string[];
  readonly localized: readonly string[];
}

/** @throws Error when a declaration names what there is not */
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
