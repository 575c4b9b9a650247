import { groupBy } from '../src/foundation/collections.js';
import { createLogger } from '../src/foundation/logger.js';
import { startDemo, startEmbedded, type TestApplication } from './support/application.js';
import { Fuzzing } from './support/fuzzing.js';
import { isLong } from './support/rounds.js';

const engines = [
  ['PostgreSQL', startDemo, isLong ? 100_000 : 200],
  ['the embedded database', startEmbedded, isLong ? 20_000 : 100],
] as const;

/** How many requests ended how, on both. */
const ended = new Map<string, number>();

describe.each(engines)('on %s', (_engine, start, count) => {
  let app: TestApplication;
  let fuzzing: Fuzzing;

  beforeAll(async () => {
    const logged: string[] = [];
    const logger = createLogger('error', { write: (line) => logged.push(line) });
    // Without background work: what that writes is not what a refused request has written.
    app = await start({ databasePoolSize: 10, jobs: false }, logger);
    fuzzing = new Fuzzing(app, logged);
    await fuzzing.run(count);
    for (const [what, times] of fuzzing.answers) ended.set(what, (ended.get(what) ?? 0) + times);
  }, 4 * 3_600_000);
  afterAll(() => app.close());

  test(`${count} requests get responses, none of them an internal error`, () => {
    const { problems } = fuzzing;
    const kinds = [...groupBy(problems, (problem) => problem.split('\n', 1)[0])];
    const counts = kinds.map(([kind, { length }]) => `${kind}: ${length}`);
    expect([...counts, ...kinds.map(([, [first]]) => first)].join('\n\n')).toBe('');
    expect(fuzzing.logged).toEqual([]);
  });
});

// Whatever is drawn: how often is left to chance, and to the fields that the schema has.
test.each([
  '200 done',
  '200 read',
  '200 told',
  '400 BAD_USER_INPUT',
  '401 UNAUTHENTICATED',
  // Some are too rare for a short round.
  ...(isLong ? ['400 INVALID_TEXT'] : []),
])('some of them end as "%s"', (what) => {
  expect(ended.get(what) ?? 0).toBeGreaterThan(0);
});
