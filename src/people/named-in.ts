import { MIN_TERM, patternOf } from '../content/history/terms.js';
import { Honorific } from './person.enum.js';

const MONTH = String.raw`(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)`;
/** "2 May", "May 2026": a month beside a number is no name. */
const DATE = new RegExp(String.raw`\b\d{1,2}(?:st|nd|rd|th)?\s+${MONTH}|\b${MONTH}\s+\d{1,4}\b`, 'gu');
const titles = Object.values(Honorific).map((honorific) => honorific.toLowerCase());

/**
 * The first words of a text that name a person: a full name, or two parts of one or a title and a part beside each other,
 * in any case; or a part alone that is written as names are, with a capital, so that ordinary words ("an", "may") are
 * none. Undefined where it names nobody.
 */
export function namedIn(text: string, names: readonly string[]): string | undefined {
  const parts = names.map(partsOf);
  const together = parts.flatMap((own) =>
    [...titles, ...own].flatMap((first) =>
      own
        .filter((part) => part !== first)
        .flatMap((part) => [' ', '. ', ', '].map((gap) => `${first}${gap}${part}`)),
    ),
  );
  const [whole] = matchesOf(text, [...names, ...together]);
  if (whole) return whole;
  const undated = text.normalize('NFKC').replace(DATE, ' ');
  return matchesOf(undated, parts.flat()).find((word) => !/^\p{Ll}/u.test(word));
}

function matchesOf(text: string, terms: readonly string[]): string[] {
  const pattern = patternOf(terms);
  return pattern === '' ? [] : (text.match(new RegExp(pattern, 'giu')) ?? []);
}

/** The words of a name, and of a Chinese one what it is called by for short. Titles and made references name nobody. */
function partsOf(name: string): string[] {
  const text = name.normalize('NFKC');
  if (/^[a-z0-9-]+$/.test(text)) return [];
  const words = text.match(/[\p{L}\p{M}]+/gu) ?? [];
  return words.flatMap((word) => {
    if (/^\p{Script=Han}{3,4}$/u.test(word)) return [word.slice(0, 2), word.slice(-2)];
    return word.length < MIN_TERM || titles.includes(word.toLowerCase()) ? [] : [word];
  });
}
