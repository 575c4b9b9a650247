import { Role } from '../src/content/contract/access.js';
import { prune } from '../src/jobs/retention.js';
import { startDemo, type TestApplication } from './support/application.js';
import { idOf, Mutations } from './support/mutations.js';

let app: TestApplication;
let editor: Mutations;
let publisher: Mutations;
let admin: Mutations;
beforeAll(async () => {
  app = await startDemo();
  editor = new Mutations(app, await app.as(Role.EDITOR));
  publisher = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
  admin = new Mutations(app, await app.as(Role.ADMIN));
});
afterAll(() => app.close());

async function aVenue(title = 'The hall') {
  const input = { district: 'Kowloon', translations: [{ locale: 'en', name: title }] };
  return (await editor.done('venueCreate', input, 'venue { id version }')).venue;
}

const history = `revisions(first: 20) { totalCount nodes { version action by locales changes { path locale before after } } }`;

describe('the history of an object', () => {
  test('records who did what, and the changes, field by field and language by language', async () => {
    const { id } = await aVenue();

    const { venue } = await editor.done(
      'venueUpdate',
      {
        id,
        expectedVersion: 1,
        district: 'Sha Tin',
        translations: [
          { locale: 'en', room: 'Room 1' },
          { locale: 'zh-Hant', name: '禮堂' },
        ],
      },
      `venue { version ${history} }`,
    );

    expect(venue.version).toBe(2);
    const [latest, first] = venue.revisions.nodes;
    expect(latest).toEqual({
      version: 2,
      action: 'UPDATE',
      by: expect.stringMatching(/^EDITOR \d+$/),
      locales: [],
      changes: [
        { path: 'district', locale: null, before: 'Kowloon', after: 'Sha Tin' },
        { path: 'text.en.room', locale: 'en', before: null, after: 'Room 1' },
        { path: 'text.zh-Hant.name', locale: 'zh-Hant', before: null, after: '禮堂' },
      ],
    });
    expect(first.action).toBe('CREATE');
  });

  const link = (name: string, label = name, rel = 'DETAILS') => ({
    rel,
    url: `https://example.org/${name}`,
    label: [{ locale: 'en', text: label }],
  });
  const three = [link('a'), link('b'), link('c')];
  test.each<[string, object[], string[]]>([
    ['moved up', [link('b'), link('a'), link('c')], ['links']],
    ['put before others, of which the last one went', [link('z'), link('a'), link('b')], ['links']],
    ['moved, and called something else', [link('c', 'Other'), link('a'), link('b')], ['links']],
    ['added', [...three, link('d')], ['links']],
    ['taken out', [link('a'), link('c')], ['links']],
    ['replaced', [link('a'), link('z', 'b'), link('c')], ['links.1.url']],
    ['for something else', [link('a'), link('b', 'b', 'ARCHIVE'), link('c')], ['links.1.rel']],
    ['called something else', [link('a'), link('b'), link('c', 'Other')], ['links.2.label.en']],
  ])('has an entry of a list that was %s, and none of the others', async (_what, links, paths) => {
    const input = { kind: 'TALK', schedule: { precision: 'TBA' }, links: three };
    const translations = [{ locale: 'en', title: 'Links' }];
    const { event } = await editor.done('eventCreate', { ...input, translations }, 'event { id }');
    await editor.done('eventUpdate', { id: event.id, expectedVersion: 1, links });

    const { event: found } = await editor.who.data(
      'query ($id: ID!) { event(id: $id, stage: DRAFT) { revisions(first: 1) { nodes { changes { path } } } } }',
      { id: event.id },
    );
    expect(found.revisions.nodes[0].changes.map(({ path }: { path: string }) => path)).toEqual(paths);
  });

  test('has what was published, and in which languages', async () => {
    const { id } = await aVenue();
    await publisher.done('venuePublish', { ids: [id], locales: ['en'] });

    const { venues } = await publisher.done('venueUnpublish', { ids: [id] }, `venues { ${history} }`);

    expect(
      venues[0].revisions.nodes.map(({ action, locales }: { action: string; locales: string[] }) => [
        action,
        locales,
      ]),
    ).toEqual([
      ['UNPUBLISH', ['en', 'zh-Hant', 'zh-Hans']],
      ['PUBLISH', ['en']],
      ['CREATE', []],
    ]);
  });

  test('lets a draft go back to each of its revisions', async () => {
    const { id } = await aVenue();
    const update = {
      id,
      expectedVersion: 1,
      district: null,
      translations: [{ locale: 'en', name: 'The barn' }],
    };
    await editor.done('venueUpdate', update);

    const { venue } = await editor.done(
      'venueRevisionRestore',
      { id, version: 1, expectedVersion: 2 },
      `venue { version district name ${history} }`,
    );

    expect(venue).toMatchObject({ version: 3, district: 'Kowloon', name: 'The hall' });
    expect(venue.revisions.nodes[0]).toMatchObject({ action: 'REVERT', version: 3 });
    expect(await editor.ask('venueRevisionRestore', { id, version: 9, expectedVersion: 3 })).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND', path: ['input', 'version'] }],
    });
    expect(await editor.ask('venueRevisionRestore', { id, version: 2, expectedVersion: 1 })).toMatchObject({
      userErrors: [{ code: 'CONFLICT', conflict: { currentVersion: 3 } }],
    });
  });

  describe('has one revision for saves that follow each other', () => {
    const at = (time: string) => app.setNow(`2024-06-10T${time}+08:00`);
    const save = (id: string, expectedVersion: number, name: string, who = editor, locale = 'en') =>
      who.ask('venueUpdate', { id, expectedVersion, translations: [{ locale, name }] }, 'venue { version }');
    const versionsOf = async (id: string) => {
      const { nodes } = await editor.who.data(
        `query ($id: ID!) { nodes(ids: [$id], stage: DRAFT) { ... on Venue { ${history} } } }`,
        { id },
      );
      return nodes[0].revisions.nodes.map(
        ({
          version,
          changes,
        }: {
          version: number;
          changes: { path: string; before: unknown; after: unknown }[];
        }) =>
          [
            version,
            ...changes.flatMap(({ path, before, after }) =>
              path.endsWith('name') && version > 1 ? `${before} > ${after}` : [],
            ),
          ].join(': '),
      );
    };

    test('by one account within ten minutes, with the changes since the first', async () => {
      at('09:00:00');
      const { id } = await aVenue('A');
      for (const [index, name] of ['B', 'C', 'D'].entries()) await save(id, index + 1, name);
      at('09:09:59');
      await save(id, 4, 'E');
      await save(id, 5, '戊', editor, 'zh-Hant');
      at('09:10:01');
      await save(id, 6, 'F');

      expect(await versionsOf(id)).toEqual(['7: E > F', '6: A > E: null > 戊', '1']);
    });

    test('until somebody else saves, or it is published or reset', async () => {
      at('09:00:00');
      const { id } = await aVenue('A');
      await save(id, 1, 'B');
      await save(id, 2, 'C', publisher);
      await save(id, 3, 'D');
      await save(id, 4, 'E');
      await publisher.done('venuePublish', { ids: [id] });
      await save(id, 5, 'F');
      await editor.done('venueRevisionRestore', { id, version: 2, expectedVersion: 6 });
      await save(id, 7, 'G');

      const [, ...earlier] = await versionsOf(id);
      expect(earlier).toEqual(['7: F > B', '6: E > F', '5', '5: C > E', '3: B > C', '2: A > B', '1']);
    });

    test('with one key: a program of the same account begins one of its own', async () => {
      at('09:00:00');
      const { id } = await aVenue('A');
      const account = { accountName: 'Two keys', roles: ['EDITOR'] };
      const laptop = await admin.done(
        'apiKeyCreate',
        { ...account, name: 'laptop' },
        'secret apiKey { account { id } }',
      );
      const script = await admin.done(
        'apiKeyCreate',
        { account: laptop.apiKey.account.id, roles: ['EDITOR'], name: 'script' },
        'secret',
      );
      const [byHand, byScript] = [laptop, script].map(
        ({ secret }) => new Mutations(app, app.withKey(secret)),
      );

      await save(id, 1, 'B', byHand);
      await save(id, 2, 'C', byScript);

      expect(await versionsOf(id)).toEqual(['3: B > C', '2: A > B', '1']);
    });

    test('while others merge with each of them, and only what came after it is in their way', async () => {
      at('09:00:00');
      const { id } = await aVenue('A');
      await save(id, 1, 'B');
      await save(id, 2, '乙', editor, 'zh-Hant');
      await save(id, 3, '丙', editor, 'zh-Hant');

      expect(await save(id, 2, '丁', publisher, 'zh-Hant')).toMatchObject({
        userErrors: [{ code: 'CONFLICT', message: expect.stringContaining('version 4 (text.zh-Hant.name)') }],
      });
      expect(await save(id, 2, 'C', publisher)).toMatchObject({ venue: { version: 5 }, userErrors: [] });
      expect(await save(id, 1, 'D', publisher)).toMatchObject({
        userErrors: [{ code: 'CONFLICT', message: expect.stringContaining('version 5 (text.en.name)') }],
      });
    });

    test('of which a day later only the last is left, for those who edit an earlier version', async () => {
      at('09:00:00');
      const { id } = await aVenue('A');
      for (const [index, name] of ['B', 'C', 'D'].entries()) await save(id, index + 1, name);
      app.setNow('2024-06-11T09:00:01+08:00');
      await prune(app.store, { auditDays: undefined, revisionDays: undefined, binDays: undefined });

      expect(await save(id, 2, '乙', publisher, 'zh-Hant')).toMatchObject({
        userErrors: [{ code: 'CONFLICT', conflict: { currentVersion: 4 } }],
      });
      expect(await save(id, 1, '乙', publisher, 'zh-Hant')).toMatchObject({ venue: { version: 5 } });
      expect(await versionsOf(id)).toEqual(['5: null > 乙', '4: A > D', '1']);
    });
  });

  test('is for those who may read drafts', async () => {
    const slug = 'smart-city-consortium';
    const { errors } = await app.ask(`{ organisation(slug: "${slug}") { ${history} } }`);

    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('discarding changes', () => {
  test('makes a draft again what is published', async () => {
    const { id } = await aVenue();
    await publisher.done('venuePublish', { ids: [id] });
    const update = { id, expectedVersion: 1, translations: [{ locale: 'en', name: 'The tent' }] };
    const changed = await editor.done('venueUpdate', update, 'venue { publication { status } }');
    expect(changed.venue.publication.status).toBe('CHANGED');

    const { venue } = await editor.done(
      'venueDiscardDraft',
      { id, expectedVersion: 2 },
      'venue { name version publication { status } }',
    );

    expect(venue).toEqual({ name: 'The hall', version: 3, publication: { status: 'PUBLISHED' } });
  });

  test('leaves text alone in languages that were never published, and that were withdrawn', async () => {
    const { id } = await aVenue();
    const words = (name: string) => [
      { locale: 'en', name },
      { locale: 'zh-Hant', name: '禮堂' },
    ];
    await publisher.done('venueUpdate', { id, expectedVersion: 1, translations: words('The tent') });
    await publisher.done('venuePublish', { ids: [id], locales: ['en'] });
    const change = (expectedVersion: number) =>
      editor.done('venueUpdate', { id, expectedVersion, translations: words('The barn') });
    const discard = async (expectedVersion: number) => {
      const selection = 'venue { name chinese: name(locale: "zh-Hant") version publication { status } }';
      return (await editor.done('venueDiscardDraft', { id, expectedVersion }, selection)).venue;
    };
    const kept = { name: 'The tent', chinese: '禮堂', publication: { status: 'CHANGED' } };

    await change(2);
    expect(await discard(3)).toEqual({ ...kept, version: 4 });
    await publisher.done('venuePublish', { ids: [id] });
    await publisher.done('venueUnpublish', { ids: [id], locales: ['zh-Hant'] });
    await change(4);
    expect(await discard(5)).toEqual({ ...kept, version: 6 });
  });

  test.each<[string, string, (locale: string) => Record<string, unknown>]>([
    [
      'fundingProgramme',
      'disclaimers',
      (locale: string) => ({ locale, text: `Words in ${locale}`, version: 1, effectiveFrom: '2024-01-01' }),
    ],
    ['organisation', 'names', (locale: string) => ({ locale, text: `Name ${locale}`, kind: 'FORMER' })],
    ['person', 'names', (locale: string) => ({ locale, text: `Name ${locale}`, kind: 'ALIAS' })],
  ])('leaves entries in such languages alone, too: %s.%s', async (type, list, entry) => {
    const entries = ['en', 'zh-Hant'].map(entry);
    const [english] = entries;
    const words = (chinese: string) => [
      { locale: 'en', name: 'In English' },
      { locale: 'zh-Hant', name: chinese },
    ];
    const externalRef = `in-one-language-${type.toLowerCase()}`;
    const input = { externalRef, translations: words('中文'), [list]: entries };
    const required = type === 'organisation' ? { kind: 'ASSOCIATION' } : {};
    const created = await editor.done(`${type}Create`, { ...required, ...input }, `${type} { id }`);
    const { id } = created[type];
    await publisher.done(`${type}Publish`, { ids: [id], locales: ['zh-Hant'] });
    const listed = async () => {
      const { contentDocuments } = await editor.who.data(
        'query ($refs: [String!]) { contentDocuments(externalRefs: $refs) { nodes { document } } }',
        { refs: [externalRef] },
      );
      return contentDocuments.nodes[0].document[list];
    };
    const before = await listed();
    const changed = await editor.done(
      `${type}Update`,
      { id, expectedVersion: 1, translations: words('改了') },
      `${type} { version }`,
    );
    await editor.done(`${type}DiscardDraft`, { id, expectedVersion: changed[type].version });

    expect(await listed()).toEqual(before);
    expect(JSON.stringify(before)).toContain(JSON.stringify(english?.text));
  });

  test('is refused for what was never published', async () => {
    const { id } = await aVenue();

    expect(await editor.ask('venueDiscardDraft', { id, expectedVersion: 1 })).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND' }],
    });
  });
});

describe('the bin', () => {
  test('retains what is deleted until it is restored, with its id and its history', async () => {
    const { id } = await aVenue('The theatre');
    await publisher.done('venuePublish', { ids: [id] });

    expect(await publisher.done('venueDelete', { id, expectedVersion: 1 }, 'deletedId')).toMatchObject({
      deletedId: id,
    });
    const gone = await editor.who.data(
      `query ($id: ID!) { published: nodes(ids: [$id]) { id } drafts: nodes(ids: [$id], stage: DRAFT) { id }
         deletedObjects(first: 100) { nodes { id kind title deletedBy version } } }`,
      { id },
    );
    expect(gone).toMatchObject({ published: [null], drafts: [null] });
    expect(gone.deletedObjects.nodes).toContainEqual({
      id,
      kind: 'VENUE',
      title: 'The theatre',
      deletedBy: expect.stringContaining('PUBLISHER'),
      version: 1,
    });

    const { venue } = await editor.done('venueRestore', { id }, `venue { id version name ${history} }`);
    expect(venue).toMatchObject({ id, version: 2, name: 'The theatre' });
    expect(venue.revisions.nodes.map(({ action }: { action: string }) => action)).toEqual([
      'RESTORE',
      'DELETE',
      'PUBLISH',
      'CREATE',
    ]);
    expect(await editor.ask('venueRestore', { id })).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
  });

  test('does not delete what others refer to, and lists them', async () => {
    const id = await idOf(app, 'organisation', 'smart-city-consortium');
    const { organisation } = await editor.who.data(
      `query ($id: ID!) { organisation(id: $id, stage: DRAFT) { version } }`,
      { id },
    );

    const { userErrors, deletedId } = await publisher.ask(
      'organisationDelete',
      { id, expectedVersion: organisation.version },
      'deletedId',
    );

    expect(deletedId).toBeNull();
    expect(userErrors[0]).toMatchObject({ code: 'IN_USE', path: ['input', 'id'] });
    expect(userErrors[0].message).toMatch(/^Person "[\w-]+" refers to it; change that first\.$/);
    expect(userErrors.at(-1).message).toMatch(/^\d+ more /);
  });

  test('takes what is published only from those who may publish', async () => {
    const { id } = await aVenue();
    await publisher.done('venuePublish', { ids: [id] });

    const { userErrors } = await editor.ask('venueDelete', { id, expectedVersion: 1 });

    expect(userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

describe('the audit log', () => {
  const entries = (operation: string) =>
    admin.who
      .data(
        `query ($operation: String) { auditLog(operation: $operation) { nodes { viewer operation outcome targets reasons } } }`,
        { operation },
      )
      .then(({ auditLog }) => auditLog.nodes);

  test('has every mutation, those that were refused included', async () => {
    const { id } = await aVenue();
    await editor.ask('venueUpdate', { id, expectedVersion: 7, district: 'Sha Tin' });
    await editor.answer('venuePublish', { ids: [id] });
    await new Mutations(app, app).answer('venueDelete', { id, expectedVersion: 1 });

    expect((await entries('venueCreate'))[0]).toMatchObject({ outcome: 'DONE', targets: [id], reasons: [] });
    expect((await entries('venueUpdate'))[0]).toMatchObject({
      outcome: 'REFUSED',
      reasons: ['CONFLICT input expectedVersion'],
    });
    expect((await entries('venuePublish'))[0]).toMatchObject({ outcome: 'REFUSED', reasons: ['FORBIDDEN'] });
    expect((await entries('venueDelete'))[0]).toMatchObject({
      viewer: 'public',
      outcome: 'REFUSED',
      reasons: ['UNAUTHENTICATED'],
    });
  });

  test('is for administrators', async () => {
    const { errors } = await publisher.who.ask('{ auditLog { totalCount } }');

    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  test.each([
    'update system.audit_entry set viewer = null',
    'delete from system.audit_entry',
    'truncate system.audit_entry',
  ])('is enforced by the database itself: %s', async (statement) => {
    await expect(app.database.pool.query(statement)).rejects.toThrow('only ever added to');
  });
});
