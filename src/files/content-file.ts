import { isNode, isScalar, Lexer, LineCounter, parseDocument, type Document as YamlDocument } from 'yaml';
import { linesWithLostCharacters } from './file-text.js';
import { yamlProblem } from './yaml-problems.js';

/** An object in a file. */
export interface ContentFile {
  /** Relative to the folder: `events/innoex-2024.yaml`. */
  readonly path: string;
  /** The folder of its type. */
  readonly folder: string;
  /** The name of the file: the external reference of the object. */
  readonly externalRef: string;
  readonly document: Readonly<Record<string, unknown>>;
  /** What somebody should look at, although nothing is wrong with the form. */
  readonly remarks: readonly FileProblem[];
  /** The line in which a place of the document is, or the nearest place around it. */
  lineOf(path: readonly string[]): number;
}

const lostCharacter =
  'Here is U+FFFD, which programs write in the place of a character that they could not read; write it anew.';

/** Something that is wrong with a file. */
export interface FileProblem {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** Where an object is kept. */
export type ContentPath = Pick<ContentFile, 'path' | 'folder' | 'externalRef'>;

export function parseContentFile(
  { path, folder, externalRef }: ContentPath,
  source: string,
): ContentFile | { readonly problems: readonly FileProblem[] } {
  const lines = new LineCounter();
  const yaml = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const wrong = [...yaml.errors, ...yaml.warnings];
  if (wrong.length > 0) {
    const found = wrong.map((error) => [lines.linePos(error.pos[0]).line, yamlProblem(error)] as const);
    // What follows in a line from what is wrong there says nothing new.
    const first = found.filter(([line], index) => found.findIndex(([other]) => other === line) === index);
    return { problems: first.map(([line, message]) => ({ path, line, message })) };
  }
  if (isEmpty(yaml)) {
    const message =
      'The file is empty, which changes nothing; pull it again, and write null to clear a field.';
    return { problems: [{ path, line: 1, message }] };
  }
  const document = documentIn(yaml);
  if (document instanceof Error) return { problems: [{ path, line: 1, message: document.message }] };
  if (typeof document !== 'object' || Array.isArray(document))
    return { problems: [{ path, line: 1, message: 'The file must have fields.' }] };
  const odd = placeOfOddity(document, []);
  if (odd) {
    const message = `"${odd.join('.')}" is neither text nor a number, list, map, true, false or null.`;
    return { problems: [{ path, line: lineOf(yaml, lines, odd), message }] };
  }
  return {
    path,
    folder,
    externalRef,
    document: document as Record<string, unknown>,
    remarks: linesWithLostCharacters(source).map((line) => ({ path, line, message: lostCharacter })),
    // Read again where it is asked for: thousands of syntax trees would be kept for a few mistakes.
    lineOf: (place) => {
      const counter = new LineCounter();
      return lineOf(parseDocument(source, { lineCounter: counter }), counter, place);
    },
  };
}

/** Whether there are comments in a file, which are no part of its document. */
export function hasComments(source: string): boolean {
  let isText = false;
  for (const token of new Lexer().lex(source)) {
    if (!isText && token.startsWith('#')) return true;
    // What follows this token is text, whatever it begins with.
    isText = token === SCALAR;
  }
  return false;
}

const SCALAR = '\x1f';

function isEmpty({ contents }: YamlDocument): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

/** The document, or why there is none: an alias may stand for nothing, for what it is in, or for far too much. */
function documentIn(yaml: YamlDocument): object | Error {
  try {
    const document = (yaml.toJS() ?? {}) as object;
    JSON.stringify(document);
    return document;
  } catch (error) {
    const { name, message } = error as Error;
    if (/^Unresolved alias/.test(message)) return new Error(`${message}.`);
    if (/resource exhaustion/.test(message))
      return new Error('Aliases (*name) stand for too much here; write it out, or leave it out.');
    if (name === 'TypeError' || name === 'RangeError')
      return new Error(
        'An alias (*name) stands for something that it is a part of; write out what is meant.',
      );
    throw error;
  }
}

/** Where something is that YAML has and JSON has not: it would be sent as something else, or as nothing. */
function placeOfOddity(value: unknown, path: readonly string[]): readonly string[] | undefined {
  if (value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value))
    return undefined;
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  if (typeof value !== 'object' || !isPlain) return path;
  for (const [name, inner] of Object.entries(value)) {
    const found = placeOfOddity(inner, [...path, name]);
    if (found) return found;
  }
  return undefined;
}

function lineOf(yaml: YamlDocument, lines: LineCounter, path: readonly string[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const place = path.slice(0, length).map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment));
    const node = yaml.getIn(place, true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
