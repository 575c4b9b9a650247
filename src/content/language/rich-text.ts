import MarkdownIt, { type Token } from 'markdown-it';

/** CommonMark without raw HTML, and with links to these alone; what has no scheme is a place on the same site. */
const markdown = new MarkdownIt('commonmark', { html: false });
const LINKED_SCHEMES = ['http', 'https', 'mailto', 'tel'];
markdown.validateLink = (address) => {
  const scheme = /^([^/?#]*?):/.exec(address.replace(/[\s\p{C}]/gu, ''))?.[1];
  return scheme === undefined || LINKED_SCHEMES.includes(scheme.toLowerCase());
};

/**
 * The most Markdown that one text may have: markdown-it takes up to 3 µs for each mark and each line, and nobody is answered
 * meanwhile. A book has fewer.
 */
export const MAX_MARKUP = 10_000;

const markup = /[*_`[\]!<&\\\n]/g;

/** How many characters of a text may be Markdown: those that begin or end something in a line, and the ends of lines. */
export function markupIn(source: string): number {
  return source.match(markup)?.length ?? 0;
}

/** A text as it is written, and as it is served; rendered when it is written, not when it is read. */
export interface RenderedText {
  readonly html: string | null;
  readonly text: string | null;
}

export function render(source: string | null): RenderedText {
  if (source === null) return { html: null, text: null };
  const tokens = markdown.parse(source, {});
  return { html: markdown.renderer.render(tokens, markdown.options, {}).trim(), text: plainText(tokens) };
}

/** The words alone: blocks are separated by a blank line, everything inline is kept as it reads. */
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
