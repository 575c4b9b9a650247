/** Larger files are not written by hand. */
export const MAX_FILE_BYTES = 2_000_000;

export const tooLarge = `The file is larger than ${MAX_FILE_BYTES / 1_000_000} MB.`;

const REPLACEMENT = '\ufffd';

/** An encoding error and its line. */
export interface WrongBytes {
  readonly line: number;
  readonly message: string;
}

/** Decodes UTF-8, with or without a byte order mark; or returns the error. */
export function readText(bytes: Uint8Array): string | WrongBytes {
  if (isUtf16(bytes)) return { line: 1, message: 'The file is in UTF-16; save it as UTF-8.' };
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  try {
    return utf8.decode(bytes);
  } catch {
    const message = `The file is not UTF-8${likelyEncoding(bytes)}; save it as UTF-8.`;
    return { line: firstWrongLine(bytes, utf8), message };
  }
}

/** The lines with U+FFFD, the replacement of unreadable characters. */
export function linesWithLostCharacters(text: string): number[] {
  return text.split('\n').flatMap((line, index) => (line.includes(REPLACEMENT) ? [index + 1] : []));
}

/** By its byte order mark, or by the zeros in line ends and Latin letters. */
function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return bytes.includes(0);
}

function likelyEncoding(bytes: Uint8Array): string {
  const fits = ['Big5', 'GBK'].filter((label) => {
    try {
      new TextDecoder(label, { fatal: true }).decode(bytes);
      return true;
    } catch {
      return false;
    }
  });
  return fits.length > 0 ? `, but perhaps ${fits.join(' or ')}` : '';
}

function firstWrongLine(bytes: Uint8Array, utf8: TextDecoder): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, start);
    const stop = end < 0 ? bytes.length : end;
    try {
      utf8.decode(bytes.subarray(start, stop));
    } catch {
      return line;
    }
    start = stop + 1;
  }
  return 1;
}
