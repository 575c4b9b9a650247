import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Role } from '../src/content/contract/access.js';
import { type Asking, startEmpty, type TestApplication } from './support/application.js';
import { waitingForLocks } from './support/lock-waits.js';
import { Mutations } from './support/mutations.js';

let app: TestApplication;
let admin: Asking & { readonly secret: string };
let editor: Mutations;
beforeAll(async () => {
  app = await startEmpty({ webhookTargets: 'any' });
  admin = await app.as(Role.ADMIN);
  editor = new Mutations(app, admin);
});
afterAll(() => app.close());

const REASON = 'Request of 10 June 2024, ref. 7';
const ERASE = 'erasedId remaining { table object rows }';

/** A word for each place, so that a test says where something was left. */
let people = 0;
function aPersonsWords() {
  people += 1;
  const word = (place: string) => `Quux${place}${people}`;
  return {
    name: `${word('Name')} Chan`,
    chinese: `陳測試${'甲乙丙丁戊己庚辛壬癸子丑寅卯'[people]}`,
    initials: `Q.X. ${word('Initials')}`,
    bio: `Was born in ${word('Birthplace')}.`,
    office: word('Office'),
    byLine: `Ir ${word('Byline')}`,
    affiliation: word('Affiliation'),
    slug: word('Slug').toLowerCase(),
    later: word('Later').toLowerCase(),
  };
}
type Words = ReturnType<typeof aPersonsWords>;

async function aSociety(): Promise<string> {
  const input = { kind: 'ASSOCIATION', translations: [{ locale: 'en', name: 'The Society' }] };
  return (await editor.done('organisationCreate', input, 'organisation { id }')).organisation.id;
}

async function createPerson(words: Words, organisation: string) {
  const { person } = await editor.done(
    'personCreate',
    {
      names: [{ locale: 'en', text: words.initials, kind: 'INITIALS' }],
      offices: [{ organisation, kind: 'OTHER', title: [{ locale: 'en', text: words.office }] }],
      translations: [
        { locale: 'en', name: words.name, bio: words.bio, slug: words.slug },
        { locale: 'zh-Hant', name: words.chinese },
      ],
    },
    'person { id version }',
  );
  return person;
}

const creditOf = (person: string, words: Words) => ({
  person,
  role: 'AUTHOR',
  displayName: [{ locale: 'en', text: words.byLine }],
  affiliation: [{ locale: 'en', text: words.affiliation }],
});

/** A person as newsletters leave them behind: published, printed, renamed, changed, told of, taken out, and put back. */
async function aLife(words: Words) {
  const organisation = await aSociety();
  await editor.ask('organisationPublish', { ids: [organisation] });
  await editor.done('webhookCreate', {
    name: 'told',
    url: 'http://127.0.0.1:9/hook',
    topics: ['*'],
    selection: 'fragment P on Person { name bio } fragment A on Article { title credits { displayName } }',
  });
  const person = await createPerson(words, organisation);
  const { article } = await editor.with({ 'idempotency-key': `article of ${words.slug}` }).done(
    'articleCreate',
    {
      kind: 'NEWS',
      credits: [creditOf(person.id, words)],
      translations: [{ locale: 'en', title: `News ${people}` }],
    },
    'article { id version credits { displayName affiliation person { name } } }',
  );
  const event = (
    await editor.done(
      'eventCreate',
      {
        kind: 'TALK',
        schedule: { precision: 'TBA' },
        credits: [{ person: person.id, role: 'SPEAKER' }],
        translations: [{ locale: 'en', title: `Talk ${people}` }],
      },
      'event { id version }',
    )
  ).event;
  await editor.done('personPublish', { ids: [person.id] });
  await editor.done('articlePublish', { ids: [article.id] });
  await editor.done('eventPublish', { ids: [event.id] });
  await editor.done('eventUnpublish', { ids: [event.id] });
  await editor.with({ 'idempotency-key': `rename ${words.slug}` }).done(
    'personUpdate',
    {
      id: person.id,
      expectedVersion: person.version,
      translations: [{ locale: 'en', slug: words.later }],
    },
    'person { name bio }',
  );
  await editor.done('personPublish', { ids: [person.id] });
  const credits = [
    { ...creditOf(person.id, words), affiliation: [{ locale: 'en', text: `${words.affiliation} II` }] },
  ];
  await editor.done('articleUpdate', { id: article.id, expectedVersion: article.version, credits });
  await editor.done('personSchedule', { ids: [person.id], action: 'UNPUBLISH', at: '2099-01-01T00:00:00Z' });
  return { person, article, event, organisation };
}

/** Every row of every table, as text. */
async function everything(): Promise<string> {
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query(`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`);
    let text = '';
    for (const { name } of tables) {
      const { rows } = await client.query(`select to_jsonb(entry)::text as row from ${name} entry`);
      text += rows.map(({ row }) => `${name} ${row}\n`).join('');
    }
    return text;
  } finally {
    await client.end();
  }
}

async function linesWith(words: Words): Promise<string[]> {
  const lines = (await everything()).split('\n');
  return lines.filter((line) =>
    Object.values(words).some((word) => line.toLowerCase().includes(word.toLowerCase())),
  );
}

describe('erasing a person', () => {
  test('leaves nothing of them anywhere in the database', async () => {
    const words = aPersonsWords();
    const { person } = await aLife(words);
    expect((await linesWith(words)).length).toBeGreaterThan(20);

    const payload = await editor.done('personErase', { id: person.id, reason: REASON }, ERASE);

    expect(payload).toEqual({ erasedId: person.id, remaining: [], userErrors: [] });
    expect(await linesWith(words)).toEqual([]);
    const withId = (await everything()).split('\n').filter((line) => line.includes(person.id.slice(7)));
    const tables = new Set(withId.map((line) => line.split(' ')[0]));
    expect([...tables].sort()).toEqual(['system.audit_entry', 'system.schedule', 'system.webhook_delivery']);
  });

  test('takes the by-lines along, and leaves what had them as it was otherwise', async () => {
    const words = aPersonsWords();
    const { person, article } = await aLife(words);
    const shown = '{ title version credits { displayName } publication { status } }';
    const read = `query ($id: ID) { article(id: $id, stage: DRAFT) ${shown} }`;
    const { article: before } = await admin.data(read, { id: article.id });

    await editor.done('personErase', { id: person.id, reason: REASON });

    const { article: after } = await admin.data(read, { id: article.id });
    expect(after).toEqual({ ...before, version: before.version + 1, credits: [] });
    const { article: found } = await app.data(
      'query ($id: ID) { article(id: $id) { title credits { displayName } } }',
      {
        id: article.id,
      },
    );
    expect(found).toEqual({ title: after.title, credits: [] });
    const { search } = await app.data(`{ search(query: "${words.byLine}") { totalCount } }`);
    expect(search.totalCount).toBe(0);
    const conflict = await editor.ask('articleUpdate', {
      id: article.id,
      expectedVersion: before.version,
      kind: 'NOTICE',
    });
    expect(conflict.userErrors.map(({ code }: { code: string }) => code)).toEqual(['CONFLICT']);
  });

  test('leaves what is published unchanged published', async () => {
    const words = aPersonsWords();
    const { person, article } = await aLife(words);
    await editor.done('articlePublish', { ids: [article.id] });

    await editor.done('personErase', { id: person.id, reason: REASON });

    const { article: after } = await admin.data(
      'query ($id: ID) { article(id: $id, stage: DRAFT) { version publication { status } } }',
      { id: article.id },
    );
    expect(after.publication.status).toBe('PUBLISHED');
  });

  test('reaches the bin, and those that are only in the history', async () => {
    const [binned, gone] = [aPersonsWords(), aPersonsWords()];
    const { organisation } = await editor.done(
      'organisationCreate',
      { kind: 'ASSOCIATION', translations: [{ locale: 'en', name: 'Another' }] },
      'organisation { id }',
    );
    for (const words of [binned, gone]) {
      const { id, version } = await createPerson(words, organisation.id);
      await editor.done('personDelete', { id, expectedVersion: version });
      if (words === gone)
        await app.store.draft.query('delete from system.bin_entry where id = $1', [id.slice(7)]);

      const { remaining } = await editor.done('personErase', { id, reason: REASON }, ERASE);

      expect(remaining).toEqual([]);
      expect(await linesWith(words)).toEqual([]);
    }
  });

  test('lists the texts that still contain the name, and erases them from the history with further spellings', async () => {
    const words = aPersonsWords();
    const { person } = await aLife(words);
    const translations = [
      { locale: 'en', title: 'Praise', body: `Thanks to ${words.name} and ${words.initials}.` },
    ];
    const { article } = await editor.done(
      'articleCreate',
      { kind: 'NEWS', translations },
      'article { id version }',
    );

    const { remaining } = await editor.done('personErase', { id: person.id, reason: REASON }, ERASE);

    const tables = ['draft.article_text', 'system.revision'];
    expect(remaining.map(({ table }: { table: string }) => table)).toEqual(tables);
    expect(remaining[0]).toEqual({ table: 'draft.article_text', object: article.id, rows: 3 });
    const rewritten = [{ locale: 'en', body: 'Thanks.' }];
    await editor.done('articleUpdate', { id: article.id, expectedVersion: 1, translations: rewritten });
    const again = await editor.done(
      'personErase',
      { id: person.id, reason: REASON, names: [words.name, words.initials] },
      ERASE,
    );
    expect(again.remaining).toEqual([]);
    expect(await linesWith(words)).toEqual([]);
    const restored = await editor.done(
      'articleRevisionRestore',
      { id: article.id, expectedVersion: 2, version: 1 },
      'article { body(format: TEXT) }',
    );
    expect(restored.article.body).toBe('Thanks to [erased] and [erased].');
  });

  const pushed = (externalRef: string, document: object, expectedVersion: number) =>
    editor.ask(
      'contentPush',
      { entries: [{ kind: 'ARTICLE', externalRef, document, expectedVersion }] },
      'results { outcome changes { path } }',
    );

  test('is reported to writers of objects that still contain the person', async () => {
    const words = aPersonsWords();
    const person = await createPerson(words, await aSociety());
    const document = {
      kind: 'NEWS',
      credits: [{ person: person.id, role: 'AUTHOR' }],
      text: { en: { title: 'Report' } },
    };
    const input = { externalRef: `told-${people}`, kind: 'NEWS', credits: [creditOf(person.id, words)] };
    await editor.done('articleCreate', { ...input, translations: [{ locale: 'en', title: 'Report' }] });
    await editor.done('personErase', { id: person.id, reason: REASON });

    const select = 'message conflict { changes { path isErasure before after } }';
    const entry = { kind: 'ARTICLE', externalRef: input.externalRef, document, expectedVersion: 1 };
    const [english, chinese] = await Promise.all(
      ['en', 'zh-HK'].map((language) =>
        admin.data(
          `mutation ($input: ContentPushInput!) { contentPush(input: $input) { userErrors { code ${select} } } }`,
          { input: { entries: [entry] } },
          { 'accept-language': language },
        ),
      ),
    );

    expect(english.contentPush.userErrors).toEqual([
      {
        code: 'CONFLICT',
        message: expect.stringMatching(
          /Reload and try again\. A person was erased \(credits\): leave that person out\.$/,
        ),
        conflict: { changes: [{ path: 'credits', isErasure: true, before: null, after: null }] },
      },
    ]);
    expect(chinese.contentPush.userErrors[0].message).toMatch(
      /其中（credits）有人士的資料已被刪除；請勿再填寫已不存在的人士。$/,
    );
    const { credits: _, ...without } = document;
    expect((await pushed(input.externalRef, without, 2)).userErrors).toEqual([]);
  });

  test('does not block anybody when only the history lacks the name', async () => {
    const words = aPersonsWords();
    const person = await createPerson(words, await aSociety());
    const body = `Thanks to ${words.initials}.`;
    const externalRef = `praise-${people}`;
    const { article } = await editor.done(
      'articleCreate',
      { externalRef, kind: 'NEWS', translations: [{ locale: 'en', title: 'Praise', body }] },
      'article { id }',
    );
    await editor.done('personErase', { id: person.id, reason: REASON, names: [words.initials] });
    const changed = [{ locale: 'en', title: 'High praise' }];
    await editor.done('articleUpdate', { id: article.id, expectedVersion: 1, translations: changed });

    const text = { en: { title: 'Praise', body }, 'zh-Hant': { title: '讚揚' } };
    const { results, userErrors } = await pushed(externalRef, { kind: 'NEWS', text }, 1);

    expect(userErrors).toEqual([]);
    expect(results[0].changes).toEqual([{ path: 'text.zh-Hant.slug' }, { path: 'text.zh-Hant.title' }]);
  });

  test('removes further spellings from text only, however they are written', async () => {
    const words = { ...aPersonsWords(), name: 'Robert "Bob" Lee' };
    const { person } = await aLife(words);
    const body = [
      'Guests:',
      'Bo Redactable came.',
      'So did Bo\u00a0Redactable and Bo',
      'Redactable.',
      '陳 小文 and 陳小文.',
      'Pat O\u2019Brienx.',
    ].join('\n');
    const translations = [{ locale: 'en', title: 'An article', body }];
    const { article } = await editor.done('articleCreate', { kind: 'NEWS', translations }, 'article { id }');
    const cleared = [{ locale: 'en', body: 'Nobody.' }];
    await editor.done('articleUpdate', { id: article.id, expectedVersion: 1, translations: cleared });

    const names = ['Bo Redactable', '陳小文', "Pat O'Brienx", 'En', 'Null', 'News', 'Article'];
    await editor.done('personErase', { id: person.id, reason: REASON, names });

    const restored = await editor.done(
      'articleRevisionRestore',
      { id: article.id, expectedVersion: 2, version: 1 },
      'article { kind title body(format: TEXT) }',
    );
    expect(restored.article).toEqual({
      kind: 'NEWS',
      title: 'An [erased]',
      body: 'Guests:\n[erased] came.\nSo did [erased] and [erased].\n[erased] and [erased].\n[erased].',
    });
    const { schedules } = await admin.data('{ schedules { nodes { kind } } }');
    expect(schedules.nodes.length).toBeGreaterThan(0);
  });

  test('leaves values that have a form valid, so that what is restored can be used', async () => {
    const translations = [
      {
        locale: 'en',
        title: 'Xylozeb Hong speaks',
        slug: 'xylozeb-hong-speaks',
        summary: 'By Xylozeb Hong.',
      },
    ];
    const schedule = { precision: 'DATE', startDate: '2024-05-31', timeZone: 'Asia/Hong_Kong' };
    const registration = { url: 'https://xylozeb.hong.example.org/register', isRequired: true };
    const input = { kind: 'TALK', schedule, registration, externalRef: 'xylozeb-hong-speaks', translations };
    const { event } = await editor.done('eventCreate', input, 'event { id }');
    const cleared = {
      registration: null,
      translations: [{ locale: 'en', title: 'A talk', slug: 'a-talk', summary: 'Short.' }],
    };
    await editor.done('eventUpdate', { id: event.id, expectedVersion: 1, ...cleared });
    await editor.done('eventUpdate', { id: event.id, expectedVersion: 2, externalRef: 'a-talk' });
    const names = ['Xylozeb Hong', 'Asia', 'Hong Kong', 'Talk'];
    const { person } = await editor.done(
      'personCreate',
      { translations: [{ locale: 'en', name: 'X Y' }] },
      'person { id }',
    );

    await editor.done('personErase', { id: person.id, reason: REASON, names });

    const shown = `event { title slug summary externalRef kind schedule { timeZone startDate } registration { url } }`;
    const restored = await editor.done(
      'eventRevisionRestore',
      { id: event.id, expectedVersion: 3, version: 1 },
      shown,
    );
    expect(restored.event).toMatchObject({
      title: '[erased] speaks',
      slug: 'erased-speaks',
      summary: 'By [erased].',
      kind: 'TALK',
      schedule: { timeZone: 'Asia/Hong_Kong', startDate: '2024-05-31' },
      // Nothing is left of it but what is so by default.
      registration: null,
    });
    expect(restored.event.externalRef).not.toMatch(/xylozeb|erased/);
    const query = `query ($id: ID!) { event(id: $id, stage: DRAFT) { revisions { nodes { changes { path before after } } } } }`;
    const { event: found } = await admin.data(query, { id: event.id });
    expect(JSON.stringify(found)).not.toMatch(/xylozeb|\[erased\][^ ."]/i);
  });

  test('is followed by a refusal, and no fault, where a value that was broken before is restored', async () => {
    const schedule = { precision: 'DATE', startDate: '2024-05-31', timeZone: 'Asia/Tokyo' };
    const words = [{ locale: 'en', title: 'Broken', slug: 'broken-talk' }];
    const create = () =>
      editor.done('eventCreate', { kind: 'TALK', schedule, translations: words }, 'event { id version }');
    const { event } = await create();
    // As erasures once left it.
    const broken = `jsonb_set(jsonb_set(document, '{schedule,timeZone}', '"[erased]/Tokyo"'), '{text,en,slug}', '"[erased]-talk"')`;
    await app.store.draft.query(`update system.revision set document = ${broken} where content_id = $1`, [
      event.id.slice(6),
    ]);
    await editor.done('eventUpdate', {
      id: event.id,
      expectedVersion: 1,
      schedule: { ...schedule, timeZone: null },
    });
    const restore = { id: event.id, expectedVersion: 2, version: 1 };
    const { userErrors } = await editor.ask('eventRevisionRestore', restore);
    expect(
      userErrors.map(({ code, path }: { code: string; path: string[] }) => [code, path.join('.')]),
    ).toEqual([
      ['INVALID_INPUT', 'input.id.schedule.timeZone'],
      ['INVALID_INPUT', 'input.id.text.en.slug'],
    ]);

    await editor.done('eventDelete', { id: event.id, expectedVersion: 2 });
    await app.store.draft.query(`update system.bin_entry set document = ${broken} where id = $1`, [
      event.id.slice(6),
    ]);
    const back = await editor.ask('eventRestore', { id: event.id });
    expect(back.userErrors).toMatchObject([{ code: 'INVALID_INPUT' }, { code: 'INVALID_INPUT' }]);
  });

  test('is for administrators, with a reason that does not name the person', async () => {
    const words = aPersonsWords();
    const { person } = await aLife(words);
    const other = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
    const { errors } = await other.answer('personErase', { id: person.id, reason: REASON });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });

    const named = await editor.ask('personErase', { id: person.id, reason: `Asked by ${words.name}` }, ERASE);

    expect(named).toMatchObject({
      erasedId: null,
      userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'reason'] }],
    });
    const { person: still } = await admin.data('query ($id: ID) { person(id: $id, stage: DRAFT) { name } }', {
      id: person.id,
    });
    expect(still.name).toBe(words.name);
    const unknown = await editor.ask('personErase', { id: `person_${crypto.randomUUID()}`, reason: REASON });
    expect(unknown.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
  });

  test.each([
    ['blank', '\u3000 \u200b '],
    ['short', 'ok'],
    ['long', 'x'.repeat(501)],
  ])('is not for a reason that is %s, which is reported after missing permissions', async (_what, reason) => {
    const words = aPersonsWords();
    const person = await createPerson(words, await aSociety());
    const erasure = { id: person.id, reason, names: ['x'.repeat(201)] };
    for (const [who, code] of [
      [await app.as(Role.EDITOR), 'FORBIDDEN'],
      [app, 'UNAUTHENTICATED'],
    ] as const) {
      const { errors } = await new Mutations(app, who).answer('personErase', erasure);
      expect(errors?.[0]?.extensions?.code).toBe(code);
    }
    const { userErrors } = await editor.ask('personErase', erasure);
    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'reason'] }]);
    const named = await editor.ask('personErase', { ...erasure, reason: REASON });
    expect(named.userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'names', '0'] }]);
  });

  test.each([
    {
      names: { en: 'Zoë Ng-Fairweather', 'zh-Hant': '伍若蘭' },
      naming: ['Ms fairweather', 'Zoe\u0308', 'Mr NG', 'mr. ng', 'Ｆairweather', 'ng, zoë', '若蘭', '伍若'],
      harmless: 'Request of a person (Ir), ref. 12',
    },
    {
      names: { en: 'May Chan' },
      naming: ['may chan', 'Chan May', 'chan, may', 'Chan', 'May', 'MAY', '2 May Chan'],
      harmless: 'Request of 2 May 2026, which may be repeated in May 2027, ref. 12',
    },
    {
      names: { en: 'Ho An' },
      naming: ['ho an', 'an ho', 'Ho', 'An', 'Ms an'],
      harmless: 'By an e-mail, ref. 12',
    },
  ])(
    'is not for a reason that names the person in part, in any form; other terms name nobody: $names.en',
    async ({ names, naming, harmless }) => {
      const translations = Object.entries(names).map(([locale, name]) => ({ locale, name }));
      const { person } = await editor.done('personCreate', { translations }, 'person { id }');
      const erase = (reason: string, who = editor) => who.ask('personErase', { id: person.id, reason });

      for (const name of naming)
        expect([name, (await erase(`Asked by ${name}, ref. 12`)).userErrors]).toMatchObject([
          name,
          [
            {
              code: 'INVALID_INPUT',
              path: ['input', 'reason'],
              message: expect.stringMatching(/: remove "[^"]+", and/),
            },
          ],
        ]);
      const [one = ''] = naming;
      const chinese = await erase(`Asked by ${one}.`, editor.with({ 'accept-language': 'zh-HK' }));
      expect(chinese.userErrors[0].message).toContain(`請刪去「${one}」`);
      expect((await erase(harmless)).userErrors).toEqual([]);
    },
  );

  test('finds names in any form of Unicode, and preserves all other text', async () => {
    const translations = [{ locale: 'en', name: 'José Álvarez-Cháng' }];
    const { person } = await editor.done('personCreate', { translations }, 'person { id }');
    const forms = ['José Álvarez-Cháng', 'JOSÉ ÁLVAREZ-CHÁNG', 'Ｊｏｓé Álvarez‐Cháng'];
    const body = [...forms, ...forms.map((form) => form.normalize('NFD')), 'Ｏｔｈｅｒ Café, Josef'].join(
      '; ',
    );
    const credits = [{ person: person.id, role: 'AUTHOR' }];
    const input = { kind: 'NEWS', credits, translations: [{ locale: 'en', title: 'Forms', body }] };
    const { article } = await editor.done('articleCreate', input, 'article { id }');
    const rewritten = [{ locale: 'en', body: 'Nobody.' }];
    await editor.done('articleUpdate', { id: article.id, expectedVersion: 1, translations: rewritten });

    const { remaining } = await editor.done('personErase', { id: person.id, reason: REASON }, ERASE);

    expect(remaining).toEqual([]);
    const restored = await editor.done(
      'articleRevisionRestore',
      { id: article.id, expectedVersion: 3, version: 1 },
      'article { body(format: MARKDOWN) }',
    );
    const gone = Array(forms.length * 2).fill('[erased]');
    expect(restored.article.body).toBe([...gone, 'Ｏｔｈｅｒ Café, Josef'].join('; '));
  });

  test('leaves kinds, roles and languages of what referred to them as they are, whatever they were called', async () => {
    const translations = [
      { locale: 'en', name: 'Event', displayName: 'News' },
      { locale: 'zh-Hant', name: 'zh-Hant' },
    ];
    const names = ['en', 'AUTHOR', 'TALK', 'article', 'en'].map((text) => ({
      locale: 'en',
      text,
      kind: 'ALIAS',
    }));
    const { person } = await editor.done('personCreate', { names, translations }, 'person { id }');
    const credits = [{ person: person.id, role: 'AUTHOR' }];
    const words = [
      { locale: 'en', title: 'News of an Event', slug: 'news-of-the-erased' },
      { locale: 'zh-Hant', title: '新聞' },
    ];
    const { article } = await editor.done(
      'articleCreate',
      { kind: 'NEWS', credits, translations: words },
      'article { id }',
    );
    const kept = { path: 'kind', before: 'NEWS', after: 'NOTICE' };
    await editor.done('articleUpdate', { id: article.id, expectedVersion: 1, kind: 'NOTICE' });

    await editor.done('personErase', { id: person.id, reason: REASON });

    const query = `query ($id: ID!) { article(id: $id, stage: DRAFT) {
      revisions { nodes { version action changes { path locale before after } } } } }`;
    const { article: found } = await admin.data(query, { id: article.id });
    const changes = found.revisions.nodes.flatMap((each: { changes: object[] }) => each.changes);
    expect(changes).toContainEqual({ ...kept, locale: null });
    expect(changes).toContainEqual(
      expect.objectContaining({ path: 'text.zh-Hant.title', locale: 'zh-Hant' }),
    );
    const restored = await editor.done(
      'articleRevisionRestore',
      { id: article.id, expectedVersion: 3, version: 1 },
      'article { kind title slug credits { role } localization { available } }',
    );
    expect(restored.article).toMatchObject({
      kind: 'NEWS',
      title: '[erased] of an [erased]',
      localization: { available: ['en', 'zh-Hant'] },
    });
  });

  test('lets others publish while it looks for what is left, and says so if it cannot', async () => {
    const words = aPersonsWords();
    const { person, organisation } = await aLife(words);
    const admins = [new pg.Client(app.databaseUrl), new pg.Client(app.databaseUrl)] as const;
    const [holder, watcher] = admins;
    try {
      for (const client of admins) await client.connect();
      await holder.query('begin; lock table system.feed_fetch in access exclusive mode');
      const erasing = editor.with({ 'idempotency-key': 'erase' });
      const input = { id: person.id, reason: REASON };
      const answer = erasing.answer('personErase', input, ERASE);
      const isSearching = () => waitingForLocks(watcher, '%system.feed_fetch%');
      while ((await isSearching()) === 0) await sleep(20);

      const { userErrors } = await editor.ask('organisationPublish', { ids: [organisation] });
      expect(userErrors).toEqual([]);

      await watcher.query(
        "select pg_cancel_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and query like '%system.feed_fetch%'",
      );
      for (const { errors } of [await answer, await erasing.answer('personErase', input, ERASE)]) {
        expect(errors?.[0]?.extensions?.code).toBe('UNAVAILABLE');
        expect(errors?.[0]?.message).toMatch(/^The person was erased, but .* query `personalData`/);
      }
      await holder.query('rollback');
      expect(await linesWith(words)).toEqual([]);
    } finally {
      for (const client of admins) await client.end();
    }
  });

  test('is recorded in the audit log, with its reason', async () => {
    const words = aPersonsWords();
    const { person } = await aLife(words);

    await editor.done('personErase', { id: person.id, reason: REASON });

    const { auditLog } = await admin.data(
      '{ auditLog(first: 1) { nodes { operation targets reasons outcome } } }',
    );
    expect(auditLog.nodes).toEqual([
      { operation: 'personErase', targets: [person.id], reasons: [REASON], outcome: 'DONE' },
    ]);
  });
});

describe('looking for personal data', () => {
  test('finds terms in every table, Latin ones as whole words', async () => {
    const words = aPersonsWords();
    const { person } = await aLife(words);
    const find = async (...terms: string[]) => {
      const { personalData } = await admin.data(
        'query ($terms: [String!]!) { personalData(terms: $terms) { table object rows } }',
        { terms },
      );
      return personalData as { table: string; object: string | null }[];
    };

    const found = await find(words.name.toUpperCase());

    expect(found).toContainEqual({ table: 'published.person_text', object: person.id, rows: 1 });
    expect(found.map(({ table }) => table)).toEqual(
      expect.arrayContaining(['published.printed_name', 'system.idempotency_record', 'system.revision']),
    );
    expect(await find(words.name.slice(0, -6))).toEqual([]);
    expect((await find(words.chinese.slice(1))).length).toBeGreaterThan(0);
    expect(await find("o'neil\\ (x)*")).toEqual([]);
  });

  test('finds each of several terms by its own edges', async () => {
    const body = ['Quuxline came.', 'Quuxrow, 界限測試 and 測試Quuxend.', '"Quuxmark" and 測試'].join('\n');
    const translations = [{ locale: 'en', title: 'Edges', slug: 'quuxslug-of-edges', body }];
    const { article } = await editor.done('articleCreate', { kind: 'NEWS', translations }, 'article { id }');
    const find = async (terms: readonly string[]) => {
      const query = 'query ($terms: [String!]!) { personalData(terms: $terms) { table object rows } }';
      const found: { object: string | null }[] = (await admin.data(query, { terms })).personalData;
      return found.filter(({ object }) => object === article.id);
    };
    const terms = ['Quuxline', 'quuxrow', '界限測試', '測試Quuxend', 'QUUXMARK', 'Quuxslug'];
    const others = ['Quuxlin', 'uuxrow', '測試Quuxen', 'Quuxslu'];

    for (const term of terms)
      expect([term, await find([...others, term])]).toEqual([term, await find([term])]);
    expect(await find(terms)).toContainEqual({ table: 'draft.article_text', object: article.id, rows: 3 });
    expect(await find(others)).toEqual([]);
  });

  test.each([
    ['no terms', []],
    ['a single letter', ['a']],
    ['a letter in spaces', ['  b ']],
    ['what nobody sees', ['\u3000\u200b ']],
    ['a text of 100,000 characters', ['x'.repeat(100_000)]],
    ['too many terms', Array<string>(51).fill('xy')],
  ])('refuses %s', async (_what, terms) => {
    const { errors } = await admin.ask(
      'query ($terms: [String!]!) { personalData(terms: $terms) { rows } }',
      { terms },
    );

    expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT' });
  });
});
