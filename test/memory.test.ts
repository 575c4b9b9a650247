import { startDemo, type TestApplication } from './support/application.js';
import { Programs, type Started } from './support/program.js';
import { isLong } from './support/rounds.js';

/** In megabytes. The program itself takes about 60; what it would remember of what follows, more than the rest. */
const HEAP = 200;

let app: TestApplication;
let programs: Programs;
let program: Started;
let hasEnded = false;
beforeAll(async () => {
  if (!isLong) return;
  app = await startDemo();
  programs = new Programs({
    DATABASE_URL: app.databaseUrl,
    RATE_LIMIT: 'false',
    NODE_OPTIONS: `--max-old-space-size=${HEAP}`,
  });
  program = await programs.start();
  void program.ended.then(() => {
    hasEnded = true;
  });
});
afterAll(async () => {
  programs?.kill();
  await app?.close();
});

async function ask(query: string, variables: object = {}): Promise<unknown> {
  const response = await fetch(`${program.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as unknown;
}

/** Some at a time, as long as the program lives. */
async function each(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const line = async () => {
    while (next < count && !hasEnded) {
      next += 1;
      await work(next);
    }
  };
  await Promise.all([line(), line(), line(), line()]);
}

async function answers(): Promise<unknown> {
  return hasEnded ? program.output().slice(-400) : ask('{ latestIssue { slug } }');
}

/** Filling a memory takes a minute. */
const longTest = isLong ? test : test.skip;

const WELL = { data: { latestIssue: { slug: '2024-q2' } }, extensions: expect.anything() };

longTest(
  'a client that makes up documents does not fill the memory',
  async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
    const fields = 'id title slug summary '.repeat(18);

    await each(700, (index) =>
      ask(`{ ${names.map((name) => `${name}${index}: event(slug: "none") { ${fields} }`).join(' ')} }`),
    );

    expect(await answers()).toEqual(WELL);
  },
  180_000,
);

longTest(
  'neither does one that makes up what its operations are planned for',
  async () => {
    const fields = 'id title summary venue { name } organisers { name } schedule { start }';
    const documentOf = (index: number) =>
      `query Shapes${index}($n: Int!, $m: Int!) {
      a: events(first: $n) { nodes { ${fields} } }
      b: articles(first: $m) { nodes { id title summary } }
    }`;

    await each(6_000, (index) =>
      ask(documentOf(index % 60), { n: 1 + (Math.floor(index / 60) % 10), m: 1 + (index % 7) }),
    );

    expect(await answers()).toEqual(WELL);
  },
  180_000,
);
