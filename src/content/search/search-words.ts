import { BoundedMap } from '../../foundation/bounded-map.js';
import { type FoldedText, fold } from '../language/search-fold.js';
import { stem } from '../language/search-stem.js';

/** Raised when texts are taken apart in another way: the next start then indexes everything anew. */
export const SEARCH_RULES = 2;

/** A word as it is compared, with its place in the text as written. */
export interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What a query asks for: all of it has to be found. */
export interface QueryWords {
  readonly words: readonly string[];
  /** What Chinese it has: any number of characters, which have to be found next to each other. */
  readonly runs: readonly string[];
}

/** Longer ones are compared by their beginning: the index cannot hold keys of any length. */
const LONGEST_WORD = 64;

const UNSPACED = '\\p{sc=Han}\\p{sc=Hira}\\p{sc=Kana}\\p{sc=Bopo}\\p{sc=Hang}\u30fc';
const LETTER = `[[\\p{L}\\p{N}\\p{M}]--[${UNSPACED}]]`;
const TOKEN = new RegExp(`([${UNSPACED}]+)|${LETTER}+(?:['’ʼ]${LETTER}+)*`, 'gv');

/** Between characters that belong together nevertheless: the end of a line, dots in names, quotation marks, brackets. */
const JOINING = `(?:[^\\S\n]|\n(?!\\s*\n)|[·‧・•∙"'“”‘’「」『』《》〈〉()【】])`;
const JOINED = new RegExp(`^${JOINING}{1,3}$`, 'u');

/** Words that are everywhere: found in titles and names alone, and not looked for while there are others. */
const FREQUENT = new Set(
  'a an and are as at be by for from in into is it its of on or that the their this to was were with'.split(
    ' ',
  ),
);

/** Every word of a text; where words are written together every way to read them. */
export function wordsOf(text: FoldedText): Piece[] {
  return piecesOf(text).map(stemmed);
}

/** The words of a text but for the most frequent ones. */
export function tellingWordsOf(text: FoldedText): Piece[] {
  return piecesOf(text).filter(isTelling).map(stemmed);
}

/** What Chinese a text has: the characters that follow each other. A word of a query is somewhere in a run. */
export function runsOf(text: FoldedText): string[] {
  const runs: string[] = [];
  for (const { run, gap } of tokensOf(text)) {
    if (run === '') continue;
    if (runs.length > 0 && JOINED.test(gap)) runs.push(`${runs.pop()}${run}`);
    else runs.push(run);
  }
  return runs;
}

/** Where a run of a query is in texts. */
export function patternOf(run: string): RegExp {
  return new RegExp([...run].join(`${JOINING}{0,3}`), 'gu');
}

/** What has to be found of a query. Operators of query languages are signs like others, and dropped. */
export function wordsOfQuery(query: string): QueryWords {
  const text = fold(query);
  const tokens = tokensOf(text);
  const runs = tokens.map(({ run }) => run).filter((run) => run !== '');
  const all = chainsOf(text, tokens).flatMap(({ parts, joined, isOne }) =>
    joined && isOne ? [joined] : parts,
  );
  const telling = all.filter(isTelling);
  const words = telling.length + runs.length > 0 ? telling : all;
  return {
    words: [...new Set(words.map((word) => stemmed(word).text))],
    runs: [...new Set(runs)],
  };
}

/** A whole name for comparison with another: what is written alike but for spaces, signs and case. */
export function wholeOf(text: string): string {
  return tokensOf(fold(text))
    .map(({ word, run }) => word?.text ?? run)
    .join('');
}

/** What a run is indexed by: the pairs of neighbours, and each character for those who look for one. */
export function pairsOf(run: string): string[] {
  const characters = [...run];
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}

/** A word, or a run of characters without spaces; with what stands before it. */
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

function isTelling({ text }: Piece): boolean {
  return !FREQUENT.has(text);
}

/** Words that are written together, and how they read as one. */
interface Chain {
  readonly parts: readonly Piece[];
  readonly joined: Piece | undefined;
  /** Whether it is always meant as one word, however it is written: initials, numbers. */
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
    // What is hyphenated is looked for by its parts, but for "e-commerce".
    const isOne = link !== HYPHEN || parts.some((part) => part.text.length === 1);
    return { parts, joined: link && joined, isOne };
  });
}

const INITIALS = /^[. &-]{1,3}$/;
const HYPHEN = /^-$/;
const THOUSANDS = /^,$/;

/** What links two words: the initials of "K.F. Tsang", the hyphen of "low-altitude", the comma of "4,000". */
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
  if (!/^[a-z]+$/.test(text)) return [...text].slice(0, LONGEST_WORD).join('');
  // "-ise" and "-ize" are one word in British spelling, too.
  return stem(
    text.slice(0, LONGEST_WORD).replace(/(?<=...)iz(?=(e[drs]?|ers|ing|ation(s|al(ly)?)?)$)/, 'is'),
  );
}

/** Most words come up again and again. */
const MAX_STEMS = 20_000;
const stems = new BoundedMap<string, string>(MAX_STEMS);

function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join('');
}
