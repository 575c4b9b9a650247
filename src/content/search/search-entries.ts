import { isDeepStrictEqual } from 'node:util';
import { hasText } from '../../foundation/text.js';
import type { Locales } from '../language/locale.js';
import { type FoldedText, fold } from '../language/search-fold.js';
import type { LocalizedText } from '../language/translation.js';
import { kindOf } from '../model/content-kind.js';
import type { Columns, ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';
import type { StoredObject } from '../storage/stored-objects.js';
import type { Passage, SearchEntry } from './search-entry.entity.js';
import { type Place, rankTerms, termIn } from './search-terms.js';
import { charactersOf, distinctiveWordsOf, type Piece, runsOf, wholeOf, wordsOf } from './search-words.js';

/** A stored object with all its parts. */
export interface SearchSource {
  readonly columns: Columns;
  /** Its text in every locale, fallbacks included. */
  readonly texts: readonly Columns[];
  readonly parts: readonly { readonly shape: Shape; readonly columns: Columns }[];
}

/** The rows of an object as the index reads them. */
export function sourceOf({
  root,
  texts,
  parts,
}: Pick<StoredObject, 'root' | 'texts' | 'parts'>): SearchSource {
  return {
    columns: root,
    texts,
    parts: [...parts].flatMap(([shape, rows]) => rows.map((columns) => ({ shape, columns }))),
  };
}

/** A longer name is indexed by its words only. */
const MAX_WHOLE_LENGTH = 100;

/** PostgreSQL puts long columns out of line only in rows of 2 kB and more. */
const PADDED = 2_048;
/** The maximum size of a `tsvector` is 1 MB. That many different words no text has. */
const MAX_BYTES = 1_000_000;

/** What the index knows of an object in one locale. */
interface IndexedText {
  readonly contentId: string;
  readonly locale: string;
  readonly headings: readonly Passage[];
  readonly texts: readonly Passage[];
  /** Those of the texts that are not in its row of text. */
  readonly inParts: readonly Passage[];
  readonly names: readonly Passage[];
  /** What it is listed by. */
  readonly shown: Passage | undefined;
}

/** The index entries of an object in every configured locale; none without searchable text. */
export function searchEntries(content: ContentType, object: SearchSource, locales: Locales): SearchEntry[] {
  return entriesFor(content, indexedTexts(content, object, locales));
}

/** The index entries that a change of an object leaves to be written, and the locales of those to be deleted. */
export function changedSearchEntries(
  content: ContentType,
  before: SearchSource,
  after: SearchSource,
  locales: Locales,
): { readonly written: readonly SearchEntry[]; readonly deleted: readonly string[] } {
  const known = new Map(indexedTexts(content, before, locales).map((text) => [text.locale, text]));
  const changed = indexedTexts(content, after, locales).filter(
    (text) => !isDeepStrictEqual(text, known.get(text.locale)),
  );
  const written = entriesFor(content, changed);
  const left = new Set(written.map(({ locale }) => locale));
  return { written, deleted: changed.flatMap(({ locale }) => (left.has(locale) ? [] : [locale])) };
}

function indexedTexts(content: ContentType, object: SearchSource, locales: Locales): IndexedText[] {
  const names = namesOf(content, object, locales);
  return locales.codes.map((locale) => {
    const text = object.texts.find((row) => row.locale === locale) ?? {};
    const inParts = localizedOf(content, object, locale);
    const texts = [...textsOf(content, text), ...inParts];
    const headings = [...titleOf(content, text), ...names];
    // An object without a title is listed by a name, a text or its slug.
    const [shown] = [...headings, ...texts, ...passageOf(text, 'slug', 'slug')];
    return { contentId: String(object.columns.id), locale, headings, texts, inParts, names, shown };
  });
}

function entriesFor(content: ContentType, indexed: readonly IndexedText[]): SearchEntry[] {
  const words = new IndexedWords();
  return indexed.flatMap(({ contentId, locale, headings, texts, inParts, names, shown }): SearchEntry[] => {
    const terms = words.terms(locale, headings, texts);
    if (!shown || terms.length === 0) return [];
    const further = names.filter((name) => name.text !== shown.text);
    const passages = [...inParts, ...further.map((name) => ({ ...name, isName: true as const }))];
    const entry = {
      contentId,
      locale,
      kind: kindOf(content),
      title: shown.text,
      titleLocale: shown.locale,
      titleLength: shown.text.length,
      textLength: [...headings, ...texts].reduce((sum, { text: each }) => sum + each.length, 0),
      passages: passages.length > 0 ? passages : null,
    };
    return [{ ...entry, terms: [...rankTerms(entry), ...terms].join('\n').padEnd(PADDED) }];
  });
}

/** The index terms of one object. Memoized by text, since locales that fall back to each other share it. */
class IndexedWords {
  readonly #inNames = memoize(wordsOf);
  readonly #inTexts = memoize(distinctiveWordsOf);

  terms(locale: string, names: readonly Passage[], texts: readonly Passage[]): string[] {
    const terms = new Set<string>();
    const add = (place: Place, words: readonly string[]) => {
      for (const word of words) terms.add(termIn(place, word));
    };
    for (const { text } of names) {
      const whole = wholeOf(text);
      if (whole !== '' && whole.length <= MAX_WHOLE_LENGTH) add('whole', [whole]);
      add('title', this.#inNames(text));
      add('anywhere', this.#inNames(text));
    }
    for (const { text } of texts) add('anywhere', this.#inTexts(text));
    let left = MAX_BYTES;
    return [...terms].sort().filter((term) => {
      left -= Buffer.byteLength(locale) + Buffer.byteLength(term);
      return left >= 0;
    });
  }
}

function titleOf({ searchable: { title } }: Shape, text: Columns): Passage[] {
  return title === undefined ? [] : passageOf(text, title, title);
}

function textsOf({ searchable: { lead, body } }: Shape, text: Columns): Passage[] {
  return [
    ...lead.flatMap((field) => passageOf(text, field, field)),
    ...body.flatMap((field) => passageOf(text, field, `${field}Text`)),
  ];
}

/** All names in all locales, each once: names match in any language. */
function namesOf(shape: Shape, { texts, parts }: SearchSource, locales: Locales): Passage[] {
  // Rows come unordered; locales that are no longer configured come last.
  const order = [...locales.codes, ...texts.map((text) => String(text.locale)).sort()];
  const placeOf = (text: Columns) => order.indexOf(String(text.locale));
  const ordered = [...texts].sort((a, b) => placeOf(a) - placeOf(b));
  const own = ordered.flatMap((text) =>
    shape.searchable.names
      .filter((field) => !(field in (text.fallback as object)))
      .flatMap((field) => passageOf(text, field, field)),
  );
  const further = parts.flatMap(({ shape: part, columns }) =>
    part.searchable.names.flatMap((property) => passageOf(columns, property, property)),
  );
  const all = [...own, ...further];
  return all.filter(({ text }, index) => all.findIndex((name) => name.text === text) === index);
}

function passageOf(row: Columns, field: string, column: string): Passage[] {
  const fallback = (row.fallback ?? {}) as Record<string, string>;
  const text = row[column];
  if (typeof text !== 'string' || !hasText(text)) return [];
  return [{ text, locale: fallback[field] ?? String(row.locale) }];
}

/** Localized texts in columns of the object and its parts. */
function localizedOf(shape: Shape, { columns, parts }: SearchSource, locale: string): Passage[] {
  return [{ shape, columns }, ...parts].flatMap(({ shape: { searchable }, columns: row }) =>
    searchable.localized
      .flatMap((property) => row[property] ?? [])
      .flatMap((text) => {
        const entry = (text as LocalizedText)[locale];
        return entry ? [{ text: entry.text, locale: entry.from ?? locale }] : [];
      }),
  );
}

/**
 * The words of a text, with the bigrams of Chinese. Memoized, since locales that fall back to each other
 * share texts.
 */
function memoize(words: (text: FoldedText) => Piece[]): (text: string) => string[] {
  const known = new Map<string, string[]>();
  return (text) => {
    const before = known.get(text);
    if (before) return before;
    const folded = fold(text);
    const chinese = runsOf(folded).flatMap(charactersOf);
    const entries = [...words(folded).map((word) => word.text), ...chinese];
    known.set(text, entries);
    return entries;
  };
}
