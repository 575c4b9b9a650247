import 'reflect-metadata';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { type Ended, runScc, startScc } from './support/command-line.js';
import { Mutations } from './support/mutations.js';

let app: TestApplication;
let key: string;
let folder: string;

beforeAll(async () => {
  app = await startDemo();
  key = (await app.as(Role.ADMIN)).secret;
  folder = await mkdtemp(join(tmpdir(), 'scc-publishing-'));
  await scc('pull', 'content');
}, 60_000);
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

function scc(...words: string[]): Promise<Ended> {
  return sccWith({}, ...words);
}

function sccWith(environment: Record<string, string>, ...words: string[]): Promise<Ended> {
  const settings = { SCC_URL: `${app.url}/graphql`, SCC_KEY: key, ...environment };
  return runScc(words, { folder, environment: settings });
}

async function json(...words: string[]) {
  const { code, stdout } = await scc(...words, '--json');
  return { code, value: JSON.parse(stdout) };
}

/** Changes a content file, and pushes it. */
async function change(path: string, from: string, to: string): Promise<void> {
  const file = join(folder, 'content', path);
  const before = await readFile(file, 'utf8');
  expect(before).toContain(from);
  await writeFile(file, before.replace(from, to));
  expect(await scc('push', 'content')).toMatchObject({ code: 0 });
}

const title = async (locale: string) =>
  (
    await app.data('query ($locale: Locale) { event(slug: "innoex-2024", locale: $locale) { title } }', {
      locale,
    })
  ).event?.title;

describe('publishing', () => {
  test('shows the public what was pushed, in all languages or in some', async () => {
    await change('events/innoex-2024.yaml', 'title: InnoEX 2024', 'title: InnoEX, changed');
    await change('events/innoex-2024.yaml', '第二屆香港國際創科展（InnoEX）', '創科展，已更改');
    const before = [await title('en'), await title('zh-Hant')];
    const planned = await scc('publish', 'event', 'innoex-2024', '--locales', 'zh-Hant', '--plan');
    const chinese = await scc('publish', 'event', 'innoex-2024', '--locales', 'zh-Hant');
    const between = [await title('en'), await title('zh-Hant')];
    const all = await scc('publish', 'Event', 'content/events/innoex-2024.yaml');

    expect(before).toEqual(['InnoEX 2024', '第二屆香港國際創科展（InnoEX）']);
    expect(planned.stdout).toMatch(/^UPDATE +event innoex-2024 {2}zh-Hant {2}InnoEX, changed/);
    expect(chinese).toMatchObject({ code: 0, stdout: '1 published.\n', stderr: '' });
    expect(between).toEqual(['InnoEX 2024', '創科展，已更改']);
    expect(all).toMatchObject({ code: 0 });
    expect(await title('en')).toBe('InnoEX, changed');
  }, 60_000);

  test('takes content out and brings it back', async () => {
    const out = await json('publish', 'event', 'innoex-2024', 'csdi-awards-2024', '--unpublish');
    const hidden = await title('en');
    await scc('publish', 'event', 'innoex-2024', 'csdi-awards-2024');

    expect(out).toMatchObject({ code: 0, value: { action: 'UNPUBLISH', kind: 'EVENT', problems: [] } });
    expect(out.value.ids).toHaveLength(2);
    expect(hidden).toBeUndefined();
    expect(await title('en')).toBe('InnoEX, changed');
  }, 60_000);

  test.each([
    ['an object that is not there', ['event', 'innoex-2024', 'nothing'], 1, 'There is no event "nothing".\n'],
    [
      'a kind that is not there',
      ['evnet', 'innoex-2024'],
      1,
      /^There is no kind of content "evnet"; use one of: organisation, /,
    ],
    [
      'a plan of taking out',
      ['event', 'innoex-2024', '--plan', '--unpublish'],
      2,
      /--plan cannot be combined with --unpublish/,
    ],
    ['a choice of nothing', ['event', 'innoex-2024', '--with', ''], 2, /use --with-none/],
    ['a choice of two kinds', ['event', 'innoex-2024', '--also', 'x', '--with', 'x'], 2, /not both/],
    ['a choice that is none', ['event', 'innoex-2024', '--with', 'x', '--with-none'], 2, /not both/],
    [
      'with what is not there',
      ['event', 'innoex-2024', '--with', 'venue/nowhere'],
      1,
      /nothing called "venue\/nowhere"/,
    ],
    ['nothing', ['event'], 2, 'Usage: scc publish KIND REF...\n'],
  ])('of %s is refused', async (_what, words, code, stderr) => {
    expect(await scc('publish', ...words)).toMatchObject({
      code,
      stdout: '',
      stderr: typeof stderr === 'string' ? stderr : expect.stringMatching(stderr),
    });
  });

  test('is refused as the server refuses it, with the place', async () => {
    const { code, value } = await json('publish', 'event', 'innoex-2024', '--locales', 'fr');

    expect(code).toBe(1);
    expect(JSON.stringify(value)).toContain('INVALID_LOCALE');
  });

  test('of an issue is planned first', async () => {
    const { code, stdout } = await scc('publish', 'issue', '2024-q2', '--plan');
    const { value } = await json('publish', 'issue', '2024-q2', '--plan');
    const published = await scc('publish', 'issue', '2024-q2');

    expect(code).toBe(0);
    expect(stdout).toMatch(/^UNCHANGED {2}issue 2024-q2 /m);
    expect(stdout).toMatch(/Ready to publish\.\n$/);
    expect(value[0]).toMatchObject({ isReady: true, items: expect.any(Array) });
    expect(published.code).toBe(0);
    expect(published.stdout).toMatch(/^0 published\.\nUnchanged: already public:\n {2}issue 2024-q2 /);
  }, 60_000);

  test('is a choice, and what is left out is listed by object', async () => {
    const editor = new Mutations(app, app.withKey(key));
    const named = (externalRef: string, title = 'title') => ({
      externalRef,
      translations: [{ locale: 'en', [title]: `The ${externalRef}` }],
    });
    await editor.done('personCreate', named('fresh', 'name'));
    const credits = [{ person: 'fresh', role: 'SPEAKER' }];
    const schedule = { precision: 'TBA' };
    await editor.done('eventCreate', { ...named('fresh'), kind: 'TALK', schedule, credits });
    await editor.done('articleCreate', { ...named('report'), kind: 'NEWS', credits });
    const items = [{ event: 'fresh' }, { article: 'report' }];
    await editor.done('issueCreate', { ...named('choice'), sections: [{ kind: 'LEAD', items }] });

    const plan = await scc('publish', 'issue', 'choice', '--plan');
    const planOfOne = await scc('publish', 'issue', 'choice', '--plan', '--with', 'article/report');
    const ambiguous = await scc('publish', 'issue', 'choice', '--with', 'fresh');
    const hint = /To include some of it: (--\S+) (\S*)REF,…/;
    const [, option = '', before = ''] = hint.exec(plan.stdout) ?? [];
    const added = await scc('publish', 'issue', 'choice', '--plan', option, `${before}person/fresh`);
    const [, exactly = '', whole = ''] = hint.exec(planOfOne.stdout) ?? [];
    const both = await scc('publish', 'issue', 'choice', '--plan', exactly, `${whole}event/fresh`);
    await editor.done('venueCreate', named('elsewhere', 'name'));
    const outside = [
      await scc('publish', 'issue', 'choice', '--with', 'article/report,venue/elsewhere'),
      await scc('publish', 'issue', 'choice', '--plan', '--with', 'venue/elsewhere'),
    ];
    const chosen = await scc(
      'publish',
      'issue',
      'choice',
      '--with',
      'content/articles/report.yaml,event/fresh',
    );

    expect(plan.stdout).toMatch(
      /^PUBLISH {2}event fresh {5}en {2}The fresh {2,}ADMIN \d+, 20\d\d-\d\d-\d\d \d\d:\d\d$/m,
    );
    expect(plan.stdout).toMatch(
      /^WARNING: person fresh in event fresh.credits.0.person, article report.credits.0.person: .* stays hidden here\.$/m,
    );
    expect(plan.stdout).toMatch(/^WARNING: issue choice.text.zh-Hant: It is untranslated/m);
    expect(plan.stdout).toMatch(/^Left out: not public, and only referred to:\n {2}person fresh /m);
    expect(plan.stdout.match(/person fresh/g)).toHaveLength(2);
    expect(planOfOne.stdout).toMatch(/^Left out: not chosen:\n {2}event fresh /m);
    for (const object of ['issue choice', 'event fresh', 'article report', 'person fresh'])
      expect(added.stdout).toMatch(new RegExp(`^PUBLISH +${object} `, 'm'));
    expect(both.stdout).toMatch(/^PUBLISH +event fresh /m);
    expect(both.stdout).toMatch(/^PUBLISH +article report /m);
    for (const { code, stderr } of outside) {
      expect(code).toBe(1);
      expect(stderr).toContain('"venue/elsewhere" is not part of the publication: no requested');
      expect(stderr).not.toMatch(/venue_/);
    }
    expect(ambiguous).toMatchObject({
      code: 1,
      stderr: '"fresh" is ambiguous: use one of person/fresh, event/fresh.\n',
    });
    expect(chosen.stdout).toMatch(
      /^1 published, and 2 along with it: (article report, event fresh|event fresh, article report)\.\nLeft out: not public, and only referred to:\n {2}person fresh /,
    );
  }, 60_000);
});

describe('publishing as planned', () => {
  test('does what the plan in a file has shown, and nothing else', async () => {
    const editor = new Mutations(app, app.withKey(key));
    const input = {
      externalRef: 'planned',
      kind: 'NEWS',
      translations: [{ locale: 'en', title: 'Planned' }],
    };
    const { article } = await editor.done('articleCreate', input, 'article { id }');
    const words = ['article', 'planned'];
    const plan = async () => {
      const { stdout } = await scc('publish', ...words, '--plan', '--json');
      await writeFile(join(folder, 'plan.json'), stdout);
    };
    await plan();
    const translations = [{ locale: 'en', title: 'Changed since' }];
    await editor.done('articleUpdate', { id: article.id, expectedVersion: 1, translations });

    const outdated = await scc('publish', ...words, '--as-planned', 'plan.json');
    const later = ['--at', '2099-06-30T09:00+08:00', '--as-planned', 'plan.json'];
    const outdatedSchedule = await scc('schedule', ...words, ...later);
    await plan();
    const scheduled = await json('schedule', ...words, ...later);
    const published = await scc('publish', ...words, '--as-planned', 'plan.json');

    for (const refused of [outdated, outdatedSchedule])
      expect(refused).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/"Changed since" has changed since the plan: .* \(text.en.title\);/),
      });
    expect(scheduled).toMatchObject({ code: 0, value: { state: 'PENDING' } });
    expect(published).toMatchObject({ code: 0, stdout: '1 published.\n' });

    const out = await scc('publish', ...words, '--unpublish');
    expect(out.stdout).toBe(`1 unpublished.\nThese schedules no longer publish it: ${scheduled.value.id}.\n`);
  }, 60_000);

  test('takes the languages and the choice from the file of the plan', async () => {
    const editor = new Mutations(app, app.withKey(key));
    const translations = ['en', 'zh-Hant'].map((locale) => ({ locale, title: `Chosen in ${locale}` }));
    await editor.done('articleCreate', { externalRef: 'chosen', kind: 'NEWS', translations });
    const sections = [{ kind: 'LEAD', items: [{ article: 'chosen' }] }];
    await editor.done('issueCreate', { externalRef: 'asked', sections, translations });
    const options = ['--locales', 'en', '--with-none'];
    const { stdout } = await scc('publish', 'issue', 'asked', ...options, '--plan', '--json');
    await writeFile(join(folder, 'asked.json'), stdout);

    const all = await scc(
      'publish',
      'issue',
      'asked',
      '--as-planned',
      'asked.json',
      '--with',
      'article/chosen',
    );
    const published = await json('publish', 'issue', 'asked', '--as-planned', 'asked.json');
    const { value } = await json('history', 'issue', 'asked', '--first', '1');

    expect(all).toMatchObject({ code: 1, stdout: '' });
    expect(published).toMatchObject({ code: 0, value: { publicChanges: [{ externalRef: 'asked' }] } });
    expect(value).toMatchObject([{ action: 'PUBLISH', locales: ['en'] }]);
  }, 60_000);

  test.each([
    ['no file', ['--as-planned', 'nowhere.json'], 1, /nowhere.json cannot be read: ENOENT/],
    ['what is not a plan', ['--as-planned', 'content/events/innoex-2024.yaml'], 1, /is not a plan/],
    ['a plan at the same time', ['--as-planned', 'plan.json', '--plan'], 2, /not both/],
  ])('refuses %s', async (_what, words, code, stderr) => {
    const ended = await scc('publish', 'event', 'innoex-2024', ...words);
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(stderr) });
  });
});

describe('objects', () => {
  test('are discarded, deleted, listed, restored, shown and withdrawn without trace, one command each', async () => {
    const editor = new Mutations(app, app.withKey(key));
    for (const externalRef of ['one', 'other']) {
      const words = { translations: [{ locale: 'en', title: `Number ${externalRef}` }] };
      const { article } = await editor.done(
        'articleCreate',
        { externalRef, kind: 'NEWS', ...words },
        'article { id }',
      );
      await editor.done('articlePublish', { ids: [article.id] });
      await editor.done('articleUpdate', {
        id: article.id,
        expectedVersion: 1,
        translations: [{ locale: 'en', title: 'Changed' }],
      });
    }

    const discarded = await scc('discard', 'article', 'one');
    const shown = await json('history', 'article', 'one');
    const told = await scc('history', 'article', 'one', '--first', '1');
    const deleted = await json('delete', 'article', 'one', 'content/articles/other.yaml');
    const binned = await json('bin');
    const restored = await scc('restore', 'article', 'one');
    const again = await scc('restore', 'article', 'one');
    const tooLong = await scc('preview', 'article', 'one', '--minutes', '99999999');
    expect(tooLong).toMatchObject({ code: 2, stderr: expect.stringContaining('from 1 to 10080.') });
    const token = await json('preview', 'article', 'one', '--minutes', '5', '--with-none');
    const [, other] = deleted.value.ids;
    const traceless = await json('publish', 'article', 'one', other, '--unpublish', '--without-trace');

    expect(discarded).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^article \S+ reset to what is public/),
    });
    expect(shown.value).toMatchObject([
      {
        version: 3,
        action: 'DISCARD',
        changes: [{ path: 'text.en.title', before: 'Changed', after: 'Number one' }],
      },
      { version: 2, action: 'UPDATE' },
      { version: 1, action: 'PUBLISH' },
      { version: 1, action: 'CREATE' },
    ]);
    expect(told.stdout).toMatch(/^3 {2}20\S+ \S+ {2}DISCARD {2}ADMIN \d+ {2}text\.en\.title\n$/);
    expect(deleted).toMatchObject({ code: 0, value: { kind: 'ARTICLE', problems: [] } });
    expect(binned.value.map(({ externalRef }: { externalRef: string }) => externalRef).sort()).toEqual([
      'one',
      'other',
    ]);
    expect(restored).toMatchObject({ code: 0, stdout: expect.stringMatching(/restored as a draft/) });
    expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/no article "one" in the bin/) });
    expect(token.value).toMatchObject({
      secret: expect.stringMatching(/^sccp_/),
      expiresAt: expect.any(String),
    });
    const seen = await app
      .withKey(token.value.secret)
      .data('query ($id: ID!) { article(id: $id, stage: DRAFT) { title } }', { id: deleted.value.ids[0] });
    expect(seen.article).toEqual({ title: 'Number one' });
    expect(traceless.code).toBe(0);
    expect(JSON.stringify((await json('audit', '--first', '1')).value)).toContain(
      'articleUnpublish (without trace)',
    );
  }, 60_000);

  test('reports where content withdrawn without trace is still named', async () => {
    const admin = new Mutations(app, await app.as(Role.ADMIN));
    const words = [{ locale: 'en', name: 'Somebody' }];
    await admin.done('personCreate', { externalRef: 'somebody', translations: words });
    const displayName = [{ locale: 'en', text: 'Som E. Body' }];
    const { event } = await admin.done(
      'eventCreate',
      {
        externalRef: 'their-talk',
        kind: 'TALK',
        schedule: { precision: 'TBA' },
        translations: [{ locale: 'en', title: 'Their talk' }],
        credits: [{ person: 'somebody', role: 'SPEAKER', displayName }],
      },
      'event { id }',
    );
    await admin.done('eventPublish', { ids: [event.id] });
    const out = ['publish', 'person', 'somebody', '--unpublish', '--without-trace', '--force'];
    const told = await scc(...out);
    const { value } = await json(...out);

    expect(told).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /^WARNING: event their-talk\.credits\.0\.displayName\.en: .*"Som E\. Body".*$/m,
      ),
    });
    expect(value.findings).toMatchObject([{ code: 'STILL_NAMED', object: { id: event.id } }]);
  });

  test.each([
    ['delete', ['delete', 'event', 'innoex-2025'], 1, /There is no event "innoex-2025"/],
    ['delete what others refer to', ['delete', 'venue', 'hkcec'], 1, /refers to it/],
    ['discard what is not public', ['discard', 'article', 'one'], 1, /not published/],
    ['publish without trace', ['publish', 'article', 'one', '--without-trace'], 2, /goes with --unpublish/],
  ])('are not there to %s', async (_what, words, code, stderr) => {
    expect(await scc(...words)).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(stderr) });
  });
});

describe('scheduling', () => {
  test('is listed and cancelled', async () => {
    const at = '2099-06-30T09:00+08:00';
    const made = await json('schedule', 'issue', '2024-q2', '--at', at, '--locales', 'en,zh-Hant');
    const listed = await scc('schedule', 'list', '--state', 'pending');
    const cancelled = await scc('schedule', 'cancel', made.value.id);
    const again = await scc('schedule', 'cancel', made.value.id);
    const left = await json('schedule', 'list', '--state', 'pending');

    expect(made).toMatchObject({
      code: 0,
      value: { action: 'PUBLISH', locales: ['en', 'zh-Hant'], state: 'PENDING' },
    });
    expect(listed.stdout).toContain(made.value.id);
    expect(listed.stdout).toMatch(
      /^2099-06-30 09:00 HKT {2}PENDING {2}PUBLISH ISSUE {2}en, zh-Hant {2}issue 2024-q2 {2}\S.* {2}schedule_/,
    );
    expect(cancelled).toMatchObject({ code: 0, stderr: '' });
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('no longer pending') });
    expect(left).toEqual({ code: 0, value: [] });
  }, 60_000);

  test.each([
    ['without a time', [], 2],
    ['without an offset', ['--at', '2099-06-30T09:00'], 2],
    ['in the past', ['--at', '2020-06-30T09:00+08:00'], 1],
  ])('%s is refused', async (_what, words, code) => {
    expect(await scc('schedule', 'event', 'innoex-2024', ...words)).toMatchObject({ code, stdout: '' });
  });
});

describe('lists', () => {
  test('name the drafts to work on, of every kind that has a list', async () => {
    const one = 'translations: [{ locale: "en", title: "Waiting" }], externalRef: "waiting"';
    await app
      .withKey(key)
      .data(`mutation { articleCreate(input: { kind: NEWS, ${one} }) { article { id } } }`);

    const waiting = await scc('list', 'article', '--lacks', 'zh-Hant', '--by', 'me', '--unpublished');
    const changed = await json('list', 'articles', '--changed', '--by', 'me');
    const counts = await Promise.all(
      ['events', 'issues', 'organisations', 'people'].map((kind) => json('list', kind, '--first', '2')),
    );

    expect(waiting.stdout).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d {2}DRAFT {2}waiting {2}waiting$/m);
    expect(changed.value.map(({ externalRef }: { externalRef: string }) => externalRef)).not.toContain(
      'waiting',
    );
    expect(counts.map(({ value }) => value.length)).toEqual([2, 2, 2, 2]);
    expect(await scc('list', 'venue')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no list of venues'),
    });
  });
});

describe('searching', () => {
  test('finds published content, and drafts on request', async () => {
    await change('venues/hkcec.yaml', 'name: ', 'name: Zanzibarium of ');
    const published = await json('search', 'zanzibarium', '--type', 'venue');
    const drafts = await scc('search', 'zanzibarium', '--type', 'venue', '--draft');
    const none = await scc('search', 'zanzibarium');

    expect(published).toMatchObject({ code: 0, value: { totalCount: 0, nodes: [] } });
    expect(drafts).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Zanzibarium of .* \(venue, \S+\)\n {2}venue_/),
    });
    expect(none.stdout).toBe('0 found.\n');
  }, 60_000);

  test('is done in a language, and shows excerpts without marks', async () => {
    const { stdout } = await scc('search', '信息安全', '--locale', 'zh-Hant', '--type', 'event');

    expect(stdout).toMatch(/^信息安全 101 {2}\(event, zh-Hant\)$/m);
    expect(stdout).not.toMatch(/<mark>|&amp;/);
  });
});

describe('keys', () => {
  test('are made, shown once, used, listed and revoked', async () => {
    const made = await scc('keys', 'create', '--name', 'website', '--role', 'reader');
    const secret = made.stdout.trim();
    const second = await json(
      'keys',
      'create',
      '--name',
      'second',
      '--account',
      'website',
      '--role',
      'EDITOR',
      '--locales',
      'zh-Hant',
    );
    const used = await sccWith({ SCC_KEY: secret }, 'pull', 'by-reader', '--type', 'venue');
    const listed = await scc('keys', 'list');
    const revoked = await scc('keys', 'revoke', secret.slice(0, 12));
    const refused = await sccWith({ SCC_KEY: secret }, 'pull', 'by-reader');

    expect(made).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^scc_\w{40,}\n$/),
      stderr: expect.stringMatching(/not shown again/),
    });
    expect(second.value).toMatchObject({
      name: 'second',
      account: { name: 'website' },
      locales: ['zh-Hant'],
      secret: expect.stringMatching(/^scc_/),
    });
    expect(used.code).toBe(0);
    expect(listed.stdout).toMatch(
      new RegExp(`^${secret.slice(0, 12)}… {2}website +website +READER +active `, 'm'),
    );
    expect(`${listed.stdout}${listed.stderr}${revoked.stdout}${used.stderr}`).not.toContain(
      secret.slice(0, 20),
    );
    expect(revoked).toMatchObject({
      code: 0,
      stdout: 'The key "website" of website is revoked.\n',
    });
    expect(refused.code).toBe(4);
  }, 60_000);

  test('are made in the database itself where there is none to begin with', async () => {
    const words = ['keys', 'create', '--account', 'operator', '--role', 'ADMIN', '--database'];
    const environment = { DATABASE_URL: app.databaseUrl };
    const made = await startScc(words, { folder, environment }).ended;
    const used = await sccWith({ SCC_KEY: made.stdout.trim() }, 'keys', 'list');

    expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^scc_\w+\n$/) });
    expect(used.stdout).toContain('operator');
    expect(await scc(...words)).toMatchObject({ code: 2, stderr: expect.stringContaining('DATABASE_URL') });
  }, 60_000);

  test.each([
    ['without a role', ['create', '--name', 'x'], 2],
    ['without a name', ['create', '--role', 'READER'], 2],
    ['with a role that is none', ['create', '--name', 'x', '--role', 'KING'], 1],
    ['that are not there', ['revoke', 'api_key_018fc8a2-5b6e-7c41-8f0e-1d2c3b4a5968'], 1],
    ['that begin like none', ['revoke', 'scc_nothing'], 1],
  ])('%s are refused', async (_what, words, code) => {
    expect(await scc('keys', ...words)).toMatchObject({ code, stdout: '' });
  });
});

describe('the audit log', () => {
  test('lists the latest first, up to the limit', async () => {
    await scc('publish', 'event', 'innoex-2024');
    const { code, stdout } = await scc('audit', '--first', '2');
    const { value } = await json('audit', '--operation', 'eventPublish', '--first', '1');

    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stdout).toMatch(/^\S+ {2}ADMIN \d+ +eventPublish +DONE +event_/);
    expect(value).toEqual([expect.objectContaining({ operation: 'eventPublish', outcome: 'DONE' })]);
    expect(await scc('audit', '--first', 'many')).toMatchObject({ code: 2 });
  }, 60_000);
});
