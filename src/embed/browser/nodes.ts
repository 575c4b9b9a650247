import type { Markup } from '../widget/markup.js';

const SVG = 'http://www.w3.org/2000/svg';

/** Creates nodes. Text becomes text nodes, so it is never parsed as HTML. */
export function nodeOf(markup: Markup | string): Node {
  if (typeof markup === 'string') return document.createTextNode(markup);
  const { tag, attributes, children } = markup;
  const isDrawing = tag === 'svg' || tag === 'path';
  const node = isDrawing ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.map(nodeOf));
  return node;
}
