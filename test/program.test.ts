import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { printSortedSchema } from '../src/graphql/schema.js';
import { Programs, type Started } from './support/program.js';
import { ROOT } from './support/root.js';

let folder: string;
let programs: Programs;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scc-program-'));
  programs = new Programs({ DATA_DIR: join(folder, 'data') });
});
afterAll(async () => {
  programs.kill();
  await rm(folder, { recursive: true, force: true });
});

const run: Programs['run'] = (...words) => programs.run(...words);
const start: Programs['start'] = (...words) => programs.start(...words);

/** The folder itself, and all that is in it but the socket that is its lock. */
async function filesIn(data: string): Promise<string[]> {
  const entries = await readdir(data, { recursive: true });
  return ['.', ...entries].filter((entry) => entry !== 'lock').map((entry) => join(data, entry));
}

async function openToOthers(data: string): Promise<string[]> {
  const paths = await filesIn(data);
  const modes = await Promise.all(
    paths.map(async (path) => [path, (await stat(path)).mode & 0o077] as const),
  );
  return modes.flatMap(([path, mode]) => (mode === 0 ? [] : [`${path} ${mode.toString(8)}`]));
}

async function ask(url: string, query: string, headers: Record<string, string> = {}): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: unknown }).data;
}

describe('the program on its embedded database', () => {
  const QUERY = '{ latestIssue { slug articles { totalCount } } events { totalCount } }';
  const data = () => join(folder, 'data');
  let umask: number;
  let first: Started;
  let again: Started;
  let answer: unknown;
  beforeAll(async () => {
    umask = process.umask(0);
    first = await start({ SLOW_QUERY_MS: '1' });
    answer = await ask(first.url, QUERY);
  });
  afterAll(() => process.umask(umask));

  test('loads the demo content, and belongs to one process at a time', async () => {
    const second = await run();

    expect(first.output()).toMatch(/Loaded the demo content: \d+ objects/);
    expect(first.output()).not.toContain('create table');
    expect(answer).toEqual({
      latestIssue: { slug: '2024-q2', articles: { totalCount: expect.any(Number) } },
      events: { totalCount: expect.any(Number) },
    });
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/is in use by another process/);
  }, 60_000);

  test('lets no other user of the machine near its files, whatever the umask', async () => {
    const [key = ''] = /scc_\w{40,}/.exec(first.output()) ?? [];
    const { venueCreate } = (await ask(
      first.url,
      'mutation { venueCreate(input: { translations: [{ locale: "en", name: "Made later" }] }) { venue { id } } }',
      { authorization: `Bearer ${key}` },
    )) as { venueCreate: { venue: unknown } };
    expect(venueCreate.venue).toBeTruthy();
    const { length } = await filesIn(data());
    expect(length).toBeGreaterThan(1_000);
    expect(await openToOthers(data())).toEqual([]);
  });

  test('preserves its content when it is killed', async () => {
    first.program.kill('SIGKILL');
    await first.ended;
    // As versions before have left it.
    for (const path of await filesIn(data()))
      await chmod(path, (await stat(path)).isDirectory() ? 0o777 : 0o666);
    again = await start();

    expect(again.output()).toMatch(/nothing was loaded/);
    expect(await ask(again.url, QUERY)).toEqual(answer);
  }, 60_000);

  test('closes the files to other users that were open to them', async () => {
    expect(await openToOthers(data())).toEqual([]);
  });

  test('gives browsers an explorer that needs nothing from elsewhere', async () => {
    const response = await fetch(`${again.url}/graphql`, { headers: { accept: 'text/html' } });
    const page = await response.text();

    expect(response.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page).toContain('GraphiQL');
    expect(page.match(/<(script|link)[^>]+(src|href)="https?:/g)).toBeNull();
  });

  test('has the schema that is committed', async () => {
    const introspection = await ask(
      again.url,
      getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true, oneOf: true }),
    );

    const schema = buildClientSchema(introspection as IntrospectionQuery);
    expect(printSortedSchema(schema)).toBe(readFileSync(new URL('schema.graphql', ROOT), 'utf8'));
  });

  test('goes on after requests that fail, and ends in order', async () => {
    const failing = '{ events(first: 0) { nodes { id } } }';

    await Promise.all(Array.from({ length: 20 }, () => ask(again.url, failing)));

    expect(await ask(again.url, '{ latestIssue { slug } }')).toEqual({ latestIssue: { slug: '2024-q2' } });
    again.program.kill('SIGTERM');
    expect(await again.ended).toBe(0);
  }, 60_000);

  test('starts without demo content on request', async () => {
    const { url, program, ended } = await start({ DATA_DIR: join(folder, 'empty'), DEMO_CONTENT: 'false' });

    expect(await ask(url, '{ latestIssue { slug } events { totalCount } }')).toEqual({
      latestIssue: null,
      events: { totalCount: 0 },
    });
    program.kill('SIGTERM');
    expect(await ended).toBe(0);
  }, 60_000);
});

describe('what an operator reads', () => {
  test.each([
    ['a setting that is wrong', { PORT: 'many' }, [], /Invalid configuration.*PORT/],
    [
      'a database address that is none',
      { DATABASE_URL: 'mysql://x' },
      [],
      /DATABASE_URL: must begin with postgres/,
    ],
    ['a chain that leads nowhere', { LOCALES: 'en>fr' }, [], /"en" cannot fall back to "fr"/],
    ['a read node without a server', { READ_ONLY: 'true' }, [], /READ_ONLY needs DATABASE_URL/],
    [
      'a key that is to be made on a read node',
      { READ_ONLY: 'true', DATABASE_URL: 'postgres://scc@127.0.0.1/scc' },
      ['create-key', 'website', 'READER'],
      /Keys are created on the primary/,
    ],
    ['a command that does not exist', {}, ['fly'], /There is no command "fly"/],
  ])('%s, in a sentence', async (_what, settings, parameters, sentence) => {
    const { ended, output } = await run(settings as Record<string, string>, ...parameters);

    expect(await ended).toBe(1);
    expect(output()).toMatch(sentence);
    expect(output()).not.toMatch(/at \w+ \(/);
  });
});
