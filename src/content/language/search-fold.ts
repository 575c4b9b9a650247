import { BoundedMap } from '../../foundation/bounded-map.js';

/** A text as the search compares it. */
export interface FoldedText {
  readonly written: string;
  readonly folded: string;
  /** The start in the original text of a position in `folded`. */
  startOf(place: number): number;
  /** The end in the original text, combining marks included, of the character before a position in `folded`. */
  endOf(place: number): number;
}

/** Removes differences that readers ignore: case, width, accents, and variants of a character. */
export function fold(text: string): FoldedText {
  if (EVEN.test(text)) {
    const folded = text.replace(CHANGED, foldCharacter).toLowerCase();
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

/**
 * Variants of Traditional Chinese characters, by font, input method or region; compared as the first of each group.
 * Without Simplified Chinese, and characters with another meaning.
 */
const VARIANTS = `
  內内 參参 舉擧 龐龎 台臺 為爲 裡裏 峰峯 群羣 說説 稅税 銳鋭 閱閲 悅悦 脫脱 溫温 產産 衛衞 秘祕 線綫 啟啓 強强 真眞 鎮鎭
  戶户戸 青靑 清淸 眾衆 床牀 匯滙 妝粧 偽僞 麵麪 污汙 恆恒 卻却 腳脚 鬥鬪 韻韵 蹤踪 鄰隣 敘敍叙 值値 黃黄 查査 絕絶 錄録
  綠緑 吶呐 獎奬 牆墻 冊册 教敎 晉晋 呂吕 彥彦 顏顔 尚尙 既旣 即卽 虛虚 艷豔 廈厦 廚厨 雞鷄 麼麽 嘆歎 堤隄 煙烟 癡痴 寶寳
  研硏 效効 勳勛`;

/** Equivalences that Unicode does not define; also a dot typed for a comma, and two hyphens. */
const OTHERS = 'ßss æae œoe øo đd ðd þth łl ıi ςσ 丶、 ‐- ‑-';

const SAME = new Map([
  ...VARIANTS.trim()
    .split(/\s+/)
    .flatMap(([first = '', ...others]) => others.map((other) => [other, first] as const)),
  ...OTHERS.split(' ').map((pair) => [pair.charAt(0), pair.slice(1)] as const),
]);

/** Text in which each character is folded to one: that is most text, and much faster to fold. */
const EVEN = /^[\t\n\x20-\x7e·–—‘’“”\u3000-\u3002〈-】\u3400-\u9fff\uff01-\uff5e]*$/;
/** Those of its characters that are not folded by `toLowerCase`. */
const CHANGED = new RegExp(`[\\u3000\\uff01-\\uff5e${[...SAME.keys()].filter(isIdeograph).join('')}]`, 'g');

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
