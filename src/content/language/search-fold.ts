import { BoundedMap } from '../../foundation/bounded-map.js';
import { HAN_VARIANTS } from './han-variants.js';

/** A text as the search compares it. */
export interface FoldedText {
  readonly written: string;
  readonly folded: string;
  /** The start in the original text of a position in `folded`. */
  startOf(place: number): number;
  /** The end in the original text, combining marks included, of the character before a position in `folded`. */
  endOf(place: number): number;
}

/** Removes differences that readers ignore: case, width, accents, and variants of a character, Simplified ones included. */
export function fold(text: string): FoldedText {
  if (EVEN.test(text)) {
    const folded = ASCII.test(text) ? text.toLowerCase() : foldEven(text);
    return { written: text, folded, startOf: (place) => place, endOf: (place) => place };
  }
  let folded = '';
  // Most texts are folded character by character, and need no map of positions.
  let ways: Ways | undefined;
  for (let start = 0; start < text.length; ) {
    let end = start + unitsAt(text, start);
    while (end < text.length && isMark(text, end)) end += unitsAt(text, end);
    const character = foldCharacter(end === start + 1 ? text.charAt(start) : text.slice(start, end));
    if (character.length !== 1 || end !== start + 1) ways ??= new Ways(start);
    ways?.add(start, end, character.length);
    folded += character;
    start = end;
  }
  return {
    written: text,
    folded,
    startOf: (place) => ways?.starts[place] ?? place,
    endOf: (place) => ways?.ends[place - 1] ?? place,
  };
}

/** Maps positions in folded text to the original. */
class Ways {
  readonly starts: number[];
  readonly ends: number[];

  /** @param before the number of preceding characters that map to themselves */
  constructor(before: number) {
    this.starts = Array.from({ length: before }, (_, place) => place);
    this.ends = Array.from({ length: before }, (_, place) => place + 1);
  }

  add(start: number, end: number, units: number): void {
    for (let unit = 0; unit < units; unit += 1) {
      this.starts.push(start);
      this.ends.push(end);
    }
  }
}

/** Variants that OpenCC does not convert: of fonts and input methods. */
const FURTHER_VARIANTS = '舉擧 龐龎 戶户戸 青靑 清淸 鬥鬪 鄰隣 值値 尚尙 寶寳 研硏 效効';

/** Equivalences that Unicode does not define; also a dot typed for a comma, and two hyphens. */
const OTHERS = 'ßss æae œoe øo đd ðd þth łl ıi ςσ 丶、 ‐- ‑-';

/** Each variant with the one that it is compared as. */
const SAME = new Map(OTHERS.split(' ').map((pair) => [pair.charAt(0), pair.slice(1)]));
for (const group of [HAN_VARIANTS, FURTHER_VARIANTS].flatMap((groups) => groups.trim().split(/\s+/))) {
  const [first = '', ...others] = group;
  for (const other of others) SAME.set(other, SAME.get(first) ?? first);
}

const ASCII = /^[\0-\x7f]*$/;
/** Text in which each character is folded to one: that is most text, and much faster to fold. */
const EVEN = /^[\t\n\x20-\x7e·–—‘’“”\u3000-\u3002〈-】\u3400-\u9fff\uff01-\uff5e]*$/;
/** Combining marks of European scripts, and variation selectors. */
const DROPPED = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\p{DI}]/gu;
const MARK = /[\p{M}\p{DI}\p{Gr_Ext}]/u;

const MAX_KNOWN = 20_000;
const known = new BoundedMap<string, string>(MAX_KNOWN);

function foldCharacter(character: string): string {
  if (isIdeograph(character)) return SAME.get(character) ?? character;
  const before = known.get(character);
  if (before !== undefined) return before;
  // Decomposed to remove accents, then composed again for what has none, such as Hangul syllables.
  const plain = character.normalize('NFKD').toLowerCase().replace(DROPPED, '').normalize('NFC');
  const folded = Array.from(plain, (part) => SAME.get(part) ?? part).join('');
  known.set(character, folded);
  return folded;
}

const UNITS = 0x1_00_00;
/** What its characters are folded to, by code unit. */
const FOLDED_UNITS = Uint16Array.from({ length: UNITS }, (_, unit) => {
  const character = String.fromCharCode(unit);
  return EVEN.test(character) ? foldCharacter(character).charCodeAt(0) : unit;
});

/** By a table, since a third of all Chinese characters have variants. */
function foldEven(text: string): string {
  const units = new Uint16Array(text.length);
  for (let place = 0; place < units.length; place += 1)
    units[place] = FOLDED_UNITS[text.charCodeAt(place)] ?? 0;
  return Buffer.from(units.buffer).toString('utf16le');
}

/** CJK ideographs, which normalisation leaves unchanged: a fast path for most characters. */
function isIdeograph(character: string): boolean {
  const code = character.charCodeAt(0);
  return character.length === 1 && code >= 0x3400 && code <= 0x9fff;
}

function isMark(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 0x300 ? code !== 0xad : code >= 0x3400 && code <= 0x9fff) return false;
  return MARK.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
}

function unitsAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
