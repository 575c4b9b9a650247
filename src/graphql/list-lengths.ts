import type { GraphQLField } from 'graphql';

/**
 * How many entries lists without pages typically have, by field or by type and field: what the demo content and the
 * seeded content have on average, rounded up. It decides how much an operation may ask for, not what it is charged.
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
  'EnumLabelList.values': 8,
  'IssuePublishPlan.items': 40,
  'IssueSection.items': 8,
};
/** Of what is not there. */
const UNKNOWN = 5;

export function listLength(
  { name }: GraphQLField<unknown, unknown>,
  parent: string,
  given: Readonly<Record<string, unknown>>,
): number {
  if (Array.isArray(given.ids)) return given.ids.length;
  return typical[`${parent}.${name}`] ?? typical[name] ?? UNKNOWN;
}
