import { pairsOf, type QueryWords } from './search-words.js';

/**
 * Where a word is found, from a whole name to anywhere; the narrowest place ranks best. Tiers are what an entry is ranked
 * by, roughly: with them the best hits are found without reading all. A sample serves to estimate how many there are.
 */
export type Place = keyof typeof MARKS;
const MARKS = { whole: '=', title: '!', anywhere: ' ', titleTier: '#', textTier: '$', sample: '%' } as const;

/** An index term, as it is stored. */
export function termIn(place: Place, word: string): string {
  return `${MARKS[place]}${word}`;
}

/** Of that many entries one is in the sample. */
export const SAMPLED = 32;

interface Ranked {
  readonly contentId: string;
  readonly titleLength: number;
  readonly textLength: number;
}

/** The terms that an entry has besides its words. */
export function rankTerms({ contentId, titleLength, textLength }: Ranked): string[] {
  const isSampled = Number.parseInt(contentId.slice(-2), 16) % SAMPLED === 0;
  return [
    termIn('titleTier', tierOf('titleTier', titleLength)),
    termIn('textTier', tierOf('textTier', textLength)),
    ...(isSampled ? [termIn('sample', '')] : []),
  ];
}

/** How many tiers there are for each time that a length doubles, and the length from which on all are in the last. */
const TIERS = { titleTier: { steps: 8, longest: 256 }, textTier: { steps: 4, longest: 262_144 } } as const;

function tierOf(place: keyof typeof TIERS, length: number): string {
  const { steps, longest } = TIERS[place];
  return String(Math.floor(Math.log2(Math.min(Math.max(length, 1), longest)) * steps));
}

/** The number of the last tier; that of the best is 0. */
export function lastTier(place: keyof typeof TIERS): number {
  return Number(tierOf(place, TIERS[place].longest));
}

/** A `tsquery` for the objects in which all words are in the place; null without words. */
export function queryFor(
  { words, runs }: QueryWords,
  locale: string,
  place: 'title' | 'anywhere',
): string | null {
  const lexemes = words.map((word) => lexemeFor(locale, place, word));
  for (const run of runs) {
    const pairs = pairsOf(run).map((pair) => lexemeFor(locale, place, pair));
    lexemes.push(...(pairs.length > 0 ? pairs : [`${lexemeFor(locale, place, run)}:*`]));
  }
  return lexemes.length > 0 ? lexemes.join(' & ') : null;
}

/** In the index, terms include the locale, so that equal words in other locales are not read. */
export function lexemeFor(locale: string, place: Place, word: string): string {
  return `'${`${locale}${termIn(place, word)}`.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
