import MarkdownIt, { type Token } from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';
import { linkifier } from './bare-addresses.js';

/**
 * CommonMark without raw HTML, with the tables, strike-through and bare addresses of GFM. Emphasis begins and ends
 * beside Chinese punctuation, too, where CommonMark expects a space. Only these schemes and relative links become
 * links.
 */
const markdown = new MarkdownIt('commonmark', { html: false, linkify: true })
  .enable(['table', 'strikethrough', 'linkify'])
  .use(cjkFriendly);
markdown.linkify = linkifier;
const LINKED_SCHEMES = ['http', 'https', 'mailto', 'tel'];
markdown.validateLink = (address) => {
  const scheme = /^([^/?#]*?):/.exec(address.replace(/[\s\p{C}]/gu, ''))?.[1];
  return scheme === undefined || LINKED_SCHEMES.includes(scheme.toLowerCase());
};
// An address is shown as it was written: plain text is read by programs that find no links in Chinese.
markdown.normalizeLinkText = (address) => address;
for (const cell of ['th_open', 'td_open']) markdown.renderer.rules[cell] = alignedCell;

/** A content security policy may forbid the attribute `style`, which markdown-it writes. */
function alignedCell(tokens: Token[], index: number): string {
  const { tag, attrs } = tokens[index] as Token;
  const alignment = /left|right|center/.exec(String(attrs?.[0]?.[1]))?.[0];
  return alignment ? `<${tag} align="${alignment}">` : `<${tag}>`;
}

/**
 * The most markup in one text: markdown-it takes up to 15 µs for each mark, line and cell, and blocks the event loop
 * meanwhile. A book has less.
 */
export const MAX_MARKUP = 10_000;

const markup = /[*_`~|[\]!<&\\\r\n]/g;
const addresses = /@|:\/\/|www\./gi;
/** An address takes as long as so many marks. */
const MARKS_OF_ADDRESS = 10;

/** Counts the characters that may be markup, line ends included, addresses, and the cells of tables. */
export function markupIn(source: string): number {
  const marks = source.match(markup)?.length ?? 0;
  return marks + (source.match(addresses)?.length ?? 0) * MARKS_OF_ADDRESS + cellsIn(source);
}

/** Every row gets as many cells as its table has columns, however short it is written. */
function cellsIn(source: string): number {
  let [cells, columns] = [0, 0];
  for (const line of source.split(/\r\n?|\n/)) {
    if (/^[\s>]*[|:-][\s|:-]*$/.test(line)) columns = Math.max(columns, line.split('|').length);
    else columns = line.trim() === '' ? 0 : columns;
    cells += columns;
  }
  return cells;
}

/** A text with its renderings, which are stored when it is written. */
export interface RenderedText {
  readonly html: string | null;
  readonly text: string | null;
}

export function render(source: string | null): RenderedText {
  if (source === null) return { html: null, text: null };
  const tokens = markdown.parse(source, {});
  return { html: markdown.renderer.render(tokens, markdown.options, {}).trim(), text: plainText(tokens) };
}

/** The text without markup, as browsers copy it: a blank line separates blocks, a tab the cells of a row. */
function plainText(tokens: readonly Token[]): string {
  const blocks: string[] = [];
  const rows: string[] = [];
  const cells: string[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'tr_close') rows.push(cells.splice(0).join('\t'));
    else if (token.type === 'table_close') blocks.push(rows.splice(0).join('\n'));
    else if (isText(token)) (isCell(tokens[index - 1]) ? cells : blocks).push(textOf(token));
  }
  return blocks.filter((block) => block !== '').join('\n\n');
}

function isText({ type }: Token): boolean {
  return type === 'inline' || type === 'fence' || type === 'code_block';
}

function isCell(opening: Token | undefined): boolean {
  return opening?.type === 'th_open' || opening?.type === 'td_open';
}

function textOf(token: Token): string {
  const pieces = token.children ?? [token];
  return pieces
    .map(({ type, content }) => (type === 'softbreak' || type === 'hardbreak' ? '\n' : content))
    .join('')
    .trim();
}
