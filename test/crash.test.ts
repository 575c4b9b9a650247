import { randomUUID } from 'node:crypto';
import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { Mutations } from './support/mutations.js';
import { Programs } from './support/program.js';
import { until } from './support/schedules.js';

/** More of them by hand: CRASHES=50. */
const CRASHES = Number(process.env.CRASHES ?? 5);
const ITEMS = 40;

let app: TestApplication;
let editor: Mutations;
let secret: string;
let programs: Programs;

beforeAll(async () => {
  app = await startDemo();
  const asking = await app.as(Role.EDITOR, Role.PUBLISHER);
  secret = asking.secret;
  editor = new Mutations(app, asking);
  programs = new Programs({ DATABASE_URL: app.databaseUrl, DEMO_CONTENT: 'false' });
}, 60_000);
afterAll(async () => {
  programs.kill();
  await app.close();
});

/** An issue that nobody has published, with articles that nobody has seen. Returns its id. */
async function anIssue(ref: string): Promise<string> {
  const words = (title: string) => ({ en: { title }, 'zh-Hant': { title: `${title}（繁）` } });
  const articles = Array.from({ length: ITEMS }, (_entry, index) => `${ref}-${index}`);
  const entries = [
    ...articles.map((externalRef) => ({
      kind: 'ARTICLE',
      externalRef,
      document: {
        kind: 'NEWS',
        text: words(externalRef),
        credits: [{ person: 'winnie-tang', role: 'AUTHOR' }],
      },
    })),
    {
      kind: 'ISSUE',
      externalRef: ref,
      document: {
        sections: [{ kind: 'LEAD', items: articles.map((article) => ({ article })) }],
        text: words(ref),
      },
    },
  ];
  const { results } = await editor.done('contentPush', { entries }, 'results { kind id }');
  return results.find(({ kind }: { kind: string }) => kind === 'ISSUE').id;
}

async function publish(url: string, id: string, key: string): Promise<unknown> {
  const query = 'mutation ($ids: [ID!]!) { issuePublish(input: { ids: $ids }) { userErrors { message } } }';
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${secret}`,
      'idempotency-key': key,
    },
    body: JSON.stringify({ query, variables: { ids: [id] } }),
  });
  return response.json();
}

/** Asks until the server no longer believes that somebody is at it. */
async function publishAgain(url: string, id: string, key: string): Promise<unknown> {
  for (;;) {
    const answer = await publish(url, id, key);
    if (!JSON.stringify(answer).includes('IDEMPOTENCY_KEY_IN_USE')) return answer;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** What the public sees of the issue, read on another server. */
async function seen(id: string): Promise<number> {
  const { issue } = await app.data(`query ($id: ID!) { issue(id: $id) { articles { totalCount } } }`, { id });
  return issue ? issue.articles.totalCount : 0;
}

describe('a server that is killed while it publishes an issue', () => {
  test(`has published all of it or nothing, and does it once when it is retried (${CRASHES} times)`, async () => {
    const ids = [];
    for (let count = 0; count <= CRASHES; count += 1) ids.push(await anIssue(`crash-${count}`));
    let server = await programs.start();
    const began = performance.now();
    await publish(server.url, ids[0] ?? '', randomUUID());
    const duration = performance.now() - began;
    const outcomes: number[] = [];

    for (const [index, id] of ids.slice(1).entries()) {
      const key = randomUUID();
      const answered = publish(server.url, id, key).then(
        () => true,
        () => false,
      );
      await new Promise((resolve) => setTimeout(resolve, (duration * (index + 0.5)) / CRASHES));
      server.program.kill('SIGKILL');
      await server.ended;
      const hasAnswer = await answered;
      // The database ends what the dead server left open.
      const found = await seen(id);
      outcomes.push(found);
      expect([0, ITEMS]).toContain(found);
      if (hasAnswer) expect(found).toBe(ITEMS);

      server = await programs.start();
      const again = await publishAgain(server.url, id, index === 0 ? key : randomUUID());
      expect(again).toMatchObject({ data: { issuePublish: { userErrors: [] } } });
      expect(
        await until(
          () => seen(id),
          (found) => found === ITEMS,
        ),
      ).toBe(ITEMS);
    }

    expect(outcomes).toContain(0);
  }, 600_000);
});

test('a log names the files and lines of the sources', async () => {
  const { output } = await programs.start();

  await app.database.pool.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  const entry = await until(
    async () =>
      output()
        .split('\n')
        // The last line may not be whole yet.
        .slice(0, -1)
        .find((line) => line.includes('Notifications')) ?? '',
    (line) => line !== '',
  );

  expect(JSON.parse(entry).err.stack).toMatch(/\/src\/foundation\/notifications\.ts:\d+:\d+/);
  expect(JSON.parse(entry).err.stack).not.toContain('/bundles/');
}, 60_000);
