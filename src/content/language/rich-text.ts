import MarkdownIt, { type Token } from 'markdown-it';

/** CommonMark without raw HTML; only these schemes and relative links become links. */
const markdown = new MarkdownIt('commonmark', { html: false });
const LINKED_SCHEMES = ['http', 'https', 'mailto', 'tel'];
markdown.validateLink = (address) => {
  const scheme = /^([^/?#]*?):/.exec(address.replace(/[\s\p{C}]/gu, ''))?.[1];
  return scheme === undefined || LINKED_SCHEMES.includes(scheme.toLowerCase());
};

/**
 * The most markup in one text: markdown-it takes up to 3 µs for each mark and line, and blocks the event loop
 * meanwhile. A book has less.
 */
export const MAX_MARKUP = 10_000;

const markup = /[*_`[\]!<&\\\n]/g;

/** Counts the characters that may be markup, line ends included. */
export function markupIn(source: string): number {
  return source.match(markup)?.length ?? 0;
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

/** The text without markup; a blank line separates blocks. */
function plainText(tokens: readonly Token[]): string {
  return tokens
    .filter((token) => token.type === 'inline' || token.type === 'fence' || token.type === 'code_block')
    .map((token) =>
      (token.children ?? [token]).map((child) => inlineText(child.type, child.content)).join(''),
    )
    .map((block) => block.trim())
    .filter((block) => block !== '')
    .join('\n\n');
}

function inlineText(type: string, content: string): string {
  return type === 'softbreak' || type === 'hardbreak' ? '\n' : content;
}
