import type { GraphQLField } from 'graphql';

/**
 * Points of fields that take the database longer than the objects around them, by measurement: see docs/performance.md.
 * An object is one point; a field within three times of that has no weight of its own. Counts and searches really take
 * even longer; charged in full, a few searches would meet the rate limit.
 */
const RICH_TEXT = 5;
const CURSOR = 2;
/** Resolved by this process, which does nothing else meanwhile. */
const RESOLVED = 1;
/** `totalCount` of a root field may count a whole table. */
const COUNT = 30;
const COUNT_OF_RELATED = 10;
const SEARCH = 20;
/** By far the most expensive, for a word that thousands of texts contain. */
const COUNT_OF_HITS = 100;
/** Each further SQL statement; the first is included in the request. */
export const FURTHER_STATEMENT = 10;

/** Points for each object that has the field, without those of the objects that it returns. */
export function weightOf(
  { name, args }: GraphQLField<unknown, unknown>,
  parent: string,
  depth: number,
): number {
  if (args.some((argument) => argument.name === 'format')) return RICH_TEXT;
  if (name === 'cursor') return CURSOR;
  if (parent === 'ContentField' && ['label', 'help'].includes(name)) return RESOLVED;
  if (name === 'totalCount' && parent === 'SearchHitConnection') return COUNT_OF_HITS;
  if (name === 'totalCount') return depth === 2 ? COUNT : COUNT_OF_RELATED;
  return name === 'search' && depth === 1 ? SEARCH : 0;
}

/**
 * Typical lengths of lists without pagination, by field or by type and field: the average of demo and seeded content,
 * rounded up. They decide the cost limit, not what a request is charged.
 */
const typical: Readonly<Record<string, number>> = {
  aboutEvents: 1,
  aboutOrganisations: 1,
  aboutPeople: 1,
  alternates: 2,
  articles: 1,
  attempts: 3,
  contacts: 1,
  contentTypes: 12,
  credits: 1,
  disclaimers: 1,
  enumLabels: 20,
  fallbacks: 1,
  fetches: 30,
  issues: 1,
  links: 1,
  locales: 3,
  names: 2,
  officers: 3,
  offices: 1,
  organisers: 2,
  participations: 3,
  relations: 1,
  secrets: 2,
  sections: 5,
  sponsorships: 1,
  'ContentTypeInfo.fields': 20,
  'EnumLabelList.values': 8,
  'IssuePublishPlan.items': 40,
  'IssueSection.items': 8,
};
/** The length of a list that is not in the table. */
const DEFAULT_LIST_LENGTH = 5;

export function listLength(
  { name }: GraphQLField<unknown, unknown>,
  parent: string,
  values: Readonly<Record<string, unknown>>,
): number {
  if (Array.isArray(values.ids)) return values.ids.length;
  return typical[`${parent}.${name}`] ?? typical[name] ?? DEFAULT_LIST_LENGTH;
}
