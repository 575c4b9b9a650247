import { BoundedMap } from '../../foundation/bounded-map.js';
import { type FoldedText, fold } from '../language/search-fold.js';
import { stem } from '../language/search-stem.js';

/** To be raised when tokenization changes: the next start then indexes everything anew. */
export const SEARCH_RULES = 4;

/** A normalised word, with its position in the original text. */
export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The words of a query; all of them must match. */
export interface QueryWords {
  readonly words: readonly string[];
  /** Its runs of Chinese of any length, whose characters must be adjacent. */
  readonly runs: readonly string[];
}

/** Longer words are truncated: index keys have a maximum size. */
const MAX_WORD_LENGTH = 64;

const UNSPACED = '\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Bopo}\\p{sc=Hang}\u30fc';
const LETTER = `[[\\p{L}\\p{N}\\p{M}]--[${UNSPACED}]]`;
const TOKEN = new RegExp(`([${UNSPACED}]+)|${LETTER}+(?:['’ʼ]${LETTER}+)*`, 'gv');

/** Characters that do not separate a run: line ends, dots in names, quotation marks, brackets. */
const JOINING = `(?:[^\\S\n]|\n(?!\\s*\n)|[·‧・•∙"'“”‘’「」『』《》〈〉()【】])`;
const JOINED = new RegExp(`^${JOINING}{1,3}$`, 'u');

/** Stop words: indexed in titles and names only, and ignored in a query with other words. */
const FREQUENT = new Set(
  'a an and are as at be by for from in into is it its of on or that the their this to was were with'.split(
    ' ',
  ),
);

/** All words of a text; compounds in every reading. */
export function wordsOf(text: FoldedText): Piece[] {
  return piecesOf(text).map(stemmed);
}

/** The words of a text without stop words. */
export function distinctiveWordsOf(text: FoldedText): Piece[] {
  return piecesOf(text).filter(isDistinctive).map(stemmed);
}

/** The runs of Chinese in a text. A Chinese word of a query must be inside a run. */
export function runsOf(text: FoldedText): string[] {
  const runs: string[] = [];
  for (const { run, gap } of tokensOf(text)) {
    if (run === '') continue;
    if (runs.length > 0 && JOINED.test(gap)) runs.push(`${runs.pop()}${run}`);
    else runs.push(run);
  }
  return runs;
}

/** A pattern that finds a run of a query in texts. */
export function patternOf(run: string): RegExp {
  return new RegExp([...run].join(`${JOINING}{0,3}`), 'gu');
}

/** Parses a query. Operators of query languages are punctuation, and ignored. */
export function wordsOfQuery(query: string): QueryWords {
  const text = fold(query);
  const tokens = tokensOf(text);
  const runs = tokens.map(({ run }) => run).filter((run) => run !== '');
  const all = chainsOf(text, tokens).flatMap(({ parts, joined, isOne }) =>
    joined && isOne ? [joined] : parts,
  );
  const distinctive = all.filter(isDistinctive);
  const words = distinctive.length + runs.length > 0 ? distinctive : all;
  return {
    words: [...new Set(words.map((word) => stemmed(word).text))],
    runs: [...new Set(runs)],
  };
}

/** A whole name, normalised so that spaces, punctuation and case make no difference. */
export function wholeOf(text: string): string {
  return tokensOf(fold(text))
    .map(({ word, run }) => word?.text ?? run)
    .join('');
}

/** The bigrams of a run. */
export function pairsOf(run: string): string[] {
  const characters = [...run];
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

/** The index terms of a run: one that begins with each character, for queries of one character. */
export function charactersOf(run: string): string[] {
  return [...pairsOf(run), ...[...run].slice(-1)];
}

/** A word or a run of Chinese, with what precedes it. */
interface Token {
  readonly word: Piece | undefined;
  readonly run: string;
  readonly gap: string;
}

function tokensOf({ folded, startOf, endOf }: FoldedText): Token[] {
  let end = 0;
  return [...folded.matchAll(TOKEN)].map((match) => {
    const [found, run] = match;
    const start = match.index;
    const gap = folded.slice(end, start);
    end = start + found.length;
    if (run !== undefined) return { word: undefined, run, gap };
    const name = found.replace(/['’ʼ]s$/, '');
    const place = { start: startOf(start), end: endOf(start + name.length) };
    return { word: { text: name.replace(/['’ʼ]/g, ''), ...place }, run: '', gap };
  });
}

function piecesOf(text: FoldedText): Piece[] {
  const chains = chainsOf(text, tokensOf(text));
  return chains.flatMap(({ parts, joined }) => (joined ? [...parts, joined] : parts));
}

function isDistinctive({ text }: Piece): boolean {
  return !FREQUENT.has(text);
}

/** A compound, with its reading as one word. */
interface Chain {
  readonly parts: readonly Piece[];
  readonly joined: Piece | undefined;
  /** Whether it is always one word, however it is written: initials and numbers. */
  readonly isOne: boolean;
}

function chainsOf({ written }: FoldedText, tokens: readonly Token[]): Chain[] {
  const chains: { readonly parts: Piece[]; link?: RegExp }[] = [];
  let isOpen = false;
  for (const { word, gap } of tokens) {
    const chain = isOpen ? chains.at(-1) : undefined;
    const before = chain?.parts.at(-1);
    isOpen = word !== undefined;
    if (!word) continue;
    const link = before && linkOf(written, before, gap, word);
    if (chain && link && (chain.link ?? link) === link) {
      chain.link = link;
      chain.parts.push(word);
    } else chains.push({ parts: [word] });
  }
  return chains.map(({ parts, link }) => {
    const joined = { text: textOf(parts), start: parts[0]?.start ?? 0, end: parts.at(-1)?.end ?? 0 };
    // Hyphenated words are searched by their parts, except for "e-commerce".
    const isOne = link !== HYPHEN || parts.some((part) => part.text.length === 1);
    return { parts, joined: link && joined, isOne };
  });
}

const INITIALS = /^[. &-]{1,3}$/;
const HYPHEN = /^-$/;
const THOUSANDS = /^,$/;

/** What joins two words: the initials of "K.F. Tsang", the hyphen of "low-altitude", the comma of "4,000". */
function linkOf(written: string, before: Piece, gap: string, after: Piece): RegExp | undefined {
  const isInitial = ({ text: letter, start, end }: Piece) =>
    /^[a-z]$/.test(letter) && (written.charAt(start) !== 'a' || written.charAt(end) === '.');
  if (INITIALS.test(gap) && isInitial(before) && isInitial(after)) return INITIALS;
  if (HYPHEN.test(gap)) return HYPHEN;
  return THOUSANDS.test(gap) && /^\d+$/.test(before.text) && /^\d{3}$/.test(after.text)
    ? THOUSANDS
    : undefined;
}

function stemmed({ text, start, end }: Piece): Piece {
  let found = stems.get(text);
  if (found === undefined) {
    found = stemOf(text);
    stems.set(text, found);
  }
  return { text: found, start, end };
}

function stemOf(text: string): string {
  if (!/^[a-z]+$/.test(text)) return [...text].slice(0, MAX_WORD_LENGTH).join('');
  // British spelling has both "-ise" and "-ize".
  return stem(
    text.slice(0, MAX_WORD_LENGTH).replace(/(?<=...)iz(?=(e[drs]?|ers|ing|ation(s|al(ly)?)?)$)/, 'is'),
  );
}

/** Memoized, since most words recur. */
const MAX_STEMS = 20_000;
const stems = new BoundedMap<string, string>(MAX_STEMS);

function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}
