/** Conditions of the filters that name an object with a page, and what that is called: it can be named by a slug, too. */
export const pageConditions: Readonly<Record<string, 'organisation' | 'person' | 'event' | 'issue'>> = {
  organisation: 'organisation',
  person: 'person',
  creditedTo: 'person',
  parent: 'event',
  event: 'event',
  issue: 'issue',
};
