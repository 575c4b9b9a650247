import MarkdownIt, { type Token } from 'markdown-it';

/** CommonMark without raw HTML; markdown-it itself refuses links with script, data and file addresses. */
const markdown = new MarkdownIt('commonmark', { html: false });

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
