import { type DocumentNode, Kind, visit } from 'graphql';
import type { Limits } from './limits.js';
import { refuse } from './too-complex.js';

/** Lists and objects within each other, in variables: what recurs over them must not fail. */
const MAX_NESTING = 50;

/**
 * Refuses lists that are too long, in the document and in the variables, and variables that are nested too deeply.
 * @throws GraphQLError QUERY_TOO_COMPLEX
 */
export function refuseLargeInput(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  { listInput }: Limits,
): void {
  const literal = longestList(document);
  if (literal > listInput) refuse('entries in a list', literal, listInput);
  refuseLongLists(variables, [], listInput);
}

/** Objects count as lists: what does not fit is told entry by entry, with the whole object. */
function refuseLongLists(value: unknown, path: readonly string[], limit: number): void {
  if (typeof value !== 'object' || value === null) return;
  const entries = Object.entries(value);
  const place = path.length === 0 ? 'the variables' : path.join('.');
  if (entries.length > limit) refuse(`entries in ${place}`, entries.length, limit);
  if (path.length > MAX_NESTING) refuse('nesting of variables', path.length, MAX_NESTING);
  for (const [key, inner] of entries) refuseLongLists(inner, [...path, key], limit);
}

/** Documents come again and again. */
const longestLists = new WeakMap<DocumentNode, number>();

function longestList(document: DocumentNode): number {
  const known = longestLists.get(document);
  if (known !== undefined) return known;
  let longest = 0;
  visit(document, {
    [Kind.LIST]({ values }) {
      longest = Math.max(longest, values.length);
    },
  });
  longestLists.set(document, longest);
  return longest;
}
