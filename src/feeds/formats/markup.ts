import { printable, severalLines } from './characters.js';

/** Escapes text for XML or HTML. Characters that XML 1.0 does not allow (section 2.2) are removed. */
export function xml(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Quotes and escapes the value of an attribute. */
function quoted(text: string): string {
  return `"${xml(text).replaceAll('"', '&quot;')}"`;
}

/** An element with text, on a line of its own; empty if there is no text. */
export function element(
  name: string,
  text: string | undefined,
  attributes: Readonly<Record<string, string | undefined>> = {},
): string {
  return text === undefined || text === ''
    ? ''
    : `<${name}${attributeList(attributes)}>${xml(text)}</${name}>\n`;
}

/** An element with attributes only. */
export function emptyElement(name: string, attributes: Readonly<Record<string, string | undefined>>): string {
  return `<${name}${attributeList(attributes)}/>\n`;
}

export function attributeList(attributes: Readonly<Record<string, string | undefined>>): string {
  let list = '';
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) list += ` ${name}=${quoted(value)}`;
  }
  return list;
}

/** Plain text as HTML paragraphs. */
export function htmlParagraphs(text: string, language: string): string {
  return severalLines(text)
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map(
      (paragraph) => `<p${attributeList({ lang: language })}>${xml(paragraph).replaceAll('\n', '<br>')}</p>`,
    )
    .join('\n');
}
