import { Role } from '../src/content/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { Mutations, type Payload } from './support/mutations.js';

let app: TestApplication;
let alice: Mutations;
let bob: Mutations;
beforeAll(async () => {
  app = await startDemo();
  alice = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
  bob = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
});
afterAll(() => app.close());

const CONFLICT = `userErrors { code message path conflict { currentVersion changedBy changes { path locale version by at } } }`;

/** A talk in two languages, of version 1. */
async function aTalk(more: object = {}): Promise<string> {
  count += 1;
  const input = {
    kind: 'TALK',
    schedule: { precision: 'TBA' },
    participations: [
      { organisation: 'scc', role: 'HOST' },
      { organisation: 'hksia', role: 'SUPPORTING' },
    ],
    translations: [
      { locale: 'en', title: 'A talk', slug: `a-talk-${count}` },
      { locale: 'zh-Hant', title: '講座', slug: `講座-${count}` },
    ],
    ...more,
  };
  return (await alice.done('eventCreate', input, 'event { id }')).event.id;
}
let count = 0;

const update = (who: Mutations, id: string, expectedVersion: number, fields: object): Promise<Payload> =>
  who.ask('eventUpdate', { id, expectedVersion, ...fields }, `event { version } ${CONFLICT}`);

const BY = expect.stringMatching(/^EDITOR and PUBLISHER \d+$/);

const title = (locale: string, words: string | null) => ({ translations: [{ locale, title: words }] });

async function document(id: string, kind = 'EVENT'): Promise<Payload> {
  const noun = kind.toLowerCase();
  const found = await alice.who.data(`query ($id: ID!) { ${noun}(id: $id, stage: DRAFT) { externalRef } }`, {
    id,
  });
  const { contentDocuments } = await alice.who.data(
    `query ($refs: [String!]) { contentDocuments(kinds: [${kind}], externalRefs: $refs) { nodes { version document } } }`,
    { refs: [found[noun].externalRef] },
  );
  return contentDocuments.nodes[0].document;
}

const done = (version: number) => ({ event: { version }, userErrors: [] });
const refused = (...paths: string[]) => ({
  event: null,
  userErrors: [
    {
      code: 'CONFLICT',
      path: ['input', 'expectedVersion'],
      conflict: { changes: paths.map((path) => expect.objectContaining({ path })) },
    },
  ],
});

describe('two editors who saw the same version', () => {
  test('write one language each, and what all languages share, without losing anything', async () => {
    const id = await aTalk();

    expect(await update(alice, id, 1, title('en', 'An evening'))).toMatchObject(done(2));
    expect(await update(bob, id, 1, title('zh-Hant', '晚會'))).toMatchObject(done(3));
    expect(await update(bob, id, 1, { edition: 4, participations: [] })).toMatchObject(done(4));

    const { text, edition, participations } = await document(id);
    expect([text.en.title, text['zh-Hant'].title, edition, participations]).toEqual([
      'An evening',
      '晚會',
      4,
      undefined,
    ]);
  });

  test('are told apart by what they change, not by what they send along', async () => {
    const id = await aTalk();
    const whole = (en: string, zh: string, edition: number | null) => ({
      edition,
      kind: 'TALK',
      participations: [
        { organisation: 'scc', role: 'HOST' },
        { organisation: 'hksia', role: 'SUPPORTING' },
      ],
      translations: [
        { locale: 'en', title: en },
        { locale: 'zh-HK', title: zh },
      ],
    });

    expect(await update(alice, id, 1, whole('An evening', '講座', 2))).toMatchObject(done(2));
    expect(await update(bob, id, 1, whole('A talk', '晚會', null))).toMatchObject(done(3));

    const { text, edition } = await document(id);
    expect([text.en.title, text['zh-Hant'].title, edition]).toEqual(['An evening', '晚會', 2]);
  });

  test('are in each other’s way in the words of one language, and in what all share', async () => {
    const id = await aTalk();
    await update(alice, id, 1, { edition: 2, ...title('en', 'An evening') });

    expect(await update(bob, id, 1, { translations: [{ locale: 'en', summary: 'Short.' }] })).toMatchObject(
      refused('text.en.title'),
    );
    expect(await update(bob, id, 1, { kind: 'FORUM' })).toMatchObject(refused('edition'));
    const { userErrors } = await update(bob, id, 1, { participations: [], ...title('en', null) });
    expect(userErrors[0].conflict).toEqual({
      currentVersion: 2,
      changedBy: BY,
      changes: [
        { path: 'text.en.title', locale: 'en', version: 2, by: BY, at: expect.any(String) },
        { path: 'edition', locale: null, version: 2, by: BY, at: expect.any(String) },
      ],
    });
    expect(userErrors[0].message).toMatch(/changed by EDITOR and PUBLISHER \d+ \(text.en.title, edition\);/);
    expect((await document(id)).text.en.title).toBe('An evening');
  });

  test('are in each other’s way with what was changed and changed back', async () => {
    const id = await aTalk();
    await update(alice, id, 1, title('en', 'An evening'));
    await update(alice, id, 2, title('en', 'A talk'));

    expect(await update(bob, id, 1, title('en', 'A night'))).toMatchObject(
      refused('text.en.title', 'text.en.title'),
    );
    expect(await update(bob, id, 1, title('zh-Hant', '晚會'))).toMatchObject(done(4));
  });

  test('write and take away languages at the same time', async () => {
    const id = await aTalk();
    const clear = { translations: [{ locale: 'zh-Hant', title: null, slug: null }] };

    expect(await update(alice, id, 1, clear)).toMatchObject(done(2));
    expect(await update(bob, id, 1, title('en', 'A night'))).toMatchObject(done(3));
    expect(await update(bob, id, 1, { translations: [{ locale: 'zh-Hans', title: '讲座' }] })).toMatchObject(
      done(4),
    );

    const { text } = await document(id);
    expect(Object.keys(text).sort()).toEqual(['en', 'zh-Hans']);
    expect(await update(bob, id, 1, title('zh-Hant', '晚會'))).toMatchObject({
      userErrors: [{ code: 'CONFLICT' }],
    });
  });
});

describe('lists that are replaced whole', () => {
  const parties = (label: object | undefined, roles = ['HOST', 'SUPPORTING']) => ({
    participations: [
      { organisation: 'scc', role: roles[0], ...(label ? { label } : {}) },
      { organisation: 'hksia', role: roles[1] },
    ],
  });
  const labelled = (locale: string, text: string) => parties([{ locale, text }] as never);

  test('keep the words that another editor gave their entries', async () => {
    const id = await aTalk();

    expect(await update(alice, id, 1, labelled('en', 'Co-organiser'))).toMatchObject(done(2));
    expect(await update(bob, id, 1, labelled('zh-Hant', '合辦'))).toMatchObject(done(3));

    expect((await document(id)).participations[0].label).toEqual({ en: 'Co-organiser', 'zh-Hant': '合辦' });
  });

  test('keep the words of entries that were moved, and of what was added around them', async () => {
    const id = await aTalk();
    const moved = [
      { organisation: 'geolab', role: 'SUPPORTING' },
      { organisation: 'hksia', role: 'SUPPORTING' },
      { organisation: 'scc', role: 'HOST' },
    ];

    expect(await update(alice, id, 1, { participations: moved })).toMatchObject(done(2));
    expect(await update(bob, id, 1, labelled('zh-Hant', '合辦'))).toMatchObject(done(3));

    const { participations } = await document(id);
    expect(participations.map(({ label }: { label?: object }) => label)).toEqual([
      undefined,
      undefined,
      { 'zh-Hant': '合辦' },
    ]);
  });

  test('are in the way of words for an entry that is not there any more', async () => {
    const id = await aTalk();
    await update(alice, id, 1, { participations: [{ organisation: 'hksia', role: 'SUPPORTING' }] });

    expect(await update(bob, id, 1, labelled('zh-Hant', '合辦'))).toMatchObject(refused('participations'));
  });

  test('of names are words of the languages of the names', async () => {
    const input = {
      names: [{ locale: 'en', text: 'Ann', kind: 'ALIAS' }],
      translations: [{ locale: 'en', name: 'Ann Chan' }],
    };
    const { id } = (await alice.done('personCreate', input, 'person { id }')).person;
    const names = (who: Mutations, expectedVersion: number, ...list: string[][]) =>
      who.ask('personUpdate', {
        id,
        expectedVersion,
        names: list.map(([locale, text]) => ({ locale, text, kind: 'ALIAS' })),
      });

    expect(await names(alice, 1, ['en', 'Ann'], ['zh-Hant', '安'])).toMatchObject({ userErrors: [] });
    expect(await names(bob, 1, ['en', 'Annie'], ['en', 'Ann C'])).toMatchObject({ userErrors: [] });
    expect(await names(bob, 1, ['en', 'Ann'], ['zh-HK', '安妮'])).toMatchObject({
      userErrors: [{ code: 'CONFLICT' }],
    });

    expect((await document(id, 'PERSON')).names).toEqual([
      { locale: 'en', text: 'Annie', kind: 'ALIAS' },
      { locale: 'en', text: 'Ann C', kind: 'ALIAS' },
      { locale: 'zh-Hant', text: '安', kind: 'ALIAS' },
    ]);
  });
});
