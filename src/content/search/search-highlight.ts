import { BoundedMap } from '../../foundation/bounded-map.js';
import { escapeHtml } from '../../foundation/escape-html.js';
import { hasText } from '../../foundation/text.js';
import { type FoldedText, fold } from '../language/search-fold.js';
import type { Passage } from './search-entry.entity.js';
import { pairsOf, patternOf, wordsOfQuery } from './search-words.js';
import { patternOfWords, wordsNear } from './words-near.js';

/** The passages that the planner reads for a field with highlights. */
export interface TitleToMark {
  readonly query: string;
  readonly title: string;
}

export interface PassagesToMark {
  readonly query: string;
  /** The object's own texts. */
  readonly texts: readonly { readonly text: string | null; readonly locale: string }[] | null;
  readonly passages: readonly Passage[] | null;
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
  return marked(title, findIn(title, patternsOf(query)).ranges);
}

/** An excerpt as HTML, with its locale. */
export interface Excerpt {
  readonly html: string;
  readonly locale: string;
}

/** The passage with most words of the query, cut around them. */
export function excerpt({ query, texts, passages }: PassagesToMark): Excerpt | null {
  const patterns = patternsOf(query);
  const own = (texts ?? []).filter((passage): passage is Passage => hasText(passage.text ?? ''));
  const best = bestPlace([...own, ...(passages ?? [])], patterns);
  if (!best) return null;
  const { text } = best.passage;
  const { start, end } = partAround(text, best.at);
  const part = text.slice(start, end);
  const html = marked(part, findIn(part, patterns).ranges);
  return {
    html: `${start > 0 ? '…' : ''}${html}${end < text.length ? '…' : ''}`,
    locale: best.passage.locale,
  };
}

/** What a query is found by in texts. */
interface Patterns {
  readonly words: ReadonlySet<string>;
  /** Matches wherever a text may have one of the words; undefined without words. */
  readonly start: RegExp | undefined;
  /** Runs of Chinese; where one is not found as a whole, its bigrams are, by which the index found it. */
  readonly runs: readonly { readonly whole: RegExp; readonly pairs: readonly RegExp[] }[];
}

/** All hits of a page are searched for the same. */
const MAX_KNOWN = 50;
const known = new BoundedMap<string, Patterns>(MAX_KNOWN);

function patternsOf(query: string): Patterns {
  const before = known.get(query);
  if (before) return before;
  const { words, runs } = wordsOfQuery(query);
  const patterns = {
    words: new Set(words),
    start: words.length > 0 ? patternOfWords(words) : undefined,
    runs: runs.map((run) => ({
      whole: patternOf(run),
      pairs: [...new Set(pairsOf(run))].map(patternOf),
    })),
  };
  known.set(query, patterns);
  return patterns;
}

interface FoundPlace {
  readonly passage: Passage;
  /** The position of its first match. */
  readonly at: number;
}

const PARAGRAPH = /(?:[^\n\r\u2028\u2029]+|\n(?!\s*\n))+/g;

/** The first passage with most words of the query; without any, the beginning of a text that is not a name. */
function bestPlace(passages: readonly Passage[], query: Patterns): FoundPlace | undefined {
  const all = query.words.size + query.runs.length;
  let best: FoundPlace | undefined;
  let most = 0;
  let left = MAX_SEARCHED_LENGTH;
  for (const passage of passages) {
    if (!best && !passage.isName) best = { passage, at: 0 };
    for (const paragraph of passage.text.matchAll(PARAGRAPH)) {
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
  query: Patterns,
): { readonly ranges: readonly Range[]; readonly count: number } {
  const folded = fold(text);
  const found = new Set<unknown>();
  const ranges: Range[] = [];
  for (const word of wordsNear(query.start, folded)) {
    if (!query.words.has(word.text)) continue;
    found.add(word.text);
    ranges.push(word);
  }
  for (const run of query.runs) {
    const whole = occurrences(run.whole, folded);
    const places = whole.length > 0 ? whole : run.pairs.flatMap((pair) => occurrences(pair, folded));
    if (places.length > 0) found.add(run);
    ranges.push(...places);
  }
  return { ranges: united(ranges), count: found.size };
}

function occurrences(pattern: RegExp, { folded, startOf, endOf }: FoldedText): Range[] {
  return [...folded.matchAll(pattern)].map(({ 0: found, index }) => ({
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
