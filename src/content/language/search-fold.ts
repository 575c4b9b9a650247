import { BoundedMap } from '../../foundation/bounded-map.js';
/** A text as it is compared in searching. */
export interface FoldedText {
  readonly written: string;
  readonly folded: string;
  /** Where a place in `folded` begins in the text as written. */
  startOf(place: number): number;
  /** Where the character before a place in `folded` ends in the text as written, with the marks that belong to it. */
  endOf(place: number): number;
}

/** Makes equal what is written differently and read as the same: case, width, accents, forms of a character. */
export function fold(text: string): FoldedText {
  let folded = '';
  // Most texts are folded character by character, and need no way back.
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

/** Where folded characters come from. */
class Ways {
  readonly starts: number[];
  readonly ends: number[];

  /** @param before how many characters came before, each from one like itself */
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
 * Characters that have more than one form in Traditional Chinese: as fonts, input methods and the regions prefer
 * them. Each group is compared as its first. Not here: Simplified Chinese, and characters with another meaning.
 */
const VARIANTS = `
  內内 參参 舉擧 龐龎 台臺 為爲 裡裏 峰峯 群羣 說説 稅税 銳鋭 閱閲 悅悦 脫脱 溫温 產産 衛衞 秘祕 線綫 啟啓 強强 真眞 鎮鎭
  戶户戸 青靑 清淸 眾衆 床牀 匯滙 妝粧 偽僞 麵麪 污汙 恆恒 卻却 腳脚 鬥鬪 韻韵 蹤踪 鄰隣 敘敍叙 值値 黃黄 查査 絕絶 錄録
  綠緑 吶呐 獎奬 牆墻 冊册 教敎 晉晋 呂吕 彥彦 顏顔 尚尙 既旣 即卽 虛虚 艷豔 廈厦 廚厨 雞鷄 麼麽 嘆歎 堤隄 煙烟 癡痴 寶寳
  研硏 效効 勳勛`;

/** What Unicode does not take apart; a dot that is typed for a comma, and two hyphens. */
const OTHERS = 'ßss æae œoe øo đd ðd þth łl ıi ςσ 丶、 ‐- ‑-';

const SAME = new Map([
  ...VARIANTS.trim()
    .split(/\s+/)
    .flatMap(([first = '', ...others]) => others.map((other) => [other, first] as const)),
  ...OTHERS.split(' ').map((pair) => [pair.charAt(0), pair.slice(1)] as const),
]);

/** Combining marks of European scripts, and characters that only change how others look. */
const DROPPED = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f\p{DI}]/gu;
const MARK = /[\p{M}\p{DI}\p{Gr_Ext}]/u;

const MAX_KNOWN = 20_000;
const known = new BoundedMap<string, string>(MAX_KNOWN);

function foldCharacter(character: string): string {
  if (isIdeograph(character)) return SAME.get(character) ?? character;
  const before = known.get(character);
  if (before !== undefined) return before;
  // Taken apart, so that accents can be dropped; what is left together again, such as syllables of Hangul.
  const plain = character.normalize('NFKD').toLowerCase().replace(DROPPED, '').normalize('NFC');
  const folded = Array.from(plain, (part) => SAME.get(part) ?? part).join('');
  known.set(character, folded);
  return folded;
}

/** The unified ideographs of the basic plane, which Unicode leaves as they are: nearly all that is met. */
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
