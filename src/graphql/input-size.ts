import { type DocumentNode, Kind, visit } from 'graphql';
import { refuse } from './too-complex.js';

/** Lists and objects within each other, in variables: what recurs over them must not fail. */
const MAX_NESTING = 50;

/**
 * Refuses variables with lists that are too long, or that are nested too deeply. Objects count as lists: what does not fit
 * is reported entry by entry, with the whole object.
 * @throws GraphQLError QUERY_TOO_COMPLEX
 */
export function refuseLongLists(value: unknown, limit: number, path: readonly string[] = []): void {
  if (typeof value !== 'object' || value === null) return;
  const entries = Object.entries(value);
  const place = path.length === 0 ? 'the variables' : path.join('.');
  if (entries.length > limit) refuse(`entries in ${place}`, entries.length, limit);
  if (path.length > MAX_NESTING) refuse('nesting of variables', path.length, MAX_NESTING);
  for (const [key, inner] of entries) refuseLongLists(inner, limit, [...path, key]);
}

/** The number of entries in the longest list of a document. */
export function longestList(document: DocumentNode): number {
  let longest = 0;
  visit(document, {
    [Kind.LIST]({ values }) {
      longest = Math.max(longest, values.length);
    },
  });
  return longest;
}
