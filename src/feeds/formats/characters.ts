/**
 * Controls other than tab and line feed (U+0000 to U+001F, U+007F to U+009F), and the two non-characters that XML 1.0
 * excludes.
 */
const unwanted = /[^\P{Cc}\t\n]|[\uFFFE\uFFFF]/u;
const everyUnwanted = new RegExp(unwanted, 'gu');

/** Characters that are not allowed in a single line. Most texts have none, which one test finds out. */
const unfitForLine = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\uFFFE\uFFFF]/u;

/**
 * A single-line text: trimmed, and without characters that could change the direction of the text after it
 * (Bidi_Control, Unicode Standard Annex 9).
 */
export function singleLine(text: string): string {
  if (!unfitForLine.test(text)) return text.trim();
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Bidi_Control}\uFFFE\uFFFF]/gu, '')
    .trim();
}

/**
 * A text of several lines. All line ends of Unicode become U+000A, which also ends every directional embedding, so that
 * these characters can stay.
 */
export function severalLines(text: string): string {
  return printable(text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n'));
}

/** Removes what no format can represent. */
export function printable(text: string): string {
  return unwanted.test(text) ? text.replace(everyUnwanted, '') : text;
}

/** RFC 3339 in UTC, with milliseconds. */
export function utc(instant: string): string {
  return new Date(instant).toISOString();
}

/** An identifier as a URN (RFC 9562, section 4). */
export function uuidUrn(uuid: string): string {
  return `urn:uuid:${uuid}`;
}

/** The UUID at the end of a global id. */
export function uuidIn(globalId: string): string {
  return globalId.slice(globalId.lastIndexOf('_') + 1);
}
