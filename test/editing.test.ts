import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { Mutations, type Payload } from './support/mutations.js';

let app: TestApplication;
let editor: Mutations;
beforeAll(async () => {
  app = await startDemo();
  editor = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
});
afterAll(() => app.close());

const talk = {
  kind: 'TALK',
  schedule: { precision: 'TIME', start: '2024-07-01T16:00:00+08:00', end: '2024-07-01T18:00:00+08:00' },
};

async function aTalk(fields: object = {}) {
  const { event } = await editor.done(
    'eventCreate',
    { ...talk, translations: [{ locale: 'en', title: 'A talk' }], ...fields },
    'event { id version slug externalRef }',
  );
  return event;
}

function draft(id: string, selection: string, locale = 'en') {
  const query = `query ($id: ID!, $locale: Locale) { event(id: $id, locale: $locale, stage: DRAFT) { ${selection} } }`;
  return editor.who.data(query, { id, locale }).then(({ event }) => event);
}

describe('creating', () => {
  test('writes both languages and everything that belongs to the object in one call', async () => {
    const { event } = await editor.done(
      'eventCreate',
      {
        ...talk,
        externalRef: 'cities-talk',
        participations: [{ organisation: 'scc', role: 'HOST', label: [{ locale: 'zh-HK', text: '合辦' }] }],
        credits: [{ person: 'winnie-tang', role: 'SPEAKER' }],
        links: [{ rel: 'REGISTER', url: 'https://example.org/register' }],
        translations: [
          { locale: 'en', title: 'Cities that learn', summary: 'How data changes streets.' },
          { locale: 'zh-Hant', title: '會學習的城市' },
        ],
      },
      `event(locale: "zh-Hant") { title summary slug externalRef version
         participations { roleLabel organisation { name } } credits { person { name } } links { url }
         localization { fallbacks { field locale } } }`,
    );

    expect(event).toMatchObject({
      title: '會學習的城市',
      summary: 'How data changes streets.',
      slug: '會學習的城市',
      externalRef: 'cities-talk',
      version: 1,
      participations: [{ roleLabel: '合辦', organisation: { name: '智慧城市聯盟' } }],
      links: [{ url: 'https://example.org/register' }],
      localization: { fallbacks: [{ field: 'summary', locale: 'en' }] },
    });
  });

  test('is not seen by the public', async () => {
    const { id, slug } = await aTalk();

    expect(await app.data(`{ event(id: "${id}") { id } other: event(slug: "${slug}") { id } }`)).toEqual({
      event: null,
      other: null,
    });
  });

  test('gives an object without one an external reference, and a slug that nobody else has', async () => {
    const first = await aTalk({ translations: [{ locale: 'en', title: 'Streets & squares' }] });
    const second = await aTalk({ translations: [{ locale: 'en', title: 'Streets & squares' }] });

    expect(first).toMatchObject({ slug: 'streets-squares', externalRef: expect.stringMatching(/^event-/) });
    expect(second).toMatchObject({
      slug: 'streets-squares-2',
      externalRef: expect.stringMatching(/^event-/),
    });
  });

  test('of an object without a title gives it an address in the language that it has', async () => {
    const { event } = await editor.done(
      'eventCreate',
      { ...talk, externalRef: 'untitled', translations: [{ locale: 'en', summary: 'To come.' }] },
      'event(locale: "zh-Hant") { slug title }',
    );

    expect(event).toEqual({ slug: 'untitled', title: null });
    const { contentDocuments } = await editor.who.data(
      '{ contentDocuments(externalRefs: ["untitled"]) { nodes { document } } }',
    );
    expect(contentDocuments.nodes[0].document.text).toEqual({
      en: { slug: 'untitled', summary: 'To come.' },
    });
  });

  test('refuses a slug and an external reference that another object has', async () => {
    await aTalk({ externalRef: 'taken', translations: [{ locale: 'en', title: 'T', slug: 'taken-slug' }] });
    const again = (fields: object) => editor.ask('eventCreate', { ...talk, ...fields }, 'event { id }');

    expect(await again({ translations: [{ locale: 'en', title: 'T', slug: 'taken-slug' }] })).toMatchObject({
      event: null,
      userErrors: [{ code: 'TAKEN', path: ['input', 'translations', '0', 'slug'] }],
    });
    const other = { externalRef: 'taken', translations: [{ locale: 'en', title: 'T' }] };
    expect(await again(other)).toMatchObject({
      event: null,
      userErrors: [{ code: 'TAKEN', path: ['input', 'externalRef'] }],
    });
  });
});

describe('copying', () => {
  test('an event takes over everything but its addresses, dates and state', async () => {
    const source = await aTalk({
      externalRef: 'yearly-talk',
      lifecycle: 'POSTPONED',
      registration: { url: 'https://example.org/r', deadline: '2024-06-30T12:00:00+08:00', isFull: true },
      participations: [{ organisation: 'scc', role: 'HOST' }],
      translations: [
        { locale: 'en', title: 'A talk each year', slug: 'yearly' },
        { locale: 'zh-Hant', title: '年度講座' },
      ],
    });

    const { event, findings } = await editor.done(
      'eventCopy',
      { id: source.id },
      `event { id version slug externalRef title schedule { precision start } lifecycle
         registration { url deadline isFull } participations { organisation { externalRef } role }
         zh: localization { alternates { locale slug } } publication { status } } findings { code }`,
    );

    expect(event).toMatchObject({
      version: 1,
      slug: 'a-talk-each-year',
      title: 'A talk each year',
      schedule: { precision: 'TBA', start: null },
      lifecycle: 'SCHEDULED',
      registration: { url: 'https://example.org/r', deadline: null, isFull: false },
      participations: [{ organisation: { externalRef: 'scc' }, role: 'HOST' }],
      publication: { status: 'DRAFT' },
    });
    expect(event.id).not.toBe(source.id);
    expect(event.externalRef).not.toBe('yearly-talk');
    expect(findings).toEqual([]);
  });

  test('an issue takes over its sections, empty and without its dates', async () => {
    const { issue: source } = await editor.who.data(
      '{ issue(slug: "2024-q2", stage: DRAFT) { id sections { heading } } }',
    );

    const { issue } = await editor.done(
      'issueCopy',
      { id: source.id },
      'issue { title year number coverageStart sections { heading items { content { __typename } } } }',
    );

    expect(issue).toMatchObject({ title: expect.any(String), year: null, number: null, coverageStart: null });
    expect(issue.sections).toEqual(source.sections.map((section: object) => ({ ...section, items: [] })));
  });

  test('every type can be copied, and what is not there cannot', async () => {
    const { contentTypes } = await editor.who.data('{ contentTypes { kind } }');
    const one = new Map<string, string>();
    for (const { kind } of contentTypes) {
      const query = `{ contentDocuments(kinds: [${kind}], first: 1) { nodes { id } } }`;
      for (const { id } of (await editor.who.data(query)).contentDocuments.nodes) one.set(kind, id);
    }
    const refused: string[] = [];
    for (const [kind, id] of one) {
      const noun = kind.toLowerCase().replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      const { userErrors } = await editor.ask(`${noun}Copy`, { id }, `${noun} { id }`);
      refused.push(...userErrors.map(({ message }: Payload) => `${kind}: ${message}`));
    }
    const nothing = await editor.ask('eventCopy', { id: 'event_00000000-0000-7000-8000-000000000000' });

    expect(refused).toEqual([]);
    expect(one.size).toBe(contentTypes.length);
    expect(nothing.userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
  });
});

describe('somebody of the same name', () => {
  const FINDINGS = 'person { id } findings { code severity message object { id } target { id title } }';
  const named = (...names: readonly (readonly [string, string])[]) => ({
    translations: names.map(([locale, name]) => ({ locale, name })),
  });
  const create = (...names: readonly (readonly [string, string])[]) =>
    editor.done('personCreate', named(...names), FINDINGS);

  test.each([
    ['in another case and order of words', ['en', 'WONG, Siu-ming'] as const],
    ['in the characters of another region', ['zh-Hant', '黃小眞'] as const],
    ['in another language', ['en', '黃小真'] as const],
  ])('%s is a warning when a person is created', async (_what, name) => {
    const { person: known } = await create(['en', 'Siu Ming Wong'], ['zh-Hant', '黃小真']);

    const { person, findings } = await create(name);

    expect(findings).toContainEqual({
      code: 'NAMESAKE',
      severity: 'WARNING',
      message: expect.stringContaining('Siu Ming Wong'),
      object: { id: person.id },
      target: { id: known.id, title: 'Siu Ming Wong' },
    });
  });

  test('is none for another name, and none in an update', async () => {
    const { person, findings } = await create(['en', 'Nobody Else']);
    const updated = await editor.done(
      'personUpdate',
      { id: person.id, expectedVersion: 1, ...named(['zh-Hant', '無人']) },
      'findings { code }',
    );

    expect([...findings, ...updated.findings]).toEqual([]);
  });

  test('is a warning of a push, and of an organisation, too', async () => {
    const entries = ['one', 'two'].map((ref) => ({
      kind: 'ORGANISATION',
      externalRef: `same-${ref}`,
      document: { kind: 'COMPANY', text: { en: { name: `Same Names Ltd${ref === 'two' ? '.' : ''}` } } },
    }));
    const push = 'results { id } findings { code object { externalRef } target { externalRef } }';

    const { findings } = await editor.done('contentPush', { entries }, push);
    const again = await editor.done('contentPush', { entries }, push);

    const [one, two] = entries.map(({ externalRef }) => ({ externalRef }));
    expect(findings).toEqual([
      { code: 'NAMESAKE', object: one, target: two },
      { code: 'NAMESAKE', object: two, target: one },
    ]);
    expect(again.findings).toEqual([]);
  });
});

describe('an error', () => {
  const wrong = {
    ...talk,
    edition: 0,
    venue: 'nowhere',
    contacts: [{ email: 'events@hkabaeima' }],
    translations: [
      { locale: 'en', title: '' },
      { locale: 'fr', title: 'Titre' },
    ],
  };

  test('is reported with all others, each with code and path, and nothing is written', async () => {
    const before = await editor.who.data('{ events(stage: DRAFT) { totalCount } }');

    const { event, userErrors } = await editor.ask('eventCreate', wrong, 'event { id }');

    expect(event).toBeNull();
    expect(
      userErrors.map(({ code, path }: { code: string; path: string[] }) => [code, path.join('.')]).sort(),
    ).toEqual(
      [
        ['INVALID_INPUT', 'input.contacts.0.email'],
        ['INVALID_INPUT', 'input.edition'],
        ['INVALID_INPUT', 'input.translations.0.title'],
        ['INVALID_LOCALE', 'input.translations'],
        ['NOT_FOUND', 'input.venue'],
      ].sort(),
    );
    expect(await editor.who.data('{ events(stage: DRAFT) { totalCount } }')).toEqual(before);
  });

  test.each([
    ['en', '"edition" must be at least 1.', 'There is no Venue "nowhere".'],
    ['zh-HK', '「edition」不可小於 1。', '找不到「nowhere」（Venue）。'],
    ['zh-CN', '「edition」不可小於 1。', '找不到「nowhere」（Venue）。'],
  ])('is reported in the language of the request: %s', async (language, ...sentences) => {
    const { userErrors } = await editor.with({ 'accept-language': language }).ask('eventCreate', wrong);

    expect(userErrors.map(({ message }: { message: string }) => message)).toEqual(
      expect.arrayContaining(sentences),
    );
  });

  test('in text is refused: halves of characters, and U+0000', async () => {
    const { userErrors } = await editor.ask('eventCreate', {
      ...talk,
      translations: [{ locale: 'en', title: 'a\u0000b', summary: 'half \ud800' }],
    });

    expect(userErrors).toMatchObject([
      { code: 'INVALID_TEXT', path: ['input', 'translations', '0', 'title'] },
      { code: 'INVALID_TEXT', path: ['input', 'translations', '0', 'summary'] },
    ]);
  });

  test.each(['\u202e', '\u202a', '\u2066', '\u2069'])(
    'in a title is refused: %j, which turns the direction of what is around it',
    async (turn) => {
      const { userErrors } = await editor.ask('eventCreate', {
        ...talk,
        translations: [{ locale: 'en', title: `a${turn}b` }],
        contacts: [{ name: `Ms ${turn}Chan` }],
      });

      expect(
        userErrors.map(({ code, path }: { code: string; path: string[] }) => [code, path.join('.')]),
      ).toEqual(expect.arrayContaining([['INVALID_TEXT', 'input.translations.0.title']]));
    },
  );
});

describe('changing', () => {
  test('leaves what is absent, clears what is null, and changes texts one by one', async () => {
    const { id } = await aTalk({
      edition: 3,
      registration: { url: 'https://example.org/', capacity: 40 },
      links: [{ rel: 'DETAILS', url: 'https://example.org/' }],
      translations: [
        { locale: 'en', title: 'Before', summary: 'Stays.' },
        { locale: 'zh-Hant', title: '之前', summary: '會清除。' },
      ],
    });

    await editor.done('eventUpdate', {
      id,
      expectedVersion: 1,
      edition: null,
      registration: { capacity: null },
      translations: [
        { locale: 'en', title: 'After' },
        { locale: 'zh-HK', summary: null },
      ],
    });

    const selection = 'edition registration { url capacity } links { url } title summary';
    expect(await draft(id, selection)).toEqual({
      edition: null,
      registration: { url: 'https://example.org/', capacity: null },
      links: [{ url: 'https://example.org/' }],
      title: 'After',
      summary: 'Stays.',
    });
    expect(await draft(id, 'title summary localization { fallbacks { field } }', 'zh-Hant')).toEqual({
      title: '之前',
      summary: 'Stays.',
      localization: { fallbacks: [{ field: 'summary' }] },
    });
  });

  test('replaces lists whole in their order', async () => {
    const { id } = await aTalk({
      participations: [
        { organisation: 'scc', role: 'HOST' },
        { organisation: 'hksia', role: 'SUPPORTING' },
      ],
    });

    await editor.done('eventUpdate', {
      id,
      expectedVersion: 1,
      participations: [
        { organisation: 'hksia', role: 'ORGANISER' },
        { organisation: 'scc', role: 'HOST' },
      ],
    });

    expect((await draft(id, 'participations { role }')).participations).toEqual([
      { role: 'ORGANISER' },
      { role: 'HOST' },
    ]);
  });

  test('does not clear what is required', async () => {
    const { id } = await aTalk();

    const { userErrors } = await editor.ask('eventUpdate', { id, expectedVersion: 1, kind: null });

    expect(userErrors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'kind'] }]);
  });

  test('writes nothing, and makes no version, when everything is like that already', async () => {
    const { id } = await aTalk();

    const { event } = await editor.done(
      'eventUpdate',
      { id, expectedVersion: 1, kind: 'TALK', translations: [{ locale: 'en', title: 'A talk' }] },
      'event { version revisions { totalCount } }',
    );

    expect(event).toEqual({ version: 1, revisions: { totalCount: 1 } });
  });

  test('by a hundred editors at once who saw the same version is done by one', async () => {
    const { id } = await aTalk();

    const payloads = await Promise.all(
      Array.from({ length: 100 }, (_entry, index) =>
        editor.ask('eventUpdate', { id, expectedVersion: 1, edition: index + 1 }, 'event { edition }'),
      ),
    );

    const won = payloads.filter(({ userErrors }) => userErrors.length === 0);
    expect(won).toHaveLength(1);
    const conflict = {
      code: 'CONFLICT',
      conflict: { currentVersion: 2, changedBy: expect.stringMatching(/^EDITOR/) },
    };
    for (const { userErrors } of payloads.filter((payload) => payload !== won[0])) {
      expect(userErrors).toMatchObject([conflict]);
    }
    expect(await draft(id, 'version edition')).toEqual({ version: 2, edition: won[0].event.edition });
  });

  test('of an object that is not there, or of another type, is refused', async () => {
    const { id } = await aTalk();
    const nobody = `${id.slice(0, -4)}0000`;

    expect(await editor.ask('eventUpdate', { id: nobody, expectedVersion: 1 })).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND', path: ['input', 'id'] }],
    });
    expect(
      await editor.ask('eventUpdate', { id: id.replace('event', 'article'), expectedVersion: 1 }),
    ).toMatchObject({
      userErrors: [{ code: 'INVALID_ID', path: ['input', 'id'] }],
    });
  });
});

describe('an object without text', () => {
  const minimal = { event: talk, article: { kind: 'NEWS' }, organisation: { kind: 'LAB' } };
  /** Each type with its title or name, and another of its texts. */
  const types = [
    ['event', 'title', 'summary'],
    ['article', 'title', 'summary'],
    ['issue', 'title', 'greeting'],
    ['eventSeries', 'title', 'summary'],
    ['articleSeries', 'title', 'summary'],
    ['organisation', 'name', 'shortName'],
    ['person', 'name', 'displayName'],
    ['venue', 'name', 'room'],
    ['fundingProgramme', 'name', 'fund'],
  ] as const;

  const values = (noun: string) => (minimal as Record<string, object>)[noun] ?? {};
  const refusedAt = (...path: string[]) => [{ code: 'INVALID_INPUT', path: ['input', ...path] }];

  test.each(types)('is not created or pushed: %s', async (noun, heading, other) => {
    for (const translations of [[], [{ locale: 'en' }], [{ locale: 'en', [other]: '\u3000' }]])
      expect(await editor.ask(`${noun}Create`, { ...values(noun), translations })).toMatchObject({
        userErrors: [
          { ...refusedAt('translations')[0], message: 'Text in at least one language is required.' },
        ],
      });
    const kind = noun.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
    for (const text of [[], {}, { en: null }, { en: {} }, { en: { [heading]: null } }]) {
      const document = { ...values(noun), text };
      const entries = [{ kind, externalRef: `wordless-${noun.toLowerCase()}`, document }];
      for (const dryRun of [true, false])
        expect((await editor.ask('contentPush', { entries, dryRun })).userErrors).toMatchObject(
          refusedAt('entries', '0', 'document', 'text'),
        );
    }
  });

  test.each(types)('does not come about by removing its last text: %s', async (noun, heading) => {
    const translations = ['en', 'zh-Hant'].map((locale) => ({ locale, [heading]: `In ${locale}` }));
    const created = await editor.done(`${noun}Create`, { ...values(noun), translations }, `${noun} { id }`);
    const { id } = created[noun];
    const without = (locale: string, expectedVersion: number) =>
      editor.ask(`${noun}Update`, { id, expectedVersion, translations: [{ locale, [heading]: null }] });

    expect((await without('en', 1)).userErrors).toEqual([]);
    expect((await without('zh-Hant', 2)).userErrors).toMatchObject(refusedAt('translations'));
  });

  test.each(types)(
    'may wait for its title as a draft, and is not published before: %s',
    async (noun, heading, other) => {
      const translations = [{ locale: 'en', [other]: 'Some words' }];
      const created = await editor.done(`${noun}Create`, { ...values(noun), translations }, `${noun} { id }`);
      const { id } = created[noun];
      const path = [id, 'text', 'en', heading];

      expect((await editor.ask(`${noun}Publish`, { ids: [id] })).userErrors).toMatchObject([
        { code: 'NOT_READY', path, message: expect.stringContaining(`"${heading}"`) },
      ]);
      const query = `query ($id: ID!) { publishPlan(ids: [$id]) { isReady findings { code severity } } }`;
      const { publishPlan } = await editor.who.data(query, { id });
      expect(publishPlan.isReady).toBe(false);
      expect(publishPlan.findings).toContainEqual({ code: 'TITLE_MISSING', severity: 'ERROR' });
    },
  );

  test('is not published by languages that lack the title', async () => {
    const translations = [
      { locale: 'en', title: 'In English' },
      { locale: 'zh-Hant', summary: '中文摘要' },
    ];
    const { event } = await editor.done('eventCreate', { ...talk, translations }, 'event { id }');
    const inChinese = { ids: [event.id], locales: ['zh-Hant'] };

    expect((await editor.ask('eventPublish', inChinese)).userErrors).toMatchObject([
      { code: 'NOT_READY', path: [event.id, 'text', 'zh-Hant', 'title'] },
    ]);
    await editor.done('eventPublish', { ids: [event.id], locales: ['en'] });
    await editor.done('eventPublish', inChinese);
  });

  test('is a sponsorship, which needs none', async () => {
    const { event } = await editor.done(
      'eventCreate',
      { ...talk, translations: [{ locale: 'en', title: 'Sponsored' }] },
      'event { id }',
    );
    const input = { organisation: 'scc', type: 'SPONSORED', event: event.id, translations: [] };
    await editor.done('sponsorshipCreate', input);
    await editor.done('eventPublish', { ids: [event.id] });
  });

  test('that was stored before can be changed in other things', async () => {
    const named = { translations: [{ locale: 'en', name: 'To be nameless' }] };
    const { venue } = await editor.done('venueCreate', named, 'venue { id }');
    const uuid = venue.id.replace('venue_', '');
    await app.database.pool.query('update draft.venue_text set name = null where content_id = $1', [uuid]);

    await editor.done('venueUpdate', { id: venue.id, expectedVersion: 1, district: 'Sha Tin' });
  });
});
