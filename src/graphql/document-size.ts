import { type DocumentNode, GraphQLError, Kind, Lexer, Source, TokenKind, visit } from 'graphql';
import { HttpProblem } from '../http/http-problem.js';
import { refuseMerging } from './field-merging.js';
import type { Limits } from './limits.js';
import { refuse, refuseList, tooComplex } from './too-complex.js';

/** Why a document is too large to parse: parsing takes time with its size and recurses with its depth. */
export function sizeProblem(
  source: string,
  { source: maxLength, tokens: maxTokens, nesting: maxNesting }: Limits,
): HttpProblem | undefined {
  if (source.length > maxLength) return problem('characters', source.length, maxLength);
  // Most documents are too short to exceed anything.
  if (source.length <= maxTokens && countOpening(source, maxNesting) <= maxNesting) return undefined;
  return tokensProblem(source, maxTokens, maxNesting);
}

const opening = new Set(['{', '[', '('].map((bracket) => bracket.charCodeAt(0)));

/** Counts brackets in strings and comments, too. */
function countOpening(source: string, atMost: number): number {
  let count = 0;
  for (let index = 0; index < source.length && count <= atMost; index += 1) {
    if (opening.has(source.charCodeAt(index))) count += 1;
  }
  return count;
}

function tokensProblem(source: string, maxTokens: number, maxNesting: number): HttpProblem | undefined {
  const lexer = new Lexer(new Source(source));
  let nesting = 0;
  try {
    for (let tokens = 0; lexer.advance().kind !== TokenKind.EOF; ) {
      tokens += 1;
      nesting += nestingOf(lexer.token.kind);
      if (tokens > maxTokens) return problem('tokens', tokens, maxTokens);
      if (nesting > maxNesting) return problem('nesting', nesting, maxNesting);
    }
  } catch {
    // A syntax error: the parser reports it, and reads no further than this.
  }
  return undefined;
}

function nestingOf(kind: TokenKind): number {
  if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L) return 1;
  if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R) return -1;
  return 0;
}

/** Why a document would take too long to validate. */
export function mergingProblem(source: string, limits: Limits): HttpProblem | undefined {
  try {
    refuseMerging(source, limits);
    return undefined;
  } catch (error) {
    if (error instanceof GraphQLError) return problemOf(error);
    throw error;
  }
}

function problem(what: string, measured: number, limit: number): HttpProblem {
  return problemOf(tooComplex(what, measured, limit));
}

function problemOf({ message, extensions }: GraphQLError): HttpProblem {
  return new HttpProblem(400, String(extensions.code), message, { limit: extensions.limit });
}

/** The maximum nesting of variables: code that recurses over them must not overflow the stack. */
const MAX_NESTING = 50;
/** Of lists of objects: a variable itself, or a field of it. */
const OBJECTS_DEPTH = 2;

/**
 * Refuses variables with lists that are too long or nested too deeply. Objects count as lists: validation reports an
 * invalid one entry by entry, each time with the whole object.
 * @param limits of lists of objects, such as `input.ids`, and of lists within objects
 * @throws GraphQLError QUERY_TOO_COMPLEX
 */
export function refuseLongLists(
  value: unknown,
  limits: { readonly objects: number; readonly within: number },
  path: readonly string[] = [],
): void {
  if (typeof value !== 'object' || value === null) return;
  const entries = Object.entries(value);
  const limit = path.length <= OBJECTS_DEPTH && Array.isArray(value) ? limits.objects : limits.within;
  const place = path.length === 0 ? 'the variables' : path.join('.');
  if (entries.length > limit) refuseList(place, entries.length, limit);
  if (path.length > MAX_NESTING) refuse('nesting of variables', path.length, MAX_NESTING);
  for (const [key, inner] of entries) refuseLongLists(inner, limits, [...path, key]);
}

/** The length of the longest list in a document. */
export function longestList(document: DocumentNode): number {
  let longest = 0;
  visit(document, {
    [Kind.LIST]({ values }) {
      longest = Math.max(longest, values.length);
    },
  });
  return longest;
}
