import 'reflect-metadata';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse, stringify } from 'yaml';
import { Role } from '../src/content/contract/access.js';
import { startEmpty, type TestApplication } from './support/application.js';
import { type Ended, filesIn, runScc, startScc } from './support/command-line.js';
import { Mutations, type Payload } from './support/mutations.js';

let app: TestApplication;
let editor: Mutations;
let key: string;
let folder: string;
beforeAll(async () => {
  app = await startEmpty();
  const asked = await app.as(Role.EDITOR, Role.PUBLISHER);
  key = asked.secret;
  editor = new Mutations(app, asked);
});
afterAll(() => app.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scc-versions-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function scc(...words: string[]): Promise<Ended> {
  return sccAt(app.url, ...words);
}

function sccAt(url: string, ...words: string[]): Promise<Ended> {
  const environment = { SCC_URL: `${url}/graphql`, SCC_KEY: key };
  return runScc(words, { folder, environment });
}

/** As somebody has it who works in another terminal. */
function sccBeside(...words: string[]): Promise<Ended> {
  const environment = { SCC_URL: `${app.url}/graphql`, SCC_KEY: key };
  return startScc(words, { folder, environment }).ended;
}

/** The server, where something happens before it is told to write what is pushed. */
async function withPushesAfter(
  happening: () => Promise<void>,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const proxy = createServer(async (request, response) => {
    const body = await text(request);
    if (body.includes('mutation Push')) await happening();
    const { authorization = '' } = request.headers;
    const headers = { 'content-type': 'application/json', authorization };
    const answer = await fetch(`${app.url}/graphql`, { method: 'POST', headers, body });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  try {
    await work(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  } finally {
    proxy.close();
  }
}

const copyOf = (path: string) => path.replace(/([^/]+)\.yaml$/, '.$1.mine.yaml');
const read = (file: string) => readFile(join(folder, file), 'utf8');

async function json(...words: string[]) {
  const { code, stdout } = await scc(...words, '--json');
  return { code, value: JSON.parse(stdout) };
}

let count = 0;
/** A venue of its own in both languages, pulled into the folders of two people. */
async function aVenue(): Promise<{ ref: string; path: string; id: string }> {
  count += 1;
  const ref = `hall-${count}`;
  const input = {
    externalRef: ref,
    district: 'Kowloon',
    translations: [
      { locale: 'en', name: 'The hall' },
      { locale: 'zh-Hant', name: '禮堂' },
    ],
  };
  const { venue } = await editor.done('venueCreate', input, 'venue { id }');
  await scc('pull', 'alice', '--type', 'venue');
  await scc('pull', 'bob', '--type', 'venue');
  return { ref, path: `venues/${ref}.yaml`, id: venue.id };
}

type Edit = (document: Payload) => void;

async function edit(file: string, change: Edit): Promise<void> {
  const document = parse(await readFile(join(folder, file), 'utf8'));
  change(document);
  await writeFile(join(folder, file), stringify(document));
}

async function stored(ref: string) {
  const { contentDocuments } = await editor.who.data(
    'query ($refs: [String!]) { contentDocuments(kinds: [VENUE], externalRefs: $refs) { nodes { id version document } } }',
    { refs: [ref] },
  );
  return contentDocuments.nodes[0];
}

const named =
  (locale: string, name: string): Edit =>
  (document) => {
    document.text[locale].name = name;
  };

describe('an outdated folder', () => {
  test('does not put back what others have changed, in files that nobody meant to push', async () => {
    const [one, other] = [await aVenue(), await aVenue()];
    await scc('pull', 'bob', '--type', 'venue');
    await edit(`alice/${one.path}`, named('en', 'The barn'));
    expect(await json('push', 'alice')).toMatchObject({ code: 0, value: { updated: 1 } });
    await edit(`bob/${other.path}`, named('en', 'The tent'));

    expect(await json('push', 'bob')).toMatchObject({ code: 0, value: { updated: 1 } });

    expect([
      (await stored(one.ref)).document.text.en.name,
      (await stored(other.ref)).document.text.en.name,
    ]).toEqual(['The barn', 'The tent']);
  });

  test('is refused object by object where others have changed the same, and writes it with --force', async () => {
    const { ref, path } = await aVenue();
    await edit(`alice/${path}`, named('en', 'The barn'));
    await scc('push', 'alice');
    await edit(`bob/${path}`, named('en', 'The tent'));

    const refused = await scc('push', 'bob');
    const planned = await json('plan', `bob/${path}`);
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        new RegExp(
          `^bob/${path}:1: Version conflict: you sent 1, but EDITOR and PUBLISHER \\d+ saved version 2 \\(text.en.name\\).*scc push --force FILE\\.\nErrors: 1; nothing was written\\.\n$`,
        ),
      ),
    });
    expect(planned).toMatchObject({
      code: 1,
      value: { problems: [{ code: 'CONFLICT', file: `bob/${path}` }] },
    });
    expect((await stored(ref)).document.text.en.name).toBe('The barn');

    expect(await scc('push', '--force', `bob/${path}`)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(' 1 changed'),
      stderr: expect.not.stringContaining('the file is updated'),
    });
    expect((await stored(ref)).document.text.en.name).toBe('The tent');
  });

  test('wins with --force where its files have changed, and nowhere else', async () => {
    const { ref, path } = await aVenue();
    await edit(`alice/${path}`, (document) => {
      document.text.en = { name: 'The barn', room: 'Upstairs' };
      document.text['zh-Hant'].name = '穀倉';
      document.district = 'Sha Tin';
    });
    await scc('push', 'alice');
    await edit(`bob/${path}`, (document) => {
      document.text.en.name = 'The tent';
      document.mapUrl = 'https://map.example/';
    });

    expect(await json('push', `bob/${path}`)).toMatchObject({ code: 1 });
    const planned = await json('plan', '--force', `bob/${path}`);
    const pushed = await scc('push', '--force', 'bob');

    const changed = planned.value.objects[0].changes.map(({ path: place }: Payload) => place);
    expect(changed.sort()).toEqual(['mapUrl', 'text.en.name']);
    expect(pushed).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('the file is updated'),
    });
    const { document } = await stored(ref);
    expect(document).toEqual({
      district: 'Sha Tin',
      mapUrl: 'https://map.example/',
      text: { en: { name: 'The tent', room: 'Upstairs' }, 'zh-Hant': { name: '穀倉' } },
    });
    expect(parse(await readFile(join(folder, 'bob', path), 'utf8')).text).toEqual(document.text);
  });

  test('puts nothing back with --force where its file was not changed', async () => {
    const { ref, path } = await aVenue();
    await edit(`alice/${path}`, named('en', 'The barn'));
    await scc('push', 'alice');

    expect(await json('push', '--force', `bob/${path}`)).toMatchObject({ code: 0, value: { updated: 0 } });
    expect((await stored(ref)).document.text.en.name).toBe('The barn');
  });

  test('needs --overwrite where the history does not have what was pulled, and names what is overwritten', async () => {
    const { ref, path, id } = await aVenue();
    await edit(`alice/${path}`, (document) => {
      document.text.en = { name: 'The barn', room: 'Upstairs' };
      document.district = 'Sha Tin';
    });
    await scc('push', 'alice');
    await edit(`bob/${path}`, named('en', 'The tent'));
    await app.database.pool.query(
      'update system.revision set document = null where content_id = $1 and version = 1',
      [id.replace('venue_', '')],
    );

    const forced = await scc('push', '--force', `bob/${path}`);
    expect(forced).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /you sent 1, .* Yours differs in (text.en.name, district|district, text.en.name)\..*scc push --overwrite FILE/,
      ),
    });
    expect((await stored(ref)).document.text.en.name).toBe('The barn');
    expect(await scc('push', '--overwrite', 'bob')).toMatchObject({ code: 2 });
    expect(await scc('push', '--overwrite', `bob/${path}`)).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/overwrites (text.en.name, district|district, text.en.name)\n/),
    });
    expect((await stored(ref)).document).toMatchObject({
      district: 'Kowloon',
      text: { en: { name: 'The tent', room: 'Upstairs' } },
    });
  });

  test('is shown by plan with both sides of what is in conflict, by whom and when', async () => {
    const { path } = await aVenue();
    await edit(`alice/${path}`, (document) => {
      document.text.en = { name: 'The barn', room: 'Upstairs' };
    });
    await scc('push', 'alice');
    await edit(`bob/${path}`, named('en', 'The tent'));

    const { code, stdout } = await scc('plan', 'bob');
    const { value } = await json('plan', 'bob');

    expect(code).toBe(1);
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        `bob/${path}: in conflict`,
        '  text.en.name',
        '    - The hall',
        expect.stringMatching(
          /^ {4}\+ theirs: The barn \(EDITOR and PUBLISHER \d+, 20\d\d-\d\d-\d\d \d\d:\d\d\)$/,
        ),
        '    + yours: The tent',
        '  text.en.room',
        expect.stringMatching(/^ {4}\+ theirs: Upstairs \(/),
      ]),
    );
    expect(value.problems).toMatchObject([
      {
        conflict: {
          changes: [
            { path: 'text.en.name', before: 'The hall', after: 'The barn' },
            { path: 'text.en.room', before: null, after: 'Upstairs' },
          ],
          yours: [{ path: 'text.en.name', before: 'The hall', after: 'The tent' }],
        },
      },
    ]);
  });

  test('is shown by plan with the entries of lists that each side has changed, and what is overwritten', async () => {
    count += 1;
    const refs = ['a', 'b', 'c', 'd'].map((name) => `in-lists-${count}-${name}`);
    const ids: string[] = [];
    for (const externalRef of refs) {
      const input = { externalRef, kind: 'NEWS', translations: [{ locale: 'en', title: 'An article' }] };
      ids.push((await editor.done('articleCreate', input, 'article { id }')).article.id);
    }
    const section = (kind: string, items: string[], heading?: string) => ({
      kind,
      items: items.map((article) => ({ article })),
      ...(heading ? { heading: [{ locale: 'en', text: heading }] } : {}),
    });
    const [a = '', b = '', c = '', d = ''] = ids;
    const externalRef = `lists-${count}`;
    const sections = [section('LEAD', [a]), section('COLUMN', [], 'Ours'), section('REVIEW', [b, c])];
    const translations = [{ locale: 'en', title: 'An issue' }];
    const { issue } = await editor.done(
      'issueCreate',
      { externalRef, sections, translations },
      'issue { id }',
    );
    await scc('pull', 'bob', '--type', 'issue');
    await editor.done('issueUpdate', {
      id: issue.id,
      expectedVersion: 1,
      sections: [section('COLUMN', [], 'Theirs'), section('REVIEW', [b, d])],
    });
    const file = `bob/issues/${externalRef}.yaml`;
    await edit(file, (document) => {
      document.sections[0].heading = { en: 'My lead' };
      document.sections[1].heading = { en: 'Mine' };
      document.sections.push({ kind: 'ABOUT' });
    });

    const planned = (await scc('plan', file)).stdout.split('\n').map((line) => line.trimEnd());
    const forced = await scc('push', '--force', file);

    const article = (index: number) => `article: article ${refs[index]}`;
    const heading = (before: string, after: string) => [`- en: ${before}`, `+ en: ${after}`];
    const inset = (by: number, lines: readonly string[]) => lines.map((line) => `${' '.repeat(by)}${line}`);
    expect(planned.slice(planned.indexOf('  sections'))).toEqual([
      '  sections',
      expect.stringMatching(/^ {4}theirs \(EDITOR and PUBLISHER \d+, [-0-9 :]+\):$/),
      ...inset(6, [`- kind: LEAD, items: [${article(0)}]`, '~ COLUMN', '    heading']),
      ...inset(12, heading('Ours', 'Theirs')),
      ...inset(6, ['~ REVIEW', '    items']),
      ...inset(12, [`- ${article(2)}`, `+ ${article(3)}`]),
      '    yours:',
      ...inset(6, ['~ LEAD', '    heading', '      + en: My lead', '~ COLUMN', '    heading']),
      ...inset(12, heading('Ours', 'Mine')),
      '      + kind: ABOUT',
      '',
    ]);
    expect(forced.stderr).toMatch(new RegExp(`^${file}: overwrites changes of others:\n`));
    expect(forced.stderr).toContain(`    + kind: LEAD, heading: en: My lead, items: [${article(0)}]\n`);
    expect(forced.stderr).toMatch(/^ {2}sections\.\d\.heading\.en\n {4}- Theirs\n {4}\+ Mine\n/m);
  });

  test('merges changes of others elsewhere in the object into the file', async () => {
    const { ref, path } = await aVenue();
    await edit(`alice/${path}`, named('en', 'The barn'));
    await scc('push', 'alice');
    await edit(`bob/${path}`, named('zh-Hant', '帳篷'));

    const pushed = await scc('push', 'bob');
    expect(pushed).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('the file is updated'),
    });
    const { text } = (await stored(ref)).document;
    expect([text.en.name, text['zh-Hant'].name]).toEqual(['The barn', '帳篷']);
    expect(parse(await readFile(join(folder, 'bob', path), 'utf8')).text).toEqual(text);

    await edit(`bob/${path}`, named('zh-Hant', '大帳篷'));
    expect(await scc('push', 'bob')).toMatchObject({ code: 0, stderr: '' });
    expect((await stored(ref)).document.text.en.name).toBe('The barn');
  });

  test('has what others have changed without losing comments', async () => {
    const { path } = await aVenue();
    await edit(`alice/${path}`, named('en', 'The barn'));
    await scc('push', 'alice');
    await edit(`bob/${path}`, named('zh-Hant', '帳篷'));
    const mine = `# Ask Carol about the room.\n${await read(`bob/${path}`)}`;
    await writeFile(join(folder, 'bob', path), mine);

    const pushed = await scc('push', 'bob');

    expect(pushed.stderr.split('\n')).toEqual([
      expect.stringContaining('the file is updated'),
      `bob/${path}: your changes are now in bob/${copyOf(path)}`,
      '',
    ]);
    expect(await read(`bob/${copyOf(path)}`)).toBe(mine);
    expect(parse(await read(`bob/${path}`)).text.en.name).toBe('The barn');
  });

  test('preserves edits that are saved during a push', async () => {
    const [merged, unchanged] = [await aVenue(), await aVenue()];
    await edit(`alice/${merged.path}`, named('en', 'The barn'));
    await scc('push', `alice/${merged.path}`);
    let save = () => edit(`bob/${merged.path}`, named('zh-Hant', '大帳篷'));
    const saving = () => save();
    await withPushesAfter(saving, async (url) => {
      await sccAt(url, 'pull', 'bob', '--type', 'venue');
      await editor.done('venueUpdate', { id: merged.id, expectedVersion: 2, district: 'Sha Tin' });
      await sccAt(url, 'pull', 'carol', '--type', 'venue');
      await rm(join(folder, 'carol/.scc-versions.json'));
      await edit(`bob/${merged.path}`, named('zh-Hant', '帳篷'));
      await edit(`carol/${merged.path}`, named('en', 'The tent'));

      expect((await sccAt(url, 'push', 'bob')).stderr).toContain(`are now in bob/${copyOf(merged.path)}\n`);
      save = () => edit(`carol/${unchanged.path}`, named('en', 'Saved meanwhile'));
      await sccAt(url, 'push', 'carol');
    });

    expect(parse(await read(`bob/${copyOf(merged.path)}`)).text['zh-Hant'].name).toBe('大帳篷');
    expect(parse(await read(`bob/${merged.path}`)).text['zh-Hant'].name).toBe('帳篷');
    expect(parse(await read(`carol/${unchanged.path}`)).text.en.name).toBe('Saved meanwhile');
    expect((await scc('plan', `carol/${unchanged.path}`)).stdout).toContain('+ Saved meanwhile');
  });

  test('does not bring back what was deleted, but for --recreate', async () => {
    const { ref, path, id } = await aVenue();
    await editor.done('venueDelete', { id, expectedVersion: 1 });
    await edit(`bob/${path}`, named('en', 'The tent'));

    const refused = await scc('push', 'bob');
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`restore it with venueRestore and the id "${id}"`),
    });
    expect(refused.stderr).toContain(
      ` With scc: restore it with scc restore venue ${ref}, or push with --recreate for a new one.\n`,
    );
    expect(await stored(ref)).toBeUndefined();

    expect(await json('push', 'bob', '--recreate')).toMatchObject({ code: 0, value: { created: 1 } });
    expect((await stored(ref)).id).not.toBe(id);
  });

  test('does not bring back what is gone for good, not even with --overwrite', async () => {
    const [gone, other] = [await aVenue(), await aVenue()];
    await editor.done('venueDelete', { id: gone.id, expectedVersion: 1 });
    await app.database.pool.query('delete from system.bin_entry where external_ref = $1', [gone.ref]);
    await edit(`alice/${other.path}`, named('zh-Hant', '大帳篷'));
    await scc('push', `alice/${other.path}`);
    await edit(`bob/${other.path}`, named('en', 'The tent'));
    const files = [gone, other].map(({ path }) => `bob/${path}`);

    for (const command of ['plan', 'push']) {
      const refused = await scc(command, '--overwrite', ...files);
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('it was deleted for good') });
    }
    expect([await stored(gone.ref), (await stored(other.ref)).version]).toEqual([undefined, 2]);

    expect(await json('push', '--overwrite', '--recreate', ...files)).toMatchObject({
      code: 0,
      value: { created: 1, updated: 1 },
    });
    const { document } = await stored(other.ref);
    expect(['en', 'zh-Hant'].map((locale) => document.text[locale].name)).toEqual(['The tent', '禮堂']);
  });

  test('is one for each deployment, with a warning where nothing protects', async () => {
    const { ref, path } = await aVenue();
    await edit(`bob/${path}`, named('en', 'The tent'));
    await rm(join(folder, 'bob/.scc-versions.json'));
    const wrong = join(folder, 'bob/venues/wrong.yaml');
    await writeFile(wrong, 'text: { en: { title: Hall } }\n');
    const refused = await scc('push', 'bob');
    await rm(wrong);

    const pushed = await scc('push', 'bob');

    expect(refused.stderr).toMatch(/^bob\/venues\/wrong\.yaml:1: .*\nErrors: 1; nothing was written\.\n$/);

    expect(pushed).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(
        /^Changed files of unknown base version: 1\..*\nbob\/venues\/hall-\d+.yaml: overwrites text.en.name\n$/,
      ),
    });
    expect((await stored(ref)).document.text.en.name).toBe('The tent');
    await edit(`bob/${path}`, named('en', 'The barn'));
    expect((await scc('push', 'bob')).stderr).toBe('');
  });
});

describe('a push that was interrupted', () => {
  test('is run again: what is there already is skipped, and the files stay as they are', async () => {
    const { ref, path } = await aVenue();
    await edit(`bob/${path}`, named('en', 'The tent'));
    const mine = `# Ask Carol about the room.\n${await read(`bob/${path}`)}`;
    await writeFile(join(folder, 'bob', path), mine);
    const versions = await read('bob/.scc-versions.json');
    await scc('push', 'bob');
    await writeFile(join(folder, 'bob/.scc-versions.json'), versions);

    expect(await scc('push', 'bob')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('0 new, 0 changed'),
      stderr: '',
    });

    expect((await stored(ref)).version).toBe(2);
    expect(await read(`bob/${path}`)).toBe(mine);
    await edit(`bob/${path}`, named('en', 'The barn'));
    expect(await scc('push', 'bob')).toMatchObject({ code: 0, stderr: '' });
  });

  test('has written the versions of the batches that were written', async () => {
    const venues = await Promise.all(
      [...Array(101)].map(async (_, index) => {
        const path = `venues/many-${index}.yaml`;
        await mkdir(dirname(join(folder, 'many', path)), { recursive: true });
        await writeFile(join(folder, 'many', path), stringify({ text: { en: { name: `Hall ${index}` } } }));
        return path;
      }),
    );
    let pushes = 0;
    const happening = async () => {
      pushes += 1;
      if (pushes > 1) process.kill(running.process.pid ?? 0, 'SIGINT');
    };
    let running: ReturnType<typeof startScc>;
    await withPushesAfter(happening, async (url) => {
      const environment = { SCC_URL: `${url}/graphql`, SCC_KEY: key };
      running = startScc(['push', 'many'], { folder, environment });
      await running.ended;
      const kept = Object.values(JSON.parse(await read('many/.scc-versions.json')))[0] as object;
      expect(Object.keys(kept)).toHaveLength(100);
    });

    expect(await scc('push', 'many')).toMatchObject({ code: 0, stderr: '' });
    expect(venues).toHaveLength(pushes + 99);
  });

  test('beside others in one folder remembers the versions of all', async () => {
    const venues = [await aVenue(), await aVenue(), await aVenue(), await aVenue()];
    await scc('pull', 'bob', '--type', 'venue');
    for (const { path } of venues) await edit(`bob/${path}`, named('en', 'The tent'));
    await writeFile(join(folder, 'bob/.scc-versions.lock'), '');
    const pushed = Promise.all(venues.map(({ path }) => sccBeside('push', `bob/${path}`)));
    const isWritten = async () =>
      (await Promise.all(venues.map(({ ref }) => stored(ref)))).every(({ version }) => version === 2);
    while (!(await isWritten()));
    await rm(join(folder, 'bob/.scc-versions.lock'));

    for (const ended of await pushed) expect(ended).toMatchObject({ code: 0, stderr: '' });

    const [kept] = Object.values(JSON.parse(await read('bob/.scc-versions.json'))) as Payload[];
    expect(venues.map(({ path }) => kept[path].version)).toEqual([2, 2, 2, 2]);
    expect((await readdir(join(folder, 'bob'))).sort()).toEqual(['.scc-versions.json', 'venues']);
  });
});

describe('pulling again', () => {
  test('leaves changes alone that were not pushed, and takes what others changed', async () => {
    const [mine, theirs] = [await aVenue(), await aVenue()];
    await scc('pull', 'bob', '--type', 'venue');
    await edit(`bob/${mine.path}`, named('en', 'My words'));
    await editor.done('venueUpdate', { id: theirs.id, expectedVersion: 1, district: 'Sha Tin' });

    const pulled = await json('pull', 'bob', '--type', 'venue');

    expect(pulled).toMatchObject({
      code: 0,
      value: { updated: [theirs.path], kept: [mine.path], clashing: [] },
    });
    expect(await readFile(join(folder, 'bob', mine.path), 'utf8')).toContain('My words');
  });

  test('reports files that were changed on both sides, and takes theirs with --theirs', async () => {
    const { path, id } = await aVenue();
    await edit(`bob/${path}`, named('en', 'My words'));
    await editor.done('venueUpdate', {
      id,
      expectedVersion: 1,
      translations: [{ locale: 'en', name: 'Their words' }],
    });

    const pulled = await scc('pull', 'bob');
    expect(pulled).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`bob/${path}: changed here and on the server`),
    });
    expect(await readFile(join(folder, 'bob', path), 'utf8')).toContain('My words');

    const copy = copyOf(path);
    expect(await scc('pull', '--theirs', `bob/${path}`)).toMatchObject({
      code: 0,
      stderr: `bob/${path}: your changes are now in bob/${copy}\n`,
    });
    expect(await readFile(join(folder, 'bob', path), 'utf8')).toContain('Their words');
    expect(await readFile(join(folder, 'bob', copy), 'utf8')).toContain('My words');

    await edit(`bob/${path}`, named('en', 'My other words'));
    const other = copy.replace('.mine.', '.mine-2.');
    expect(await json('pull', '--theirs', 'bob')).toMatchObject({ code: 0, value: { copies: [other] } });
    expect(await readFile(join(folder, 'bob', copy), 'utf8')).toContain('My words');
    expect(await readFile(join(folder, 'bob', other), 'utf8')).toContain('My other words');
    expect(await json('plan', 'bob')).toMatchObject({ code: 0, value: { objects: [], problems: [] } });
  });

  test('removes files that are named and whose objects are not there any more, with --theirs', async () => {
    const [changed, commented] = [await aVenue(), await aVenue()];
    await scc('pull', 'bob', '--type', 'venue');
    for (const { id } of [changed, commented]) await editor.done('venueDelete', { id, expectedVersion: 1 });
    await edit(`bob/${changed.path}`, named('en', 'My words'));
    await appendFile(join(folder, 'bob', commented.path), '# My comment\n');
    const files = [changed, commented].map(({ path }) => `bob/${path}`);

    const listed = await scc('pull', ...files);
    expect(listed).toMatchObject({
      code: 0,
      stdout: '0 files: 0 new, 0 changed, 0 unchanged, 2 no longer on the server.\n',
      stderr: files.map((file) => `${file}: no longer on the server; use --theirs to remove it\n`).join(''),
    });
    const taken = await scc('pull', '--theirs', ...files);

    expect(taken).toMatchObject({
      code: 0,
      stdout: '0 files: 0 new, 0 changed, 0 unchanged, 2 removed.\n',
      stderr: [
        ...files.map((file) => `${file}: no longer on the server; removed\n`),
        ...files.map((file) => `${file}: your changes are now in ${copyOf(file)}\n`),
      ].join(''),
    });
    const left = await readdir(join(folder, 'bob/venues'));
    expect(left.filter((name) => files.includes(`bob/venues/${name}`))).toEqual([]);
    expect(await read(copyOf(files[0] ?? ''))).toContain('My words');
    expect(await read(copyOf(files[1] ?? ''))).toContain('# My comment');
    expect(await scc('pull', '--theirs', ...files)).toMatchObject({
      code: 1,
      stderr: files.map((file) => `${file}: neither a file nor on the server\n`).join(''),
    });
  });

  test('preserves comments, which are not text that begins like one, when it overwrites them', async () => {
    const { path, id } = await aVenue();
    const inText =
      'text:\n  en:\n    name: The hall\n    room: |-\n      # No comment\n  zh-Hant:\n    name: "#禮堂"\n';
    await writeFile(join(folder, 'bob', path), `${inText}district: Kowloon\n`);
    await scc('push', `bob/${path}`);
    await editor.done('venueUpdate', { id, expectedVersion: 2, district: 'Sha Tin' });
    expect((await scc('pull', `bob/${path}`)).stderr).toBe('');

    await appendFile(join(folder, 'bob', path), '# My comment\n');
    await editor.done('venueUpdate', { id, expectedVersion: 3, district: 'Tai Po' });

    expect(await json('pull', `bob/${path}`)).toMatchObject({ code: 0, value: { copies: [copyOf(path)] } });
    expect(await read(`bob/${copyOf(path)}`)).toContain('# My comment');
  });

  test('preserves local content in files that were never pulled', async () => {
    const { path } = await aVenue();
    await mkdir(join(folder, 'carol/venues'), { recursive: true });
    await writeFile(join(folder, 'carol', path), 'text: { en: { name: My hall } }\n');
    await writeFile(join(folder, 'carol/venues/new.yaml'), 'text: { en: { name: My new hall } }\n');

    const { value } = await json('pull', 'carol', '--type', 'venue', '--prune');

    expect(value.removed).toEqual(['venues/new.yaml']);
    expect(value.copies).toEqual([copyOf(path), 'venues/.new.mine.yaml']);
    expect(await readFile(join(folder, 'carol/venues/.new.mine.yaml'), 'utf8')).toContain('My new hall');
  });

  test('does not fail for a reference that no file can have', async () => {
    const { ref, path } = await aVenue();
    for (const odd of ['../../evil x', 'Upper_Case']) {
      await app.database.pool.query('update draft.venue set external_ref = $1 where external_ref like $2', [
        odd,
        odd === 'Upper_Case' ? '../../evil x' : ref,
      ]);
      const pulled = await json('pull', 'alice', '--type', 'venue');
      expect(pulled).toMatchObject({ value: { skipped: [`venues: "${odd}"`], stale: [path] } });
    }
    expect([...(await filesIn(folder)).keys()].filter((name) => /evil|Upper/.test(name))).toEqual([]);
    await app.database.pool.query('delete from draft.venue where external_ref = $1', ['Upper_Case']);
  });
});

describe('what others have changed and nobody has looked at', () => {
  let other: Mutations;
  beforeAll(async () => {
    other = new Mutations(app, await app.as(Role.EDITOR));
  });
  const moved = (id: string, expectedVersion: number, district: string) =>
    other.done('venueUpdate', { id, expectedVersion, district });

  test('is not taken away by discarding, unless it was pulled or that is meant', async () => {
    const { ref, path, id } = await aVenue();
    await editor.done('venuePublish', { ids: [id] });
    await moved(id, 1, 'Sha Tin');

    const told = new RegExp(`^venue ${ref}: EDITOR \\d+ changed district \\(version 2, .*--force`, 's');
    for (const name of [ref, `bob/${path}`])
      expect(await scc('discard', 'venue', name)).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(told),
      });
    expect(await json('discard', 'venue', ref)).toMatchObject({
      code: 1,
      value: { problems: [{ code: 'CONFLICT' }] },
    });
    expect((await stored(ref)).document.district).toBe('Sha Tin');

    await scc('pull', 'bob', '--type', 'venue');
    expect(await scc('discard', 'venue', `bob/${path}`)).toMatchObject({ code: 0 });
    expect((await stored(ref)).document.district).toBe('Kowloon');
    await moved(id, 3, 'Tai Po');
    expect(await scc('discard', 'venue', `bob/${path}`, '--force')).toMatchObject({ code: 0 });
  });

  test('is not deleted, nor withdrawn without trace, nor reverted', async () => {
    const { ref, path, id } = await aVenue();
    await editor.done('venuePublish', { ids: [id] });
    const theirs = { externalRef: `${ref}-theirs`, translations: [{ locale: 'en', name: 'Their hall' }] };
    await other.done('venueCreate', theirs);
    await moved(id, 1, 'Sha Tin');

    const refused = await Promise.all([
      scc('delete', 'venue', ref, `${ref}-theirs`),
      scc('publish', 'venue', ref, '--unpublish', '--without-trace'),
      scc('revert', 'venue', `bob/${path}`, '1'),
    ]);

    for (const { code, stdout, stderr } of refused) {
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/EDITOR \d+ changed district \(version 2/);
    }
    expect(refused[0]?.stderr).toMatch(/-theirs: EDITOR \d+ created it \(version 1/);
    expect((await stored(ref)).version).toBe(2);

    const words = [
      ['revert', 'venue', ref, '1'],
      ['publish', 'venue', ref, '--unpublish', '--without-trace'],
      ['delete', 'venue', ref, `${ref}-theirs`],
    ];
    for (const each of words) expect(await scc(...each, '--force')).toMatchObject({ code: 0, stderr: '' });
    expect(await stored(ref)).toBeUndefined();
  });

  test('is nothing where only oneself has changed something', async () => {
    const { ref, path, id } = await aVenue();
    await editor.done('venueUpdate', { id, expectedVersion: 1, district: 'Sha Tin' });

    expect(await scc('revert', 'venue', `bob/${path}`, '1')).toMatchObject({
      code: 0,
      stdout: `venue ${ref} reset to version 1.\n`,
    });
    expect((await stored(ref)).document.district).toBe('Kowloon');
    expect(await scc('revert', 'venue', ref, 'first')).toMatchObject({ code: 2 });
    expect(await scc('delete', 'venue', ref)).toMatchObject({ code: 0 });
  });
});

test('after an erasure names the reference to remove', async () => {
  const admin = new Mutations(app, await app.as(Role.ADMIN));
  const words = [{ locale: 'en', name: 'Quentin Xu' }];
  const { person } = await admin.done(
    'personCreate',
    { externalRef: 'quentin', translations: words },
    'person { id }',
  );
  const credits = [{ person: 'quentin', role: 'AUTHOR' }];
  const translations = [{ locale: 'en', title: 'Old news' }];
  await admin.done('articleCreate', { externalRef: 'by-quentin', kind: 'NEWS', credits, translations });
  await scc('pull', 'bob', '--type', 'article');
  await admin.done('personErase', { id: person.id, reason: 'Request no. 7' });
  const path = 'bob/articles/by-quentin.yaml';
  const file = await read(path);
  await writeFile(join(folder, path), file.replace('Old news', 'Other news'));

  const [planned, pushed] = [await scc('plan', path), await scc('push', path)];

  const told = /A person was erased \(credits\): leave that person out\./;
  expect(planned).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(
      /^ {2}credits\n {4}theirs \(ADMIN \d+, [^)]+\): a person was erased here; remove/m,
    ),
    stderr: expect.stringMatching(told),
  });
  expect(pushed).toMatchObject({ code: 1, stderr: expect.stringMatching(told) });
  expect(pushed.stderr).not.toContain('--force');
  expect(await scc('pull', '--theirs', path)).toMatchObject({ code: 0 });
  await writeFile(join(folder, path), (await read(path)).replace('Old news', 'Other news'));
  expect(await scc('push', path)).toMatchObject({ code: 0 });
});

describe('what is pushed', () => {
  test('is files by name, or kinds', async () => {
    const [one, other] = [await aVenue(), await aVenue()];
    await scc('pull', 'bob', '--type', 'venue');
    for (const { path } of [one, other]) await edit(`bob/${path}`, named('en', 'The tent'));
    await mkdir(join(folder, 'bob/organisations'), { recursive: true });
    await writeFile(join(folder, 'bob/organisations/odd.yaml'), 'kind: [');

    expect(await json('push', `bob/${one.path}`)).toMatchObject({
      code: 0,
      value: { updated: 1, unchanged: 0 },
    });
    expect(await json('push', 'bob', '--type', 'venue')).toMatchObject({ code: 0, value: { updated: 1 } });
    expect(await json('push', 'bob')).toMatchObject({ code: 1 });
    expect(await scc('push', `bob/${one.path}`, 'alice/venues/x.yaml')).toMatchObject({ code: 2 });
    expect(await scc('push', 'bob/venues/nobody.yaml')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no file bob/venues/nobody.yaml'),
    });
  });

  test('is nothing where only remarks or line ends differ', async () => {
    const { path, id } = await aVenue();
    await editor.done('venueUpdate', { id, expectedVersion: 1, district: 'Sha Tin' });
    const text = await readFile(join(folder, 'bob', path), 'utf8');
    await writeFile(join(folder, 'bob', path), text.replaceAll('\n', '\r\n'));
    await appendFile(join(folder, 'bob', path), '# remark\n');

    expect(await json('push', `bob/${path}`)).toMatchObject({ code: 0, value: { updated: 0, unchanged: 1 } });
  });

  test('reports every file that cannot be read, whatever is wrong with it', async () => {
    await mkdir(join(folder, 'c/venues'), { recursive: true });
    const files = {
      'big5.yaml': Buffer.from([0x61, 0x3a, 0x20, 0xc2, 0xa7, 0xb0, 0xf3]),
      'circular.yaml': 'a: &a [*a]\n',
      'misspelt.yaml': 'distrcit: x\ntext: { en: { name: a } }\n',
    };
    for (const [name, content] of Object.entries(files))
      await writeFile(join(folder, 'c/venues', name), content);

    const { code, stderr } = await scc('plan', 'c');

    expect(await scc('push', 'c/venues')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        '"c/venues" is the folder of one type; use the one above it: c --type venue',
      ),
    });
    expect(code).toBe(1);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^c\/venues\/big5.yaml:1: The file is not UTF-8/),
      expect.stringMatching(/^c\/venues\/circular.yaml:1: An alias/),
      expect.stringMatching(
        /^c\/venues\/misspelt.yaml:1: Unknown field "distrcit"; did you mean "district"\?/,
      ),
      'Errors: 3.',
      '',
    ]);
    expect(dirname(folder)).toBe(tmpdir());
  });
});
