/** Filters that name an object with a page, and the name of its type: they also accept a slug. */
export const pageConditions: Readonly<Record<string, 'organisation' | 'person' | 'event' | 'issue'>> = {
  organisation: 'organisation',
  person: 'person',
  creditedTo: 'person',
  parent: 'event',
  event: 'event',
  issue: 'issue',
};
