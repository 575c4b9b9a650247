import { escapeHtml } from '../../foundation/escape-html.js';
import { type FoldedText, fold } from '../language/search-fold.js';
import type { Passage } from './search-document.entity.js';
import { pairsOf, patternOf, type QueryWords, wordsOf, wordsOfQuery } from './search-words.js';

/** The passages that the planner reads for a field with highlights. */
export interface TitleToMark {
  readonly query: string;
  readonly title: string;
}

export interface PassagesToMark {
  readonly query: string;
  readonly passages: readonly Passage[];
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The length of an excerpt, and of its part before the first match. */
const LENGTH = 200;
const BEFORE = 60;
const NEAR = 15;
/** How much of an object's text is searched for the best passage, so that a page of long texts stays fast. */
const MAX_SEARCHED_LENGTH = 10_000;

/** A whole text as HTML, with the words of the query marked. */
export function highlightedTitle({ query, title }: TitleToMark): string {
  return marked(title, findIn(title, wordsOfQuery(query)).ranges);
}

/** An excerpt as HTML, with its locale. */
export interface Excerpt {
  readonly html: string;
  readonly locale: string;
}

/** The passage with most words of the query, cut around them. */
export function excerpt({ query, passages }: PassagesToMark): Excerpt | null {
  const words = wordsOfQuery(query);
  const best = bestPlace(passages, words);
  if (!best) return null;
  const { text } = best.passage;
  const { start, end } = partAround(text, best.at);
  const part = text.slice(start, end);
  const html = marked(part, findIn(part, words).ranges);
  return {
    html: `${start > 0 ? '…' : ''}${html}${end < text.length ? '…' : ''}`,
    locale: best.passage.locale,
  };
}

interface FoundPlace {
  readonly passage: Passage;
  /** The position of its first match. */
  readonly at: number;
}

/** The first passage with most words of the query; without any, the beginning of a text that is not a name. */
function bestPlace(passages: readonly Passage[], query: QueryWords): FoundPlace | undefined {
  const all = query.words.length + query.runs.length;
  let best: FoundPlace | undefined;
  let most = 0;
  let left = MAX_SEARCHED_LENGTH;
  for (const passage of passages) {
    if (!best && !passage.isName) best = { passage, at: 0 };
    for (const paragraph of passage.text.matchAll(/(?:.|\n(?!\s*\n))+/g)) {
      left -= paragraph[0].length;
      if (left < 0) return best;
      const { ranges, count } = findIn(paragraph[0], query);
      if (count <= most) continue;
      best = { passage, at: paragraph.index + (ranges[0]?.start ?? 0) };
      most = count;
      if (most === all) return best;
    }
  }
  return best;
}

/** The matches in a text, and how many different words match. */
function findIn(
  text: string,
  query: QueryWords,
): { readonly ranges: readonly Range[]; readonly count: number } {
  const folded = fold(text);
  const found = new Set<string>();
  const ranges: Range[] = [];
  // Chinese is searched without tokenizing the text, and words without searching the Chinese.
  const words = query.words.length > 0 ? wordsOf(folded) : [];
  for (const word of words.filter((piece) => query.words.includes(piece.text))) {
    found.add(word.text);
    ranges.push(word);
  }
  for (const run of query.runs) {
    const places = placesOf(run, folded);
    if (places.length > 0) found.add(run);
    ranges.push(...places);
  }
  return { ranges: united(ranges), count: found.size };
}

/** The matches of a run of Chinese: as a whole, or else by its bigrams, by which the index found it. */
function placesOf(run: string, text: FoldedText): Range[] {
  const whole = occurrences(run, text);
  if (whole.length > 0) return whole;
  return [...new Set(pairsOf(run))].flatMap((pair) => occurrences(pair, text));
}

function occurrences(run: string, { folded, startOf, endOf }: FoldedText): Range[] {
  return [...folded.matchAll(patternOf(run))].map(({ 0: found, index }) => ({
    start: startOf(index),
    end: endOf(index + found.length),
  }));
}

/** Sorts ranges and merges overlapping ones. */
function united(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last && range.start < last.end) {
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    } else result.push(range);
  }
  return result;
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** The part of a text that an excerpt shows, cut at grapheme boundaries. */
function partAround(text: string, at: number): Range {
  if (text.length <= LENGTH + BEFORE) return { start: 0, end: text.length };
  const segments = graphemes.segment(text);
  const boundary = (place: number) => segments.containing(place)?.index ?? text.length;
  const from = Math.min(Math.max(at - BEFORE, 0), text.length - LENGTH);
  // At a space if one is near; Chinese has none.
  const start = boundary(from);
  const space = from === 0 ? -1 : text.slice(start, Math.min(at, start + NEAR)).search(/\s\S/);
  const to = boundary(start + LENGTH);
  const rest = to === text.length ? -1 : text.slice(to - NEAR, to).search(/\s\S*$/);
  return { start: start + space + 1, end: rest < 0 ? to : to - NEAR + rest };
}

function marked(text: string, ranges: readonly Range[]): string {
  let html = '';
  let at = 0;
  for (const { start, end } of ranges) {
    html += `${escaped(text.slice(at, start))}<mark>${escaped(text.slice(start, end))}</mark>`;
    at = end;
  }
  return html + escaped(text.slice(at));
}

function escaped(text: string): string {
  return escapeHtml(text).replace(/\s+/g, ' ');
}
