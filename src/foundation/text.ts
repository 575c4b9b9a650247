import { refuse, type Sentence } from './errors.js';

/** Control characters, except line breaks and the tab in texts of several lines. */
const CONTROL = /[^\P{Cc}\t\n\r]/u;
/** Characters that end a line, or move within it. */
const BREAK = /[\t\n\r\p{Zl}\p{Zp}]/u;
/**
 * Characters that change the direction of text around them: overrides, embeddings and isolates (Unicode Standard Annex
 * 9).
 */
const TURN = /[\u202A-\u202E\u2066-\u2069]/;
/** Visible characters: no spaces, no default-ignorable characters, no marks without a base. */
const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{M}\u2800]/u;

/** Whether a text is visible at all. The only rule for this: spaces and invisible characters are no text. */
export function hasText(text: string | null | undefined): text is string {
  return typeof text === 'string' && VISIBLE.test(text);
}

/**
 * Refuses control characters, among them U+0000, which PostgreSQL cannot store; and lone surrogates, which would become
 * U+FFFD on the way to the database.
 */
export function assertStorable(text: string, path: readonly string[] = []): void {
  const [control] = CONTROL.exec(text) ?? [];
  if (control !== undefined) refuse('INVALID_TEXT', hasControl(control), path);
  if (!text.isWellFormed()) refuse('INVALID_TEXT', isHalf, path);
}

/** Whether a text can be stored and displayed. */
export function isStorable(text: string): boolean {
  return !CONTROL.test(text) && text.isWellFormed();
}

/** Refuses line breaks, and characters that could change the direction of the page or list where it is shown. */
export function assertLine(text: string, path: readonly string[]): void {
  if (BREAK.test(text)) refuse('INVALID_TEXT', hasBreak(path.at(-1) ?? ''), path);
  if (TURN.test(text)) refuse('INVALID_TEXT', hasTurn(path.at(-1) ?? ''), path);
}

/** The first items of a list, for messages. */
export function firstFew(items: readonly string[]): Sentence {
  return { en: start(items, ', ', ', …'), 'zh-Hant': start(items, '、', ' 等') };
}

/** The first names of a list, in quotation marks, for messages. */
export function firstNames(names: readonly string[]): Sentence {
  return {
    en: start(
      names.map((name) => `"${name}"`),
      ', ',
      ', …',
    ),
    'zh-Hant': start(
      names.map((name) => `「${name}」`),
      '、',
      '等',
    ),
  };
}

function start(items: readonly string[], separator: string, ellipsis: string): string {
  return `${items.slice(0, 5).join(separator)}${items.length > 5 ? ellipsis : ''}`;
}

/** Makes untrusted text storable: invalid characters become U+FFFD. */
export function storable(text: string): string {
  return text.toWellFormed().replace(/\p{Cc}/gu, '\ufffd');
}

/** The form in which slugs are stored and compared: NFKC, lower case, without invisible characters. */
export function slugForm(slug: string): string {
  const visible = slug.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
  return visible.toLowerCase().normalize('NFKC');
}

/**
 * The slug of a title: letters and digits of any script, everything else a hyphen. Chinese stays Chinese: transliteration
 * misleads readers of Cantonese.
 */
export function slugify(title: string): string {
  return slugForm(title)
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-+|-+$/gu, '');
}

function hasControl(character: string): Sentence {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return {
    en: `Text must not contain control characters such as U+${code}; remove it.`,
    'zh-Hant': `文字不可含有控制字元（U+${code}），請將其移除。`,
  };
}

const isHalf: Sentence = {
  en: 'Text contains half of a surrogate pair, which is not a character; enter it again.',
  'zh-Hant': '文字含有不完整的字元，請重新輸入。',
};

function hasBreak(name: string): Sentence {
  return {
    en: `"${name}" must be one line; remove line breaks and tabs.`,
    'zh-Hant': `「${name}」只可有一行，請移除換行及定位字元。`,
  };
}

function hasTurn(name: string): Sentence {
  return {
    en: `"${name}" contains an invisible character that changes the direction of text (U+202A to U+202E, U+2066 to U+2069); type it again instead of pasting it.`,
    'zh-Hant': `「${name}」含有會改變文字方向的隱形字元（U+202A 至 U+202E、U+2066 至 U+2069）；請重新輸入，不要貼上。`,
  };
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Truncates a text to so many UTF-16 units, never inside a character: not between a base and its marks, either. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  let end = 0;
  for (const { index, segment } of graphemes.segment(text)) {
    if (index + segment.length > length) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}

/** "Ann, Ben and Chris". */
export function listed(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names);
}
