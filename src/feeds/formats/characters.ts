/**
 * Controls other than the tab and the end of a line (U+0000 to U+001F, U+007F to U+009F), and the two code points that
 * are no characters and that XML 1.0 does not have either.
 */
const unwanted = /[^\P{Cc}\t\n]|[\uFFFE\uFFFF]/u;
const everyUnwanted = new RegExp(unwanted, 'gu');

/** What does not belong into one line. Most texts have nothing of it, and one look tells. */
const unfitForLine = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\uFFFE\uFFFF]/u;

/**
 * A title, a name, a summary: in one line, without white space around it, and without the characters with which one
 * text could turn the direction of what is shown after it (Bidi_Control, Unicode Standard Annex 9).
 */
export function singleLine(text: string): string {
  if (!unfitForLine.test(text)) return text.trim();
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Bidi_Control}\uFFFE\uFFFF]/gu, '')
    .trim();
}

/**
 * A text of several lines. Whatever Unicode takes as the end of a line becomes U+000A, which also ends every
 * embedding of another direction, so that these characters need not be taken out.
 */
export function severalLines(text: string): string {
  return printable(text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n'));
}

/** A text without what no format can hold. */
export function printable(text: string): string {
  return unwanted.test(text) ? text.replace(everyUnwanted, '') : text;
}

/** The normal form of a web address; undefined for what is not one, so that it is never written. */
export function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
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
