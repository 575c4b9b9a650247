import 'reflect-metadata';
import { buildSchema } from 'graphql';
import { platformSchema } from '../src/app/platform-schema.js';
import { deprecationsOf, problemWith } from './support/deprecations.js';

const deprecated = (reason: string) =>
  buildSchema(`
  enum Kind { OLD @deprecated(reason: ${JSON.stringify(reason)}) NEW }
  input Filter { old: Int @deprecated(reason: ${JSON.stringify(reason)}) new: Int }
  type Query {
    old(old: Int @deprecated(reason: ${JSON.stringify(reason)})): Kind @deprecated(reason: ${JSON.stringify(reason)})
    new(filter: Filter): Kind
  }
`);

const GOOD = 'Use `Query.new`. Deprecated in May 2027, removed in May 2028 at the earliest.';

test('every deprecation names a successor that exists, and leaves clients a year', async () => {
  const schema = await platformSchema();

  const problems = deprecationsOf(schema).map(([place, reason]) => [place, problemWith(schema, reason)]);

  expect(problems.filter(([, problem]) => problem !== undefined)).toEqual([]);
});

describe('the reason of a deprecation', () => {
  test('is read wherever the language lets one stand', () => {
    const places = deprecationsOf(deprecated(GOOD)).map(([place]) => place);

    expect(places.sort()).toEqual(['Filter.old', 'Kind.OLD', 'Query.old', 'Query.old(old)']);
  });

  test.each([
    GOOD,
    'Use `Kind.NEW` for both, also in filters. Deprecated in December 2026, removed in December 2027 at the earliest.',
    'Use `Filter`. Deprecated in December 2026, removed in January 2029 at the earliest.',
  ])('is good: %s', (reason) => {
    expect(problemWith(deprecated(reason), reason)).toBeUndefined();
  });

  test.each([
    ['No longer supported', 'names no successor'],
    ['Use `Query.new`.', 'not both months'],
    ['Use `Query.newer`. Deprecated in May 2027, removed in May 2028 at the earliest.', 'not in the schema'],
    ['Use `Query.new`. Deprecated in Mai 2027, removed in May 2028 at the earliest.', 'that there is not'],
    ['Use `Query.new`. Deprecated in May 2027, removed in April 2028 at the earliest.', 'fewer than 12'],
  ])('is not good: %s', (reason, problem) => {
    expect(problemWith(deprecated(reason), reason)).toContain(problem);
  });
});
