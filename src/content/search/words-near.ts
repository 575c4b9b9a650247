import type { FoldedText } from '../language/search-fold.js';
import { type Piece, wordsOf } from './search-words.js';

/** The signs that may be within a compound, which is also read as one word. */
const WITHIN = `[-.,& '’ʼ]{0,3}`;

/** A pattern that matches wherever a folded text may have a word with one of these stems. */
export function patternOfWords(stems: readonly string[]): RegExp {
  return new RegExp(stems.map(startOf).join('|'), 'gu');
}

/** A word begins like its stem, of which the last two letters may be others ("happiness" and "happi", "tried" and "tri"). */
function startOf(stem: string): string {
  const characters = [...stem];
  return characters.slice(0, Math.max(1, characters.length - 2)).join(WITHIN);
}

/**
 * The words of a text that may be some of those in the pattern. Only what is around its matches is tokenized, since
 * that takes a hundred times as long as to search for them.
 */
export function wordsNear(pattern: RegExp | undefined, text: FoldedText): Piece[] {
  if (!pattern) return [];
  const words: Piece[] = [];
  let end = 0;
  for (const { index } of text.folded.matchAll(pattern)) {
    if (index < end) continue;
    const start = startOfChain(text.folded, index, end);
    end = endOfChain(text.folded, index);
    words.push(...wordsOf(part(text, start, end)));
  }
  return words;
}

function part({ written, folded, startOf, endOf }: FoldedText, start: number, end: number): FoldedText {
  return {
    written,
    folded: folded.slice(start, end),
    startOf: (place) => startOf(place + start),
    endOf: (place) => endOf(place + start),
  };
}

function startOfChain(text: string, at: number, least: number): number {
  let start = at;
  while (start > least && !isApart(text, start - 1)) start -= 1;
  return start;
}

function endOfChain(text: string, at: number): number {
  let end = at;
  while (end < text.length && !isApart(text, end)) end += 1;
  return end;
}

/** Whether a space ends a word of two letters or more: nothing links that to the next word. */
function isApart(text: string, place: number): boolean {
  return text.charAt(place) === ' ' && isPlain(text, place - 1) && isPlain(text, place - 2);
}

function isPlain(text: string, place: number): boolean {
  const code = text.charCodeAt(place);
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
}
