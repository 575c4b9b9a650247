import { isDeepStrictEqual } from 'node:util';
import { hasText } from '../../foundation/text.js';
import type { Locales } from '../language/locale.js';
import { type FoldedText, fold } from '../language/search-fold.js';
import type { LocalizedText } from '../language/translation.js';
import { kindOf } from '../model/content-kind.js';
import type { Columns, ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';
import type { Passage, SearchDocument } from './search-document.entity.js';
import {
  distinctiveWordsOf,
  type Piece,
  pairsOf,
  type QueryWords,
  runsOf,
  wholeOf,
  wordsOf,
} from './search-words.js';

/** A stored object with all its parts. */
export interface SearchSource {
  readonly columns: Columns;
  /** Its text in every locale, fallbacks included. */
  readonly texts: readonly Columns[];
  readonly parts: readonly { readonly shape: Shape; readonly columns: Columns }[];
}

/** Where a word is found, from a whole name to anywhere; the narrowest place ranks best. */
export type Place = keyof typeof MARKS;
const MARKS = { whole: '=', title: '!', anywhere: ' ' } as const;

const FILLER = ' '.repeat(2_048);

/** A longer name is indexed by its words only. */
const MAX_WHOLE_LENGTH = 100;

/** An index term. It includes the locale, so that equal words in other locales are not read. */
export function wordIn(locale: string, place: Place, word: string): string {
  return `${locale}${MARKS[place]}${word}`;
}

/** The index terms that an object must have for a query to match in a place. */
export function entriesOf(query: QueryWords, locale: string, place: Exclude<Place, 'whole'>): string[] {
  const runs = query.runs.flatMap((run) => (pairsOf(run).length > 0 ? pairsOf(run) : [run]));
  return [...query.words, ...runs].map((word) => wordIn(locale, place, word));
}

/** What the index knows of an object in one locale. */
interface IndexedText {
  readonly contentId: string;
  readonly locale: string;
  readonly headings: readonly Passage[];
  readonly texts: readonly Passage[];
  readonly names: readonly Passage[];
  /** What it is listed by. */
  readonly shown: Passage | undefined;
}

/** The index entries of an object in every configured locale; none without searchable text. */
export function searchDocuments(
  content: ContentType,
  object: SearchSource,
  locales: Locales,
): SearchDocument[] {
  return documentsOf(content, indexedTexts(content, object, locales));
}

/** The index entries that a change of an object leaves to be written, and the locales of those to be deleted. */
export function changedSearchDocuments(
  content: ContentType,
  before: SearchSource,
  after: SearchSource,
  locales: Locales,
): { readonly written: readonly SearchDocument[]; readonly deleted: readonly string[] } {
  const known = new Map(indexedTexts(content, before, locales).map((text) => [text.locale, text]));
  const changed = indexedTexts(content, after, locales).filter(
    (text) => !isDeepStrictEqual(text, known.get(text.locale)),
  );
  const written = documentsOf(content, changed);
  const left = new Set(written.map(({ locale }) => locale));
  return { written, deleted: changed.flatMap(({ locale }) => (left.has(locale) ? [] : [locale])) };
}

function indexedTexts(content: ContentType, object: SearchSource, locales: Locales): IndexedText[] {
  const names = namesOf(content, object, locales);
  return locales.codes.map((locale) => {
    const text = object.texts.find((row) => row.locale === locale) ?? {};
    const texts = [...textsOf(content, text), ...localizedOf(content, object, locale)];
    const headings = [...titleOf(content, text), ...names];
    // An object without a title is listed by a name, a text or its slug.
    const [shown] = [...headings, ...texts, ...passageOf(text, 'slug', 'slug')];
    return { contentId: String(object.columns.id), locale, headings, texts, names, shown };
  });
}

function documentsOf(content: ContentType, indexed: readonly IndexedText[]): SearchDocument[] {
  const terms = new IndexedWords();
  return indexed.flatMap(({ contentId, locale, headings, texts, names, shown }): SearchDocument[] => {
    const words = terms.entries(locale, headings, texts);
    if (!shown || words.length === 0) return [];
    const further = names.filter((name) => name.text !== shown.text);
    return [
      {
        contentId,
        locale,
        kind: kindOf(content),
        title: shown.text,
        titleLocale: shown.locale,
        titleLength: shown.text.length,
        textLength: [...headings, ...texts].reduce((sum, { text: each }) => sum + each.length, 0),
        passages: [...texts, ...further.map((name) => ({ ...name, isName: true as const }))],
        words,
        filler: FILLER,
      },
    ];
  });
}

/** The index terms of one object. Memoized by text, since locales that fall back to each other share it. */
class IndexedWords {
  readonly #inNames = memoize(wordsOf);
  readonly #inTexts = memoize(distinctiveWordsOf);

  entries(locale: string, names: readonly Passage[], texts: readonly Passage[]): string[] {
    const entries = new Set<string>();
    const add = (place: Place, words: readonly string[]) => {
      for (const word of words) entries.add(wordIn(locale, place, word));
    };
    for (const { text } of names) {
      const whole = wholeOf(text);
      if (whole !== '' && whole.length <= MAX_WHOLE_LENGTH) add('whole', [whole]);
      add('title', this.#inNames(text));
      add('anywhere', this.#inNames(text));
    }
    for (const { text } of texts) add('anywhere', this.#inTexts(text));
    return [...entries].sort();
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
 * The words of a text, with the bigrams and characters of Chinese. Memoized, since locales that fall back to each other
 * share texts.
 */
function memoize(words: (text: FoldedText) => Piece[]): (text: string) => string[] {
  const known = new Map<string, string[]>();
  return (text) => {
    const before = known.get(text);
    if (before) return before;
    const folded = fold(text);
    const chinese = runsOf(folded).flatMap((run) => [...run, ...pairsOf(run)]);
    const entries = [...words(folded).map((word) => word.text), ...chinese];
    known.set(text, entries);
    return entries;
  };
}
