import { findFailing } from '../src/cli/bisect.js';
import { inOrderOfNeed, toBatches } from '../src/cli/order.js';
import { Random } from './support/random.js';

describe('the order in which objects are written', () => {
  const order = (needs: Record<string, string[]>) =>
    inOrderOfNeed(Object.keys(needs), (name) => needs[name] ?? []);

  test('has what is needed first', () => {
    expect(
      order({ issue: ['article'], article: ['event', 'person'], event: ['person'], person: [] }),
    ).toEqual([['person'], ['event'], ['article'], ['issue']]);
  });

  test('groups what depends on each other', () => {
    const groups = order({ a: ['b'], b: ['c'], c: ['a'], d: ['c'], e: ['e'] });

    expect(groups.map((group) => [...group].sort())).toEqual([['a', 'b', 'c'], ['d'], ['e']]);
  });

  test('has what is needed first or in the same group, whatever needs what', () => {
    const random = new Random(7);
    for (let round = 0; round < 300; round += 1) {
      const names = Array.from({ length: random.integer(1, 30) }, (_, index) => index);
      const needs = names.map(() => names.filter(() => random.chance(0.06)));
      const groups = inOrderOfNeed(names, (name) => needs[name] ?? []);
      const placeOf = (name: number) => groups.findIndex((group) => group.includes(name));

      expect(groups.flat().sort((one, other) => one - other)).toEqual(names);
      for (const name of names)
        for (const need of needs[name] ?? []) expect(placeOf(need)).toBeLessThanOrEqual(placeOf(name));
      // A group is no larger than it must be: all of it is reached from each of it.
      for (const group of groups) {
        const reached = new Set([group[0] ?? 0]);
        for (const name of reached)
          for (const need of needs[name] ?? []) if (group.includes(need)) reached.add(need);
        expect(reached.size).toBe(group.length);
      }
    }
  });

  test('does not mind a chain of twenty thousand', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => index);
    const groups = inOrderOfNeed(names, (name) => (name + 1 < names.length ? [name + 1] : []));

    expect(groups).toHaveLength(20_000);
    expect(groups[0]).toEqual([19_999]);
  });
});

describe('batches', () => {
  const group = (...sizes: number[]) => sizes.map((bytes) => ({ bytes }));
  const sizes = (batches: { bytes: number }[][]) => batches.map((batch) => batch.map(({ bytes }) => bytes));

  test('are filled in order, up to what they may have, and never take a group apart', () => {
    const limits = { items: 3, bytes: 100 };

    expect(sizes(toBatches([group(10), group(10), group(10), group(10)], limits))).toEqual([
      [10, 10, 10],
      [10],
    ]);
    expect(sizes(toBatches([group(60), group(60), group(40)], limits))).toEqual([[60], [60, 40]]);
    expect(sizes(toBatches([group(1), group(1, 1, 1, 1), group(1)], limits))).toEqual([
      [1],
      [1, 1, 1, 1],
      [1],
    ]);
    expect(sizes(toBatches([group(500), group(1)], limits))).toEqual([[500], [1]]);
    expect(toBatches([], limits)).toEqual([]);
  });
});

describe('a failure that does not name its cause', () => {
  const items = Array.from({ length: 100 }, (_, index) => index);

  test.each([
    [[0], [0]],
    [[99], [99]],
    [[41], [41]],
    [
      [17, 80],
      [17, 80],
    ],
    [
      [0, 1],
      [0, 1],
    ],
    [
      [98, 99],
      [98, 99],
    ],
  ])('is traced to the items %j', async (culprits, found) => {
    let questions = 0;
    const fails = async (some: readonly number[]) => {
      questions += 1;
      return culprits.every((each) => some.includes(each));
    };

    expect(await findFailing(items, fails)).toEqual(found);
    expect(questions).toBeLessThan(17);
  });

  test.each([
    ['three that only fail together', [3, 50, 90]],
    ['none', [-1]],
  ])('is traced to nothing where it is about %s', async (_what, culprits) => {
    const fails = async (some: readonly number[]) => culprits.every((each) => some.includes(each));

    expect(await findFailing(items, fails)).toEqual([]);
  });
});
