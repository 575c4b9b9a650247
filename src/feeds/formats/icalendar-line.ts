import { webAddress } from '../../foundation/web-address.js';
import { severalLines, singleLine } from './characters.js';

/** The most octets in a line, without its end: RFC 5545, section 3.1. */
const MAX_OCTETS = 75;

export type Parameters = Readonly<Record<string, string | undefined>>;

/** A property whose value needs no escaping, such as a time or a number. */
export function property(name: string, value: string, parameters?: Parameters): string {
  return fold(`${name}${parameterList(parameters)}:${value}`);
}

/** A property of type TEXT; empty if there is no text. */
export function textProperty(name: string, text: string | undefined, parameters?: Parameters): string {
  return text ? property(name, escapeText(text), parameters) : '';
}

/** A property with a list of texts. */
export function textListProperty(name: string, texts: readonly string[], parameters?: Parameters): string {
  return texts.length === 0 ? '' : property(name, texts.map(escapeText).join(','), parameters);
}

/** A property of type URI; empty if the address is invalid. */
export function addressProperty(name: string, text: string | undefined, parameters?: Parameters): string {
  const address = webAddress(text);
  return address === undefined ? '' : property(name, address, parameters);
}

/** RFC 5545, section 3.3.11. Without control characters, injection is impossible. */
export function escapeText(text: string): string {
  return severalLines(text)
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');
}

function parameterList(parameters: Parameters = {}): string {
  let list = '';
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) list += `;${name}=${parameterValue(value)}`;
  }
  return list;
}

/** RFC 6868: escapes in parameters what RFC 5545 cannot represent, with a circumflex. */
function parameterValue(text: string): string {
  const value = singleLine(text).replaceAll('^', '^^').replaceAll('"', "^'");
  return /[:;,]/.test(value) ? `"${value}"` : value;
}

/** A content line, folded between grapheme clusters. */
export function fold(line: string): string {
  let folded = '';
  let start = 0;
  for (;;) {
    const room = start === 0 ? MAX_OCTETS : MAX_OCTETS - 1;
    const end = endOfRoom(line, start, room);
    if (end >= line.length) return `${folded}${line.slice(start)}\r\n`;
    const cut = cutBefore(line, start, end);
    folded += `${line.slice(start, cut)}\r\n `;
    start = cut;
  }
}

/** The end of so many octets of UTF-8 from `start`, without splitting a code point. */
function endOfRoom(line: string, start: number, room: number): number {
  let octets = 0;
  let at = start;
  while (at < line.length) {
    const code = line.codePointAt(at) ?? 0;
    octets += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (octets > room) return at;
    at += code < 0x10000 ? 1 : 2;
  }
  return at;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How far to look for the end of a grapheme cluster that begins before a cut. */
const LOOK_AHEAD = 32;

/** The last boundary of grapheme clusters up to `end`; `end` if a cluster is longer than a line. */
function cutBefore(line: string, start: number, end: number): number {
  if (isAlone(line.charCodeAt(end - 1)) && isAlone(line.charCodeAt(end))) return end;
  const around = graphemes.segment(line.slice(start, end + LOOK_AHEAD)).containing(end - start);
  return around === undefined || around.index === 0 ? end : start + around.index;
}

/** Code units that never are in a longer grapheme cluster: Latin letters, ideographs, wide forms. */
function isAlone(code: number): boolean {
  return code < 0x300 || (code >= 0x3400 && code <= 0x9fff) || (code >= 0xff01 && code <= 0xff5e);
}
