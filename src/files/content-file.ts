import { isNode, isScalar, Lexer, LineCounter, parseDocument, type Document as YamlDocument } from 'yaml';
import { linesWithLostCharacters } from './file-text.js';
import { yamlProblem } from './yaml-problems.js';

/** The content file of an object. */
export interface ContentFile {
  /** Relative to the folder: `events/innoex-2024.yaml`. */
  readonly path: string;
  /** The folder of its type. */
  readonly folder: string;
  /** The name of the file: the external reference of the object. */
  readonly externalRef: string;
  readonly document: Readonly<Record<string, unknown>>;
  /** Warnings about a valid file. */
  readonly remarks: readonly FileProblem[];
  /** The line of a path in the document, or of the nearest parent. */
  lineOf(path: readonly string[]): number;
}

const lostCharacter =
  'Here is U+FFFD, which programs write instead of a character that they could not read; type it again.';

/** An error in a file. */
export interface FileProblem {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** The path of the file of an object. */
export type ContentPath = Pick<ContentFile, 'path' | 'folder' | 'externalRef'>;

/** What is wrong with a file, and what is left of it without the lines at fault, to find its other mistakes. */
export interface InvalidFile {
  readonly problems: readonly FileProblem[];
  readonly rest?: ContentFile;
}

/** How often lines at fault are left out: each time others may turn out to be. */
const MAX_ROUNDS = 5;

export function parseContentFile(
  place: ContentPath,
  source: string,
  rounds = MAX_ROUNDS,
): ContentFile | InvalidFile {
  const { path, folder, externalRef } = place;
  const lines = new LineCounter();
  const yaml = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const wrong = [...yaml.errors, ...yaml.warnings];
  if (wrong.length > 0) {
    const found = wrong.map((error) => [lines.linePos(error.pos[0]).line, yamlProblem(error)] as const);
    // Further errors in the same line are consequences.
    const first = found.filter(([line], index) => found.findIndex(([other]) => other === line) === index);
    const problems = first.map(([line, message]) => ({ path, line, message }));
    const rest = sourceWithout(new Set(first.map(([line]) => line)), source);
    // Where nothing was left out, or everything, there is nothing to learn from it.
    if (rounds === 0 || rest === source || rest.trim() === '') return { problems };
    const read = parseContentFile(place, rest, rounds - 1);
    const left = 'document' in read ? read : read.rest;
    return left ? { problems, rest: left } : { problems };
  }
  if (isEmpty(yaml)) {
    const message =
      'The file is empty, which changes nothing; pull it again, and write null to clear a field.';
    return { problems: [{ path, line: 1, message }] };
  }
  const document = documentIn(yaml);
  if (document instanceof Error) {
    const alias = /\*[^\s")]+/.exec(document.message)?.[0];
    const line = alias ? source.split('\n').findIndex((each) => each.includes(alias)) + 1 : 1;
    return { problems: [{ path, line: Math.max(line, 1), message: document.message }] };
  }
  if (typeof document !== 'object' || Array.isArray(document))
    return { problems: [{ path, line: 1, message: 'The file has no fields.' }] };
  const odd = placeOfOddity(document, []);
  if (odd) {
    const message = `"${odd.join('.')}" must be text, a number, a list, a map, true, false or null.`;
    return { problems: [{ path, line: lineOf(yaml, lines, odd), message }] };
  }
  return {
    path,
    folder,
    externalRef,
    document: document as Record<string, unknown>,
    remarks: linesWithLostCharacters(source).map((line) => ({ path, line, message: lostCharacter })),
    // Parsed again when needed: caching thousands of syntax trees for a few errors would be a waste.
    lineOf: (place) => {
      const counter = new LineCounter();
      return lineOf(parseDocument(source, { lineCounter: counter }), counter, place);
    },
  };
}

/** A file without some lines, and without what is indented below them. The numbers of the others stay. */
function sourceWithout(lines: ReadonlySet<number>, source: string): string {
  let left: number | undefined;
  const kept = source.split('\n').map((line, index) => {
    const indentation = line.search(/\S|$/);
    if (lines.has(index + 1)) left = indentation;
    else if (left !== undefined && line.trim() !== '' && indentation <= left) left = undefined;
    return left === undefined ? line : '';
  });
  return kept.join('\n');
}

/** Whether a file contains comments, which are not part of its document. */
export function hasComments(source: string): boolean {
  let isText = false;
  for (const token of new Lexer().lex(source)) {
    if (!isText && token.startsWith('#')) return true;
    // The rest of this token is text.
    isText = token === SCALAR;
  }
  return false;
}

const SCALAR = '\x1f';

function isEmpty({ contents }: YamlDocument): boolean {
  return contents === null || (isScalar(contents) && contents.value === null);
}

/** The document, or an error: an alias may be undefined, recursive or too large. */
function documentIn(yaml: YamlDocument): object | Error {
  try {
    const document = (yaml.toJS() ?? {}) as object;
    JSON.stringify(document);
    return document;
  } catch (error) {
    const { name, message } = error as Error;
    const alias = /^Unresolved alias.*: (\S+)$/.exec(message)?.[1];
    if (alias)
      return new Error(
        `"*${alias}" stands for something named "&${alias}" above, and there is none; a text that begins with * needs quotation marks around it.`,
      );
    if (/resource exhaustion/.test(message))
      return new Error('Aliases (*name) expand to too much here; write it out, or remove it.');
    if (name === 'TypeError' || name === 'RangeError')
      return new Error('An alias (*name) contains itself; write it out.');
    throw error;
  }
}

/** The path of a value that JSON cannot represent. */
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
