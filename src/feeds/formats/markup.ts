import { printable, severalLines } from './characters.js';

/** Text as it stands between the tags of XML or HTML. What XML 1.0 cannot hold (section 2.2) is left out. */
export function xml(text: string): string {
  return printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Text as it stands in an attribute, in double quotes. */
function quoted(text: string): string {
  return `"${xml(text).replaceAll('"', '&quot;')}"`;
}

/** An element with text in it, on a line of its own; nothing where there is no text. */
export function element(
  name: string,
  text: string | undefined,
  attributes: Readonly<Record<string, string | undefined>> = {},
): string {
  return text === undefined || text === ''
    ? ''
    : `<${name}${attributeList(attributes)}>${xml(text)}</${name}>\n`;
}

/** An element with nothing but attributes. */
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

/** Plain text as paragraphs of HTML. */
export function htmlParagraphs(text: string, language: string): string {
  return severalLines(text)
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map(
      (paragraph) => `<p${attributeList({ lang: language })}>${xml(paragraph).replaceAll('\n', '<br>')}</p>`,
    )
    .join('\n');
}
