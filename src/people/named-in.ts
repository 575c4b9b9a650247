import { MIN_TERM, patternOf } from '../content/history/terms.js';
import { Honorific } from './person.enum.js';

const MONTH = String.raw`(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)`;
/** "2 May", "May 2026": a month beside a number is no name. */
const DATE = new RegExp(String.raw`\b\d{1,2}(?:st|nd|rd|th)?\s+${MONTH}|\b${MONTH}\s+\d{1,4}\b`, 'gu');
const titles = Object.values(Honorific).map((honorific) => honorific.toLowerCase());

/**
 * The first mention of a person in a text: a full name, or two parts of one or a title and a part side by side, in any
 * case; or a single capitalised part, so that common words ("an", "may") do not match. Undefined if there is none.
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
  return matchesOf(undated, parts.flat()).find((part) => !/^\p{Ll}/u.test(part));
}

function matchesOf(text: string, terms: readonly string[]): string[] {
  const pattern = patternOf(terms);
  return pattern === '' ? [] : (text.match(new RegExp(pattern, 'giu')) ?? []);
}

/** The parts of a name, with the short form of a Chinese one. Titles and generated references are excluded. */
function partsOf(name: string): string[] {
  const text = name.normalize('NFKC');
  if (/^[a-z0-9-]+$/.test(text)) return [];
  const words = text.match(/[\p{L}\p{M}]+/gu) ?? [];
  return words.flatMap((part) => {
    if (/^\p{Script=Han}{3,4}$/u.test(part)) return [part.slice(0, 2), part.slice(-2)];
    return part.length < MIN_TERM || titles.includes(part.toLowerCase()) ? [] : [part];
  });
}
