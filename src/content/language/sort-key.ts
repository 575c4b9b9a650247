import { asWritten } from './language-tag.js';

/** The version of the orders: that of CLDR's data. Keys of another version are made anew. */
export const SORT_KEY_VERSION = process.versions.cldr ?? '';

/** The private-use planes: the last characters of the root collation, which sorts them by code point. */
const PLANES = [0xf0000, 0x100000] as const;
const PLANE_SIZE = 0xfffe;
/** Precedes letters of other scripts, which follow Han characters in Chinese lists. */
const AFTER_HAN = String.fromCodePoint(0x10fffd);
const LETTER = /\p{L}|〇/gu;
const MIN_IDEOGRAPH = 0x3400;
const MAX_IDEOGRAPH = 0x323af;

/**
 * A text such that the root collation sorts it as a Chinese list does, by strokes or by pinyin; null for other languages,
 * which the root collation sorts right. It is the only collation that both databases have. Han characters are replaced
 * with characters for private use, in the order that Intl has for the language.
 */
export function sortKey(text: string | null | undefined, locale: string): string | null {
  if (typeof text !== 'string' || !asWritten(locale).startsWith('zh')) return null;
  const places = placesIn(locale);
  return text.normalize('NFKC').replace(LETTER, (letter) => {
    const place = places[letter.codePointAt(0) ?? 0] ?? 0;
    return place === 0 ? AFTER_HAN + letter : characterFor(place - 1);
  });
}

function characterFor(place: number): string {
  const [first, second] = PLANES;
  return String.fromCodePoint(place < PLANE_SIZE ? first + place : second + place - PLANE_SIZE);
}

const known = new Map<string, Uint32Array>();

/** The places of all ideographs in the order of a language, from 1, by code point. */
function placesIn(locale: string): Uint32Array {
  const found = known.get(locale);
  if (found) return found;
  // These two are ideographs in all but name.
  const characters: string[] = ['〇', '々'];
  for (let code = MIN_IDEOGRAPH; code <= MAX_IDEOGRAPH; code += 1) {
    const character = String.fromCodePoint(code);
    if (/\p{Unified_Ideograph}/u.test(character)) characters.push(character);
  }
  const { compare } = new Intl.Collator(locale);
  const places = new Uint32Array(MAX_IDEOGRAPH + 1);
  for (const [index, character] of characters.sort(compare).entries())
    places[character.codePointAt(0) ?? 0] = index + 1;
  known.set(locale, places);
  return places;
}
