import 'reflect-metadata';
import { publicViewer, Role } from '../src/content/contract/access.js';
import { type Asking, startEmpty, type TestApplication } from './support/application.js';
import {
  anArticle,
  anEvent,
  anOrganisation,
  aPerson,
  aSponsorship,
  changed,
  Desk,
} from './support/builders.js';
import { idsFoundBy, SEARCH, searchAs } from './support/search.js';

let app: TestApplication;
let editor: Asking;
let desk: Desk;
beforeAll(async () => {
  app = await startEmpty();
  editor = await app.as(Role.EDITOR);
  desk = await Desk.open(app);
});
afterAll(() => app.close());

const DRAFT = { stage: 'DRAFT' } as const;

describe('what is not published', () => {
  test('is found by editors in drafts, and by nobody else: neither objects nor counts nor cursors', async () => {
    const [shown] = await desk.release(anArticle({ text: { en: { title: 'Quux shown' } } }));
    const [hidden] = await desk.write(anArticle({ text: { en: { title: 'Quux hidden' } } }));

    expect(await idsFoundBy(editor, 'quux', DRAFT)).toEqual([shown, hidden]);
    for (const asking of [app, editor]) {
      const found = await searchAs(asking, 'quux');
      expect(found.nodes.map(({ content }) => content.id)).toEqual([shown]);
      expect(found.totalCount).toBe(1);
      expect(found.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
      expect(found.pageInfo.startCursor).toBe(found.pageInfo.endCursor);
    }
    expect((await searchAs(app, 'hidden')).totalCount).toBe(0);
  });

  test('is not searched without a key, nor with a preview', async () => {
    const { errors } = await app.ask(SEARCH, { query: 'quux', stage: 'DRAFT' });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', argument: ['stage'] });

    const viewer = { ...publicViewer, previewed: new Set<string>() };
    await expect(app.dataAs(viewer, SEARCH, { query: 'quux', stage: 'DRAFT' })).rejects.toThrow('FORBIDDEN');
    await expect(app.dataAs(viewer, SEARCH, { query: 'quux' })).resolves.toMatchObject({
      search: { totalCount: 1 },
    });
  });

  test('is not found by text that only the draft has, before it is published', async () => {
    const article = anArticle({ text: { en: { title: 'Corge before', body: 'Waldo.' } } });
    const [id] = await desk.release(article);
    await desk.write(changed(article, { text: { en: { title: 'Corge after', body: 'Fred.' } } }));

    expect(await idsFoundBy(app, 'corge before waldo')).toEqual([id]);
    expect(await idsFoundBy(app, 'fred')).toEqual([]);
    expect(await idsFoundBy(editor, 'corge after fred', DRAFT)).toEqual([id]);
    expect(await idsFoundBy(editor, 'waldo', DRAFT)).toEqual([]);

    await desk.publish(article);
    expect(await idsFoundBy(app, 'fred')).toEqual([id]);
    expect(await idsFoundBy(app, 'waldo')).toEqual([]);
  });

  test('is not found any more once it is withdrawn', async () => {
    const person = aPerson({
      names: [{ locale: 'zh-Hant', text: '葛格藍', kind: 'PRIMARY' }],
      text: { en: { name: 'Garply' } },
    });
    const [id] = await desk.release(person);
    expect(await idsFoundBy(app, '葛格藍')).toEqual([id]);

    await desk.unpublish(person);
    for (const query of ['葛格藍', 'garply']) expect(await idsFoundBy(app, query)).toEqual([]);
    expect(await idsFoundBy(editor, 'garply', DRAFT)).toEqual([id]);
  });

  test('in one language is not found by its text in that', async () => {
    const event = anEvent({
      text: { en: { title: 'Plugh', summary: 'Only here' }, 'zh-Hant': { title: '噗嚕論壇' } },
    });
    const [id] = await desk.write(event);
    await desk.publish(event, { locales: ['zh-Hant'] });

    expect(await idsFoundBy(app, '噗嚕', { locale: 'zh-Hant' })).toEqual([id]);
    expect(await idsFoundBy(app, 'plugh', { locale: 'en' })).toEqual([]);
    expect(await idsFoundBy(app, '噗嚕', { locale: 'en' })).toEqual([id]);

    await desk.publish(event);
    expect(await idsFoundBy(app, 'plugh', { locale: 'en' })).toEqual([id]);
    await desk.unpublish(event, ['en']);
    expect(await idsFoundBy(app, 'plugh', { locale: 'en' })).toEqual([]);
  });
});

test('a response is cached until something that it shows is published', async () => {
  const article = anArticle({ text: { en: { title: 'Fnord', body: 'The first words of it.' } } });
  await desk.release(article);
  const asked = async () => {
    const { response, data } = await app.ask(
      '{ search(query: "fnord", locale: "en") { totalCount nodes { highlightedTitle excerpt { html } } } }',
      {},
      { 'x-server-timing': '1' },
    );
    expect(response.headers.get('cache-control')).toMatch(/^public/);
    const [, statements] = /desc="(\d+) statement/.exec(response.headers.get('server-timing') ?? '') ?? [];
    return { statements, search: data?.search };
  };

  expect(await asked()).toMatchObject({ statements: '1', search: { totalCount: 1 } });
  expect(await asked()).toMatchObject({
    statements: '0',
    search: {
      nodes: [{ highlightedTitle: '<mark>Fnord</mark>', excerpt: { html: 'The first words of it.' } }],
    },
  });
  // The same words in another order are the same to the index.
  await desk.release(changed(article, { text: { en: { title: 'Fnord', body: 'The words of it first.' } } }));
  expect(await asked()).toMatchObject({
    search: { nodes: [{ excerpt: { html: 'The words of it first.' } }] },
  });
  await desk.unpublish(article);
  expect(await asked()).toMatchObject({ search: { totalCount: 0 } });
});

test('what is only shown together with something else is found only while that can be seen', async () => {
  const organisation = anOrganisation({ ref: 'sponsor', text: { en: { name: 'Sponsor' } } });
  const event = anEvent({ ref: 'sponsored' });
  const sponsorship = aSponsorship({
    organisation: 'sponsor',
    event: 'sponsored',
    text: { en: { acknowledgement: 'With the kind help of Thud.' } },
  });
  const [, , id] = await desk.write(organisation, event, sponsorship);
  await desk.publish([event, sponsorship]);
  for (const options of [{}, { types: ['SPONSORSHIP'] }])
    expect(await searchAs(app, 'thud', options)).toMatchObject({ totalCount: 0, nodes: [] });

  await desk.publish(organisation);
  for (const options of [{}, { types: ['SPONSORSHIP'] }, { ...DRAFT }])
    expect(await idsFoundBy(editor, 'thud', options)).toEqual([id]);

  // Its name is in print now, and so is the sponsorship.
  await desk.unpublish(organisation);
  expect(await idsFoundBy(app, 'thud')).toEqual([id]);
  await desk.unpublish(event);
  expect((await searchAs(app, 'thud')).totalCount).toBe(0);
});

test('objects are found by the text of their child rows in the language of these', async () => {
  const [speaker] = await desk.write(aPerson({ ref: 'speaker' }));
  const [id] = await desk.release(
    anEvent({
      credits: [
        { person: 'speaker', role: 'SPEAKER', affiliation: { en: 'Xyzzy Ltd', 'zh-Hant': '西西公司' } },
      ],
      categories: [{ en: 'Frotz group' }],
    }),
  );
  expect(speaker).toBeDefined();
  expect(await idsFoundBy(app, 'xyzzy', { locale: 'en' })).toEqual([id]);
  expect(await idsFoundBy(app, '西西', { locale: 'zh-Hans' })).toEqual([id]);
  expect(await idsFoundBy(app, 'xyzzy', { locale: 'zh-Hant' })).toEqual([]);
  expect(await idsFoundBy(app, 'frotz', { locale: 'zh-Hant' })).toEqual([id]);
  const [hit] = (await searchAs(app, 'xyzzy', { locale: 'en' })).nodes;
  expect(hit?.excerpt).toEqual({ html: '<mark>Xyzzy</mark> Ltd', locale: 'en' });
});
