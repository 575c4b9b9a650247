import { createDatabase } from './support/postgres.js';
import { Programs, type Started } from './support/program.js';

let database: Awaited<ReturnType<typeof createDatabase>>;
let programs: Programs;
let served: Started;
let key: string;

beforeAll(async () => {
  database = await createDatabase(process.env.SCC_TEST_POSTGRES ?? '');
  programs = new Programs({ DATABASE_URL: database.url, DATABASE_POOL_SIZE: '2', WORKERS: '2' });
  served = await programs.start();
  const made = await programs.run({}, 'create-key', 'publisher', 'EDITOR,PUBLISHER');
  await made.ended;
  key = /scc_\w+/.exec(made.output())?.[0] ?? '';
}, 60_000);
afterAll(async () => {
  programs.kill();
  await database.drop();
});

async function ask(query: string): Promise<{ readonly data: never; readonly worker: string }> {
  const response = await fetch(`${served.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, connection: 'close' },
    body: JSON.stringify({ query }),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as never;
}

/** A feed as anybody reads it, on a connection of its own, so that it comes from any of the workers. */
async function titles(): Promise<string> {
  const response = await fetch(`${served.url}/feeds/events.json?locale=en`, {
    headers: { connection: 'close' },
  });
  return response.text();
}

test('what one worker publishes all show within a moment', async () => {
  const created = await ask(
    'mutation { eventCreate(input: { kind: TALK, schedule: { precision: TBA }, translations: [{ locale: "en", title: "Everywhere" }] }) { event { id } userErrors { message } } }',
  );
  const { id } = (created.data as { eventCreate: { event: { id: string } } }).eventCreate.event;
  for (let index = 0; index < 10; index += 1) expect(await titles()).not.toContain('Everywhere');
  await ask(`mutation { eventPublish(input: { ids: ["${id}"] }) { userErrors { message } } }`);
  let inARow = 0;
  while (inARow < 10) inARow = (await titles()).includes('Everywhere') ? inARow + 1 : 0;
});

test('a worker that is killed is replaced, and a signal ends all in order', async () => {
  /** The processes that have begun to serve, the latest last, as the log tells. */
  const started = () =>
    [...served.output().matchAll(/"pid":\d+.*"pid":(\d+).*A worker is ready/g)].map(([, pid]) => Number(pid));
  const [victim = 0, other = 0] = started();
  process.kill(victim, 'SIGKILL');
  while (started().length < 3) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await titles()).toContain('Everywhere');
  const left = [other, started()[2] ?? 0];

  served.program.kill('SIGTERM');
  expect(await served.ended).toBe(0);
  for (const pid of left) expect(() => process.kill(pid, 0)).toThrow();
});

test('the embedded database is refused to several', async () => {
  const refused = await new Programs({ WORKERS: '2' }).run();
  expect(await refused.ended).toBe(1);
  expect(refused.output()).toContain('WORKERS needs DATABASE_URL');
});
