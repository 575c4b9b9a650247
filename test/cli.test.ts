import 'reflect-metadata';
import { appendFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { Role } from '../src/content/contract/access.js';
import { startDemo, startEmpty, type TestApplication } from './support/application.js';
import { type Ended, filesIn, type Place, type Running, runScc, startScc } from './support/command-line.js';

let demo: TestApplication;
let empty: TestApplication;
let keys: Map<TestApplication, string>;
let folder: string;

beforeAll(async () => {
  [demo, empty] = await Promise.all([startDemo(), startEmpty()]);
  const made = [demo, empty].map(async (app) => [app, (await app.as(Role.EDITOR)).secret] as const);
  keys = new Map(await Promise.all(made));
});
afterAll(() => Promise.all([demo.close(), empty.close()]));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scc-cli-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function start(app: TestApplication, ...words: string[]): Running {
  return startScc(words, placeOf(app));
}

function placeOf(app: TestApplication): Place {
  return { folder, environment: { SCC_URL: `${app.url}/graphql`, SCC_KEY: keys.get(app) ?? '' } };
}

function scc(app: TestApplication, ...words: string[]): Promise<Ended> {
  return runScc(words, placeOf(app));
}

async function json(app: TestApplication, ...words: string[]) {
  const { code, stdout } = await scc(app, ...words, '--json');
  return { code, value: JSON.parse(stdout) };
}

/** Writes content files, each document under its path. */
async function write(files: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [path, document] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), typeof document === 'string' ? document : stringify(document));
  }
}

/** Every object of an instance with its version, by its external reference. */
async function versions(app: TestApplication, kind: string): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  const editor = app.withKey(keys.get(app) ?? '');
  let after: string | null = null;
  do {
    const { contentDocuments }: { contentDocuments: Documents } = await editor.data(
      `query ($kinds: [ContentKind!], $after: String) {
        contentDocuments(kinds: $kinds, first: 100, after: $after) {
          nodes { externalRef version }
          pageInfo { hasNextPage endCursor }
        }
      }`,
      { kinds: [kind], after },
    );
    for (const { externalRef, version } of contentDocuments.nodes) {
      expect(found[externalRef]).toBeUndefined();
      found[externalRef] = version;
    }
    after = contentDocuments.pageInfo.hasNextPage ? contentDocuments.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

interface Documents {
  readonly nodes: readonly { readonly externalRef: string; readonly version: number }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

const words = (title: string, more = {}) => ({ en: { title, ...more } });
const organisation = (name: string, more = {}) => ({ kind: 'COMPANY', ...more, text: { en: { name } } });
const event = (title: string, more = {}) => ({
  kind: 'TALK',
  schedule: { precision: 'TBA' },
  ...more,
  text: words(title),
});

describe('all content', () => {
  test('moves from one instance to another, file by file as it is', async () => {
    const pulled = await start(demo, 'pull', 'from').ended;
    const planned = await json(empty, 'plan', 'from');
    const pushed = await start(empty, 'push', 'from').ended;
    const again = await json(empty, 'push', 'from');
    await scc(empty, 'pull', 'to');
    const [from, to] = await Promise.all([filesIn(join(folder, 'from')), filesIn(join(folder, 'to'))]);

    expect(pulled).toMatchObject({
      code: 0,
      stdout: `${from.size} files: ${from.size} new, 0 changed, 0 unchanged.\n`,
    });
    expect(from.size).toBeGreaterThan(140);
    expect(planned).toMatchObject({ code: 0, value: { unchanged: 0, problems: [] } });
    expect(planned.value.objects.map(({ file }: { file: string }) => file).sort()).toEqual(
      [...from.keys()].map((path) => `from/${path}`),
    );
    expect(pushed).toMatchObject({
      code: 0,
      stdout: `${from.size} files: ${from.size} new, 0 changed, 0 unchanged.\n`,
      stderr: '',
    });
    expect(again).toEqual({
      code: 0,
      value: { written: 0, created: 0, updated: 0, unchanged: from.size, problems: [] },
    });
    expect(to).toEqual(from);
  }, 120_000);

  test('has no changes where nothing was changed, and files that are right are left alone', async () => {
    await scc(demo, 'pull', 'content');
    const file = join(folder, 'content/events/innoex-2024.yaml');
    const { mtimeMs, ino } = await stat(file);
    await appendFile(join(folder, 'content/venues/hkcec.yaml'), '# a remark\n');

    expect(await json(demo, 'plan', 'content')).toMatchObject({
      code: 0,
      value: { objects: [], problems: [] },
    });
    expect(await json(demo, 'pull', 'content')).toMatchObject({
      code: 0,
      value: { created: [], updated: ['venues/hkcec.yaml'], stale: [] },
    });
    expect(await stat(file)).toMatchObject({ mtimeMs, ino });
  }, 120_000);

  test('is pulled kind by kind, and files of deleted objects are removed on request', async () => {
    await scc(demo, 'pull', 'content', '--type', 'event,article-series');
    await write({ 'content/events/long-gone.yaml': 'kind: TALK\n', 'content/venues/long-gone.yaml': '{}\n' });
    const told = await scc(demo, 'pull', 'content', '--type', 'Event');
    const kept = await filesIn(join(folder, 'content'));
    const removed = await json(demo, 'pull', 'content', '--type', 'events', '--prune');
    const left = [...(await filesIn(join(folder, 'content'))).keys()];

    expect(told).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^content\/events\/long-gone.yaml: no longer on the server/),
    });
    expect(kept.has('events/long-gone.yaml')).toBe(true);
    expect(removed.value.removed).toEqual(['events/long-gone.yaml']);
    expect(left.filter((path) => path.includes('long-gone'))).toEqual(['venues/long-gone.yaml']);
    expect([...new Set(left.map((path) => dirname(path)))].sort()).toEqual([
      'article-series',
      'events',
      'venues',
    ]);
  }, 120_000);
});

describe('a change in a file', () => {
  test('is planned field by field, written, and changes nothing else', async () => {
    await scc(demo, 'pull', 'content', '--type', 'event');
    const path = join(folder, 'content/events/innoex-2024.yaml');
    const before = await readFile(path, 'utf8');
    await writeFile(
      path,
      before.replace('title: InnoEX 2024', 'title: InnoEX 2025').replace('edition: 2', 'edition: 3'),
    );
    const planned = await scc(demo, 'plan', 'content');
    const pushed = await json(demo, 'push', 'content');
    const after = await scc(demo, 'plan', 'content');
    await writeFile(path, before);
    const back = await json(demo, 'plan', 'content');

    expect(planned).toMatchObject({ code: 0, stderr: '' });
    expect(planned.stdout).toBe(
      [
        'content/events/innoex-2024.yaml: changed',
        '  edition',
        '    - 2',
        '    + 3',
        '  text.en.title',
        '    - InnoEX 2024',
        '    + InnoEX 2025',
        '24 files: 0 new, 1 changed, 23 unchanged.',
        '',
      ].join('\n'),
    );
    expect(pushed).toMatchObject({ code: 0, value: { created: 0, updated: 1, unchanged: 23 } });
    expect(after.stdout).toBe('24 files: 0 new, 0 changed, 24 unchanged.\n');
    expect(back.value.objects[0].changes).toEqual([
      { path: 'edition', locale: null, before: 3, after: 2 },
      { path: 'text.en.title', locale: 'en', before: 'InnoEX 2025', after: 'InnoEX 2024' },
    ]);
    await scc(demo, 'push', 'content');
  }, 120_000);

  test('leaves alone what the file does not mention, and null clears', async () => {
    await write({
      'content/organisations/one.yaml': organisation('One', {
        website: 'https://one.example/',
        region: 'HK',
      }),
    });
    await scc(empty, 'push', 'content');
    await write({ 'content/organisations/one.yaml': 'website: null\ntext: { zh-Hant: { name: 一 } }\n' });
    const planned = await json(empty, 'plan', 'content');
    await scc(empty, 'push', 'content');
    await scc(empty, 'pull', 'pulled', '--type', 'organisation');

    expect(planned.value.objects[0].changes.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['website', 'text.zh-Hant.name']),
    );
    expect(await readFile(join(folder, 'pulled/organisations/one.yaml'), 'utf8')).toBe(
      'kind: COMPANY\nregion: HK\ntext:\n  en:\n    slug: one\n    name: One\n  zh-Hant:\n    slug: 一\n    name: 一\n',
    );
  }, 120_000);
});

test('a change of a long text is planned by the words that differ, in each language', async () => {
  const en = (word: string, end: string) =>
    `${'The beginning stays as it was. '.repeat(10)}It is ${word} in the middle.\n\n${'And so does the end. '.repeat(10)}${end}`;
  const zh = (word: string) =>
    `${'開首維持不變。'.repeat(30)}中間是${word}的內容。${'結尾也一樣。'.repeat(30)}`;
  const file = (word: string, zhWord: string, end: string) => ({
    kind: 'NEWS',
    text: {
      en: { title: 'Long', body: en(word, end) },
      'zh-Hant': { title: '長', body: zh(zhWord) },
    },
  });
  await write({ 'content/articles/long.yaml': file('new', '嶄新', 'One paragraph.') });
  await json(empty, 'push', 'content');
  await write({ 'content/articles/long.yaml': file('quite old', '陳舊', 'One\n\nparagraph.') });

  const { stdout } = await scc(empty, 'plan', 'content');

  expect(stdout).toMatch(/^ +~ ….*It is \[-new-\]\{\+quite old\+\} in the middle\.↵↵And so does.*…$/m);
  expect(stdout).toMatch(/^ +~ ….*One\[- -\]\{\+↵↵\+\}paragraph\.$/m);
  expect(stdout).toMatch(/^ +~ …\S*中間是\[-嶄新-\]\{\+陳舊\+\}的內容。\S*…$/m);
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThan(200);
}, 120_000);

describe('errors in files', () => {
  test('are all reported by file and line, and nothing is written', async () => {
    const before = await versions(empty, 'EVENT');
    await write({
      'content/organisations/right.yaml': organisation('Right'),
      'content/organisations/broken.yaml': 'kind: COMPANY\nregion: [\n',
      'content/events/refers-to-right.yaml': event('A', {
        participations: [{ organisation: 'right', role: 'ORGANISER' }],
      }),
      'content/events/refers-to-broken.yaml': event('B', {
        participations: [{ organisation: 'broken', role: 'ORGANISER' }],
      }),
      'content/events/refers-to-nothing.yaml': event('C', {
        venue: 'nowhere',
        participations: [{ organisation: 'right', role: 'FRIEND' }],
      }),
      'content/events/refers-to-another-kind.yaml': event('D', { venue: 'right' }),
      'content/events/lacks-a-kind.yaml':
        'schedule:\n  precision: TBA\ntext:\n  en:\n    title: E\n    colour: red\n',
      'content/events/slug-1.yaml':
        'kind: TALK\nschedule: { precision: TBA }\ntext:\n  en:\n    title: F\n    slug: wanted\n',
      'content/events/slug-2.yaml':
        'kind: TALK\nschedule: { precision: TBA }\ntext:\n  en:\n    title: G\n    slug: wanted\n',
      'content/evnets/x.yaml': 'kind: TALK\n',
      'content/venues/notes.txt': 'remember',
    });
    const planned = await json(empty, 'plan', 'content');
    const pushed = await scc(empty, 'push', 'content');
    const lines = pushed.stderr.trimEnd().split('\n');
    const files = [...new Set(lines.slice(0, -1).map((line) => line.split(': ')[0]))];

    expect(pushed.code).toBe(1);
    expect(files).toEqual([
      'content/events/lacks-a-kind.yaml:1',
      'content/events/lacks-a-kind.yaml:6',
      'content/events/refers-to-another-kind.yaml:4',
      'content/events/refers-to-nothing.yaml:4',
      'content/events/refers-to-nothing.yaml:7',
      'content/events/slug-2.yaml:6',
      'content/evnets:1',
      'content/organisations/broken.yaml:3',
      'content/venues/notes.txt:1',
    ]);
    expect(lines.at(-1)).toMatch(/^Errors: \d+; nothing was written\.$/);
    expect(planned.code).toBe(1);
    expect(planned.value.problems).toHaveLength(lines.length - 1);
    expect(planned.value.problems).toContainEqual({
      file: 'content/events/refers-to-another-kind.yaml',
      line: 4,
      code: 'NOT_FOUND',
      message: 'There is no Venue "right".',
    });
    expect(await versions(empty, 'EVENT')).toEqual(before);
    expect(await versions(empty, 'ORGANISATION')).not.toHaveProperty('right');
  }, 120_000);

  test('are reported in plain words, with what was meant, and all of a file at once', async () => {
    await write({
      'content/events/many.yaml': [
        'kind: semminar',
        'schedule: { precision: TBA }',
        'admission:',
        '  price: 1800',
        'registration: { url: nowhere }',
        'venu: x',
        'links:',
        '  - rel: DETAILS',
        '    label: { en: one: two }',
        'text:',
        '  en:',
        '    title: Many: mistakes',
        '    sumary: S',
        '  zh-Hant:',
        '    title: true',
        '',
      ].join('\n'),
    });
    const { stderr } = await scc(empty, 'plan', 'content/events/many.yaml');
    const chinese = await scc(empty, 'plan', 'content/events/many.yaml', '--locale', 'zh-Hant');

    const problems = stderr.trimEnd().split('\n').slice(0, -1);
    expect(problems.map((line) => Number(line.split(':')[1]))).toEqual([1, 4, 5, 6, 9, 12, 13, 15]);
    expect(stderr).toContain('did you mean SEMINAR?');
    expect(stderr).toContain(':4: 1800 is not text; put quotation marks around it: "1800".');
    expect(stderr).toContain('"nowhere" is not a web address; write it as https://example.org/page.');
    expect(stderr).toContain('did you mean "venue"?');
    expect(stderr).toContain('did you mean "summary"?');
    expect(stderr).toContain(':15: true is not text');
    expect(chinese.stderr).toContain('是否指 SEMINAR？');
    expect(chinese.stderr).toContain('1800 不是有效的文字；請加上引號："1800"。');
    expect(stderr).not.toMatch(/String|scalar|required|There is no/);
  });

  test('are reported in the requested language', async () => {
    await write({ 'content/venues/x.yaml': 'mapUrl: nowhere\ntext: { en: { name: X } }\n' });
    const { stderr } = await scc(empty, 'plan', 'content', '--locale', 'zh-Hant');

    expect(stderr).toMatch(/^content\/venues\/x\.yaml:1: .*不是有效的/);
  });

  test('found by the database are reported, and nothing is written', async () => {
    const session = { series: 'classes', session: 1 };
    await write({
      'content/event-series/classes.yaml': { text: words('Classes') },
      'content/events/class-1.yaml': event('Class 1', session),
      'content/events/class-2.yaml': event('Class 2', session),
    });
    const { code, stderr } = await scc(empty, 'push', 'content');

    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('an event with this session number'),
    });
    expect(await versions(empty, 'EVENT_SERIES')).not.toHaveProperty('classes');
  }, 120_000);
});

describe('objects that refer to each other', () => {
  test('are written so that everything is there in time, whatever their number', async () => {
    const count = 230;
    const name = (index: number) => `chain-${String(index % count).padStart(3, '0')}`;
    const ring = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [
        `content/organisations/ring-${index}.yaml`,
        organisation(`Ring ${index}`, {
          relations: [{ organisation: `ring-${(index + 1) % 30}`, type: 'OPERATED_BY' }],
        }),
      ]),
    );
    // Each needs the next one in the alphabet: the order of the files is the wrong one throughout.
    const chain = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `content/organisations/${name(index)}.yaml`,
        organisation(`Chain ${index}`, index + 1 < count ? { parent: name(index + 1) } : {}),
      ]),
    );
    await write({ ...ring, ...chain });
    const planned = await json(empty, 'plan', 'content');
    const pushed = await json(empty, 'push', 'content');
    const again = await json(empty, 'plan', 'content');

    expect(planned).toMatchObject({ code: 0, value: { problems: [] } });
    expect(pushed).toMatchObject({ code: 0, value: { created: count + 30, problems: [] } });
    expect(again).toMatchObject({ code: 0, value: { objects: [], unchanged: count + 30 } });
  }, 120_000);
});

describe('a push that is killed', () => {
  test('is simply run again: nothing twice, nothing lost', async () => {
    const people = Array.from({ length: 450 }, (_, index) => `killed-${String(index).padStart(3, '0')}`);
    await write(
      Object.fromEntries(
        people.map((name) => [
          `content/people/${name}.yaml`,
          { text: { en: { name }, 'zh-Hant': { name: `${name} 先生` } } },
        ]),
      ),
    );
    const written = async () =>
      Object.keys(await versions(empty, 'PERSON')).filter((name) => name.startsWith('killed-'));
    const first = start(empty, 'push', 'content');
    while ((await written()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    first.process.kill('SIGKILL');
    const killed = await first.ended;
    const half = (await written()).length;
    const second = await json(empty, 'push', 'content');
    const found = await versions(empty, 'PERSON');

    expect(killed.code).toBe('SIGKILL');
    expect(half).toBeLessThan(people.length);
    expect(second.code).toBe(0);
    expect(second.value.created + half).toBeGreaterThanOrEqual(people.length - 100);
    expect(people.filter((name) => found[name] !== 1)).toEqual([]);
    expect(await json(empty, 'push', 'content')).toMatchObject({
      value: { written: 0, unchanged: people.length },
    });
  }, 120_000);
});

describe('who may not', () => {
  test.each([
    ['pull drafts without a key', [], 'pull'],
    ['push without a key', [], 'push'],
    ['push with a key that reads', [Role.READER], 'push'],
    ['pull drafts with the key of a partner', [Role.PARTNER], 'pull'],
  ])('%s gets an error', async (_what, roles, command) => {
    await write({ 'content/venues/x.yaml': { text: { en: { name: 'X' } } } });
    const SCC_KEY = roles.length > 0 ? (await empty.as(...roles)).secret : '';
    const environment = { SCC_URL: `${empty.url}/graphql`, SCC_KEY };
    const ended = await startScc([command, 'content'], { folder, environment }).ended;

    expect(ended).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringMatching(/needs a key with the role/),
    });
    expect(ended.stderr.includes('SCC_KEY')).toBe(roles.length === 0);
  });

  test('a change of text in other languages than those of the key is reported by file', async () => {
    await scc(demo, 'pull', 'content', '--type', 'event');
    const path = join(folder, 'content/events/innoex-2024.yaml');
    await writeFile(path, (await readFile(path, 'utf8')).replace('title: InnoEX 2024', 'title: Elsewhere'));
    const { apiKeyCreate } = await (await demo.as(Role.ADMIN)).data(
      'mutation ($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret userErrors { message } } }',
      { input: { accountName: 'translator', name: 'translator', roles: ['EDITOR'], locales: ['zh-Hant'] } },
    );
    const environment = { SCC_URL: `${demo.url}/graphql`, SCC_KEY: apiKeyCreate.secret };
    const ended = await startScc(['push', 'content'], { folder, environment }).ended;

    expect(ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^content\/events\/innoex-2024\.yaml:\d+: .*zh-Hant/),
    });
  }, 60_000);
});
