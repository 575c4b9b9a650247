import { hasText } from '../../foundation/text.js';
import type { Locales } from '../language/locale.js';
import { type FoldedText, fold } from '../language/search-fold.js';
import type { LocalizedText } from '../language/translation.js';
import { kindOf } from '../model/content-kind.js';
import type { Columns, ContentType } from '../model/content-type.js';
import type { Shape } from '../model/shape.js';
import type { Passage, SearchDocument } from './search-document.entity.js';
import {
  type Piece,
  pairsOf,
  type QueryWords,
  runsOf,
  tellingWordsOf,
  wholeOf,
  wordsOf,
} from './search-words.js';

/** An object as it is stored, with everything that belongs to it. */
export interface SearchSource {
  readonly columns: Columns;
  /** Its text in every locale, filled in from the chains. */
  readonly texts: readonly Columns[];
  readonly parts: readonly { readonly shape: Shape; readonly columns: Columns }[];
}

/** Where a word is found: from the whole of a name to anywhere. The better place is the narrower one. */
export type Place = keyof typeof MARKS;
const MARKS = { whole: '=', title: '!', anywhere: ' ' } as const;

const FILLER = ' '.repeat(2_048);

/** A name that is longer is not found as a whole, only by its words. */
const LONGEST_WHOLE = 100;

/** An entry of the index. With its locale, so that another locale's equal words are not even looked at. */
export function wordIn(locale: string, place: Place, word: string): string {
  return `${locale}${MARKS[place]}${word}`;
}

/** What has to be among an object's words for a query to find it in a place. */
export function entriesOf(query: QueryWords, locale: string, place: Exclude<Place, 'whole'>): string[] {
  const runs = query.runs.flatMap((run) => (pairsOf(run).length > 0 ? pairsOf(run) : [run]));
  return [...query.words, ...runs].map((word) => wordIn(locale, place, word));
}

/** What an object can be found by, in every configured locale; none where there is nothing to find. */
export function searchDocuments(
  content: ContentType,
  object: SearchSource,
  locales: Locales,
): SearchDocument[] {
  const names = namesOf(content, object, locales);
  const indexed = new IndexedWords();
  return locales.codes.flatMap((locale): SearchDocument[] => {
    const text = object.texts.find((row) => row.locale === locale) ?? {};
    const title = titleOf(content, text);
    const texts = [...textsOf(content, text), ...localizedOf(content, object, locale)];
    const headings = [...title, ...names];
    // An object without a title is shown by one of its names, or by what it says, or by its address.
    const [shown] = [...headings, ...texts, ...passageOf(text, 'slug', 'slug')];
    const words = indexed.entries(locale, headings, texts);
    if (!shown || words.length === 0) return [];
    const further = names.filter((name) => name.text !== shown.text);
    return [
      {
        contentId: String(object.columns.id),
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

/** The words of one object as the index has them. Texts come up again in the locales that fall back on each other. */
class IndexedWords {
  readonly #inNames = memoize(wordsOf);
  readonly #inTexts = memoize(tellingWordsOf);

  entries(locale: string, names: readonly Passage[], texts: readonly Passage[]): string[] {
    const entries = new Set<string>();
    const add = (place: Place, words: readonly string[]) => {
      for (const word of words) entries.add(wordIn(locale, place, word));
    };
    for (const { text } of names) {
      const whole = wholeOf(text);
      if (whole !== '' && whole.length <= LONGEST_WHOLE) add('whole', [whole]);
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

/** All its names in all languages, each once: names find an object whatever language is asked for. */
function namesOf(shape: Shape, { texts, parts }: SearchSource, locales: Locales): Passage[] {
  // The database gives them in any order; words in a locale that is no longer configured come last.
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

/** Texts that the object and its parts keep in columns with all locales. */
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
 * The words of a text, and its Chinese by pairs and by characters. Texts come up again in the locales that fall back on
 * each other.
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
