import type { GraphQLField } from 'graphql';

/**
 * Points of fields that take the database longer than the objects around them do, by measurement: see
 * docs/performance.md. An object is one point; what differs from that by less than three times has no weight of its own.
 * Counts and searches take longer still: with all of that, who searches a few times would meet the rate limit.
 */
const RICH_TEXT = 5;
const CURSOR = 2;
/** To count all that a list has. That of a root field can be a whole table. */
const COUNT = 30;
const COUNT_OF_RELATED = 10;
const SEARCH = 20;
/** By far the most where a word is in thousands of texts. */
const COUNT_OF_HITS = 100;
/** A statement more. The first is paid for with the request. */
export const FURTHER_STATEMENT = 10;

/** Points for each object that has the field, beside those of the objects that it leads to. */
export function weightOf(
  { name, args }: GraphQLField<unknown, unknown>,
  parent: string,
  depth: number,
): number {
  if (args.some((argument) => argument.name === 'format')) return RICH_TEXT;
  if (name === 'cursor') return CURSOR;
  if (name === 'totalCount' && parent === 'SearchHitConnection') return COUNT_OF_HITS;
  if (name === 'totalCount') return depth === 2 ? COUNT : COUNT_OF_RELATED;
  return name === 'search' && depth === 1 ? SEARCH : 0;
}
