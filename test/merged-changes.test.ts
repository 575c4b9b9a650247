import { Role } from '../src/content/contract/access.js';
import { startDemo, type TestApplication } from './support/application.js';
import { Mutations, type Payload } from './support/mutations.js';
import { Random } from './support/random.js';

let app: TestApplication;
let alice: Mutations;
let bob: Mutations;
let carol: Mutations;
beforeAll(async () => {
  app = await startDemo();
  alice = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
  bob = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
  carol = new Mutations(app, await app.as(Role.EDITOR, Role.PUBLISHER));
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

  test('are distinguished by what they change, not by what they send along', async () => {
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

  test('conflict in the text of one language, and in what all share', async () => {
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
    expect(userErrors[0].message).toMatch(
      /EDITOR and PUBLISHER \d+ saved version 2 \(text.en.title, edition\)\./,
    );
    expect((await document(id)).text.en.title).toBe('An evening');
  });

  test('are in each other’s way with what was changed and changed back', async () => {
    const id = await aTalk();
    await update(alice, id, 1, title('en', 'An evening'));
    await update(carol, id, 2, title('en', 'A talk'));

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

  test('preserve the text that another editor gave their entries', async () => {
    const id = await aTalk();

    expect(await update(alice, id, 1, labelled('en', 'Co-organiser'))).toMatchObject(done(2));
    expect(await update(bob, id, 1, labelled('zh-Hant', '合辦'))).toMatchObject(done(3));

    expect((await document(id)).participations[0].label).toEqual({ en: 'Co-organiser', 'zh-Hant': '合辦' });
  });

  test('preserve the text of entries that were moved, and of what was added around them', async () => {
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

  test('conflict with text for an entry that is not there any more', async () => {
    const id = await aTalk();
    await update(alice, id, 1, { participations: [{ organisation: 'hksia', role: 'SUPPORTING' }] });

    expect(await update(bob, id, 1, labelled('zh-Hant', '合辦'))).toMatchObject(refused('participations'));
  });

  test('of names are text of the languages of the names', async () => {
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

describe('what two editors have changed alike', () => {
  const outcome = async (id: string, expectedVersion: number, fields: object) => {
    const entry = { ...(await entryOf(id, expectedVersion, fields)) };
    const { contentPush } = await bob.who.data(
      'mutation ($input: ContentPushInput!) { contentPush(input: $input) { results { outcome version } userErrors { code } } }',
      { input: { entries: [entry] } },
    );
    return contentPush;
  };

  test('is in nobody’s way, in a mutation or a push, and nothing is written', async () => {
    const id = await aTalk();
    const fixed = { edition: 2, ...title('en', 'The talk') };
    await update(alice, id, 1, fixed);

    expect(await update(bob, id, 1, fixed)).toMatchObject(done(2));
    expect(await outcome(id, 1, fixed)).toEqual({
      results: [{ outcome: 'UNCHANGED', version: 2 }],
      userErrors: [],
    });
    expect(await update(bob, id, 1, { edition: 3, ...title('en', 'The talk') })).toMatchObject(
      refused('edition'),
    );
  });

  test('is distinguished from what else either has changed beside it', async () => {
    const id = await aTalk();
    const words = (own: object) => ({ translations: [{ locale: 'en', ...own }] });
    await update(alice, id, 1, { edition: 2, ...words({ title: 'The talk', summary: 'Hers.' }) });

    expect(await update(bob, id, 1, words({ title: 'The talk' }))).toMatchObject(done(2));
    expect(await update(bob, id, 1, { edition: 2, kind: 'FORUM' })).toMatchObject(done(3));
    const both = words({ title: 'The talk', description: 'His.' });
    expect(await update(bob, id, 1, both)).toMatchObject(refused('text.en.summary'));
    expect(await document(id)).toMatchObject({
      edition: 2,
      kind: 'FORUM',
      text: { en: { summary: 'Hers.' } },
    });
  });

  test('is the same in other terms for it', async () => {
    const id = await aTalk();
    const schedule = (start: string) => ({
      schedule: { precision: 'TIME', start, end: '2031-05-01T12:00:00+08:00' },
    });
    const { contentDocuments } = await alice.who.data(
      '{ contentDocuments(kinds: [ORGANISATION], externalRefs: ["geolab"]) { nodes { id } } }',
    );
    const host = (name: string) => ({ participations: [{ organisation: name, role: 'HOST' }] });
    const hers = { ...schedule('2031-05-01T10:00:00+08:00'), ...host('geolab') };
    expect(await update(alice, id, 1, hers)).toMatchObject(done(2));

    const his = { ...schedule('2031-05-01T02:00:00Z'), ...host(contentDocuments.nodes[0].id) };
    expect(await update(bob, id, 1, his)).toMatchObject(done(2));
  });

  test('is no reason to delete or to discard what was not seen', async () => {
    const id = await aTalk();
    await alice.done('eventPublish', { ids: [id] });
    await update(alice, id, 1, title('en', 'The talk'));
    await update(alice, id, 2, title('en', 'A talk'));

    for (const mutation of ['eventDelete', 'eventDiscardDraft'])
      expect(await bob.ask(mutation, { id, expectedVersion: 2 })).toMatchObject({
        userErrors: [{ code: 'CONFLICT' }],
      });
    expect(await bob.ask('eventRevisionRestore', { id, version: 1, expectedVersion: 2 })).toMatchObject({
      userErrors: [],
    });
  });

  test('is detected where the history does not have the change', async () => {
    const id = await aTalk();
    await update(alice, id, 1, title('en', 'The talk'));
    await app.database.pool.query('delete from system.revision where content_id = $1 and version = 2', [
      id.slice(id.lastIndexOf('_') + 1),
    ]);

    expect(await update(bob, id, 1, title('en', 'The talk'))).toMatchObject(done(2));
    expect(await update(bob, id, 1, title('en', 'A night'))).toMatchObject({
      userErrors: [{ code: 'CONFLICT' }],
    });
  });

  test('of names in one language is one of them', async () => {
    const names = (...texts: string[]) => ({
      names: texts.map((text) => ({ locale: 'en', text, kind: 'ALIAS' })),
    });
    const input = { ...names('Ann'), translations: [{ locale: 'en', name: 'Ann Chan' }] };
    const { id } = (await alice.done('personCreate', input, 'person { id }')).person;
    await alice.done('personUpdate', { id, expectedVersion: 1, ...names('Ann', 'Annie', 'Anna') });

    const again = { id, expectedVersion: 1, ...names('Ann', 'Annie') };
    expect(await bob.ask('personUpdate', again, 'person { version }')).toMatchObject({
      person: { version: 2 },
    });
    expect(await bob.ask('personUpdate', { ...again, ...names('Annie') })).toMatchObject({
      userErrors: [{ code: 'CONFLICT' }],
    });
  });

  test.each([
    { base: 'ab', mine: 'abx', theirs: 'abxy', left: 'abxy' },
    { base: 'ab', mine: 'abxy', theirs: 'abx', left: 'abxy' },
    { base: 'abc', mine: 'bc', theirs: 'b', left: 'b' },
    { base: 'abc', mine: 'cab', theirs: 'cabx', left: 'cabx' },
    { base: 'abc', mine: 'abx', theirs: 'abxy', left: undefined },
    { base: 'abc', mine: 'bac', theirs: 'bc', left: undefined },
    { base: 'ab', mine: 'abx', theirs: 'aby', left: undefined },
    { base: 'ab', mine: 'abxy', theirs: 'abyx', left: undefined },
    { base: 'ab', mine: 'abxx', theirs: 'abx', left: 'abxx' },
    { base: 'abc', mine: 'ab', theirs: 'abc', left: 'ab' },
  ])('of a list is what both have added, removed and moved: $base, $mine, $theirs', async (sides) => {
    const links = (names: string) => ({
      links: [...names].map((name) => ({ rel: 'DETAILS', url: `https://${name}.example/` })),
    });
    const id = await aTalk(links(sides.base));
    await update(alice, id, 1, links(sides.theirs));

    const { userErrors } = await update(bob, id, 1, links(sides.mine));

    expect(userErrors.map(({ code }: Payload) => code)).toEqual(sides.left === undefined ? ['CONFLICT'] : []);
    const now = (await document(id)).links.map(({ url }: Payload) => url[8]).join('');
    expect(now).toBe(sides.left ?? sides.theirs);
  });

  test('is found as it is found naively, field by field', async () => {
    const random = new Random(23);
    const one = (before: Side): Side => ({
      edition: random.chance(0.3) ? random.integer(1, 2) : before.edition,
      languages: [...'abc'].filter((name) =>
        random.chance(0.15) ? !before.languages.includes(name) : before.languages.includes(name),
      ),
      title: random.chance(0.3) ? random.pick(['One', 'Two']) : before.title,
      summary: random.chance(0.3) ? random.pick(['Short.', null]) : before.summary,
      chinese: random.chance(0.3) ? random.pick(['一', '二']) : before.chinese,
    });
    const start = { edition: 1, languages: ['a'], title: 'One', summary: null, chinese: '一' };
    const rounds = [...Array(90)].map(() => {
      const base = one(start);
      return { base, theirs: one(base), mine: one(base) };
    });
    const entries = (side: 'base' | 'theirs' | 'mine', more: object = {}) =>
      rounds.map((round, index) => ({
        kind: 'EVENT',
        externalRef: `alike-${index}`,
        document: naiveDocument(round[side]),
        ...more,
      }));
    for (const side of ['base', 'theirs'] as const)
      expect(await push(alice, { entries: entries(side) })).toEqual({ contentPush: { userErrors: [] } });
    const wanted = rounds.map(({ base, mine, theirs }) => naivelyMerged(base, mine, theirs));
    const mine = entries('mine', { expectedVersion: 1 });

    const { contentPush } = await push(bob, { entries: mine });
    const conflicts = contentPush.userErrors.map(({ path }: Payload) => Number(path[2]));
    const written = mine.filter((_, index) => !conflicts.includes(index));
    const expected = rounds.flatMap((_, index) => (wanted[index] ? [] : [index]));
    expect(conflicts.sort((a: number, b: number) => a - b)).toEqual(expected);
    expect(await push(bob, { entries: written })).toEqual({ contentPush: { userErrors: [] } });

    const { contentDocuments } = await alice.who.data(
      `query ($refs: [String!]) { contentDocuments(externalRefs: $refs, first: 100) { nodes { externalRef document } } }`,
      { refs: mine.map(({ externalRef }) => externalRef) },
    );
    for (const { externalRef, document } of contentDocuments.nodes) {
      const index = Number(externalRef.slice('alike-'.length));
      const { edition, spokenLanguages = [], text } = document;
      expect({
        index,
        edition,
        languages: spokenLanguages.map((tag: string) => [...'abc'].find((name) => LANGUAGES[name] === tag)),
        title: text.en.title,
        summary: text.en.summary ?? null,
        chinese: text['zh-Hant'].title,
      }).toEqual({ index, ...(wanted[index] ?? rounds[index]?.theirs) });
    }
    expect(expected.length).toBeGreaterThan(10);
    expect(expected.length).toBeLessThan(80);
  });
});

interface Side {
  readonly edition: number;
  readonly languages: readonly string[];
  readonly title: string;
  readonly summary: string | null;
  readonly chinese: string;
}

const LANGUAGES: Readonly<Record<string, string>> = { a: 'en', b: 'it', c: 'yue' };

const naiveDocument = ({ edition, languages, title, summary, chinese }: Side) => ({
  kind: 'TALK',
  schedule: { precision: 'TBA' },
  edition,
  spokenLanguages: languages.map((name) => LANGUAGES[name]),
  text: { en: { title, summary }, 'zh-Hant': { title: chinese } },
});

/** Undefined where both have changed the same region, and not alike. */
function naivelyMerged(base: Side, mine: Side, theirs: Side): Side | undefined {
  const regions = [['edition', 'languages'], ['title', 'summary'], ['chinese']] as const;
  const merged: Record<string, unknown> = {};
  for (const region of regions) {
    const isLeft = (own: Side, other: Side) => (field: keyof Side) => {
      if (field !== 'languages') return own[field] !== base[field] && own[field] !== other[field];
      return [...'abc'].some((name) => {
        const has = own.languages.includes(name);
        return has !== base.languages.includes(name) && has !== other.languages.includes(name);
      });
    };
    const isMine = isLeft(mine, theirs);
    if (region.some(isMine) && region.some(isLeft(theirs, mine))) return undefined;
    for (const field of region) merged[field] = (isMine(field) ? mine : theirs)[field];
  }
  return merged as unknown as Side;
}

describe('an object that was deleted and restored', () => {
  test('is changed from a version of before as if nothing had happened', async () => {
    const id = await aTalk();
    await update(alice, id, 1, title('en', 'An evening'));
    await alice.done('eventDelete', { id, expectedVersion: 2 });
    await alice.done('eventRestore', { id });
    const slugs = [{ locale: 'zh-Hant', slug: `又一講座-${count}` }];
    await alice.done('eventDelete', { id, expectedVersion: 3 });
    await alice.done('eventRestore', { id, slugs });

    expect(await update(bob, id, 1, { edition: 2 })).toMatchObject(done(5));
    expect(await update(bob, id, 1, title('zh-Hant', '晚會'))).toMatchObject(refused('text.zh-Hant.slug'));
    expect(await update(bob, id, 1, title('en', 'A night'))).toMatchObject(refused('text.en.title'));
    expect((await document(id)).text).toMatchObject({
      en: { title: 'An evening' },
      'zh-Hant': { title: '講座' },
    });
  });
});

describe('a push that overrules others', () => {
  type Sides = {
    readonly base: string;
    readonly mine: string;
    readonly theirs: string;
    readonly merged: string;
  };

  test.each<Sides>([
    { base: 'abc', mine: 'abcx', theirs: 'abcy', merged: 'abcxy' },
    { base: 'abc', mine: 'axc', theirs: 'bc', merged: 'xc' },
    { base: 'abc', mine: 'axc', theirs: 'bcd', merged: 'xcd' },
    { base: 'abc', mine: 'axc', theirs: 'ayc', merged: 'axc' },
    { base: 'abc', mine: 'ab', theirs: 'xbc', merged: 'xb' },
    { base: 'abc', mine: 'cab', theirs: 'abxc', merged: 'cabx' },
    { base: 'abc', mine: 'abc', theirs: 'c', merged: 'c' },
    { base: 'abc', mine: '', theirs: 'abcx', merged: 'x' },
    { base: '', mine: 'x', theirs: 'y', merged: 'xy' },
  ])(
    'preserves entries that others added and removed: $base, $mine, $theirs',
    async ({ base, mine, theirs, merged }) => {
      const links = (names: string) =>
        [...names].map((name) => ({ rel: 'DETAILS', url: `https://${name}.example` }));
      const id = await aTalk({ links: links(base) });
      await update(alice, id, 1, { links: links(theirs), ...title('en', 'Their title') });

      const input = {
        entries: [await entryOf(id, 1, { links: links(mine), edition: 7 })],
        overruleOthers: true,
      };
      const { contentPush } = await push(bob, input);

      expect(contentPush).toMatchObject({ userErrors: [] });
      const now = await document(id);
      expect((now.links ?? []).map(({ url }: Payload) => url[8])).toEqual([...merged]);
      expect([now.edition, now.text.en.title]).toEqual([7, 'Their title']);
    },
  );

  test('has its own text in entries that both have changed, and theirs beside them', async () => {
    const links = (url: string, en: string, zh: string) => [
      {
        rel: 'DETAILS',
        url,
        label: [
          { locale: 'en', text: en },
          { locale: 'zh-Hant', text: zh },
        ],
      },
    ];
    const id = await aTalk({ links: links('https://a.example', 'A', '甲') });
    await update(alice, id, 1, { links: links('https://b.example', 'B', '乙') });

    const entry = await entryOf(id, 1, { links: links('https://a.example', 'C', '甲') });
    await push(bob, { entries: [entry], overruleOthers: true });

    expect((await document(id)).links).toEqual([
      { rel: 'DETAILS', url: 'https://b.example/', label: { en: 'C', 'zh-Hant': '乙' } },
    ]);
  });

  test.each<[string, (name: string) => unknown]>([
    ['categories', (name: string) => ({ en: name, 'zh-Hant': `${name}組` })],
    ['spokenLanguages', (name: string) => ({ a: 'en', b: 'yue', c: 'it', d: 'fr', x: 'de', y: 'ja' })[name]],
    ['links', (name: string) => ({ rel: 'DETAILS', url: `https://${name}.example/` })],
  ])('preserves what either has added to %s and what either has removed', async (field, entry) => {
    const random = new Random(7);
    const some = (names: string) =>
      [...names]
        .filter(() => random.chance(0.6))
        .map((name) => ({ name, at: random.next() }))
        .sort((one, other) => (random.chance(0.7) ? 0 : one.at - other.at))
        .map(({ name }) => name);
    const given = { base: [...'abc'], theirs: [...'acd'], mine: [...'xabc'] };
    const generated = [...Array(40)].map(() => ({
      base: some('abcd'),
      theirs: some('abcdy'),
      mine: some('xabcd'),
    }));
    const rounds = [given, ...generated];
    const documents = await overruled('EVENT', rounds, (names) => ({
      kind: 'TALK',
      schedule: { precision: 'TBA' },
      [field]: names.map(entry),
      text: { en: { title: 'Of several editors' } },
    }));

    for (const [index, { base, mine, theirs }] of rounds.entries()) {
      const { document, overruled } = documents[index];
      const isThere = (name: string) =>
        base.includes(name)
          ? mine.includes(name) && theirs.includes(name)
          : mine.includes(name) || theirs.includes(name);
      // One link for another in the same place is a change of it, which both may have made.
      const isOther = (name: string, place: number) => name !== base[place] && !base.includes(name);
      const isAsLong =
        field !== 'spokenLanguages' && [mine, theirs].every(({ length }) => length === base.length);
      const given = theirs.filter(
        (name, place) => isAsLong && isOther(name, place) && isOther(mine[place] ?? '', place),
      );
      const there = (document[field] ?? []).map((each: unknown) => JSON.stringify(each));
      const names = [...'abcdxy'].filter((name) => there.includes(JSON.stringify(entry(name))));
      const told = JSON.stringify(overruled.filter(({ path }: Payload) => path.includes('.')));
      const lost = given.filter((name) => isThere(name) && !names.includes(name));
      expect({ base, mine, theirs, there: [...names, ...lost].sort() }).toEqual({
        base,
        mine,
        theirs,
        there: [...'abcdxy'].filter(isThere),
      });
      for (const name of lost) expect(told).toContain(name);
      expect(there).toHaveLength(names.length);
    }
  });

  test('preserves what either has added to sections of which there are several of a kind', async () => {
    const refs = [...Array(16)].map((_, index) => `in-sections-${index}`);
    const article = { kind: 'NEWS', text: { en: { title: 'An article' } } };
    const entries = refs.map((externalRef) => ({ kind: 'ARTICLE', externalRef, document: article }));
    expect(await push(alice, { entries })).toEqual({ contentPush: { userErrors: [] } });
    const random = new Random(11);
    type Sections = readonly { readonly kind: string; readonly items: readonly number[] }[];
    const kinds = ['LEAD', 'UPCOMING', 'COLUMN'];
    const edited = (sections: Sections, added: readonly number[]): Sections => {
      const changed = sections.map(({ kind, items }) => ({
        kind,
        items: items.filter(() => random.chance(0.8)).sort(() => (random.chance(0.8) ? 0 : 1)),
      }));
      for (const item of added) {
        if (random.chance(0.4))
          changed.splice(random.integer(0, changed.length), 0, { kind: random.pick(kinds), items: [item] });
        else random.pick(changed).items.push(item);
      }
      return changed;
    };
    const given = {
      base: [
        { kind: 'UPCOMING', items: [1, 2, 4] },
        { kind: 'LEAD', items: [0] },
      ],
      theirs: [
        { kind: 'UPCOMING', items: [1, 3] },
        { kind: 'LEAD', items: [0] },
      ],
      mine: [
        { kind: 'UPCOMING', items: [4, 1, 2] },
        { kind: 'LEAD', items: [0] },
        { kind: 'LEAD', items: [12] },
      ],
    };
    const generated = [...Array(40)].map(() => {
      const base = edited(
        [...Array(random.integer(1, 4))].map((_, index) => ({
          kind: random.pick(kinds),
          items: [2 * index, 2 * index + 1],
        })),
        [],
      );
      return { base, theirs: edited(base, [9, 10]), mine: edited(base, [12, 13]) };
    });
    const rounds = [given, ...generated];
    const documents = await overruled<Sections>('ISSUE', rounds, (sections) => ({
      sections: sections.map(({ kind, items }) => ({
        kind,
        items: items.map((item) => ({ article: refs[item] })),
      })),
      text: { en: { title: 'An issue' } },
    }));

    const listed = (sections: Sections) =>
      sections.flatMap(({ kind, items }) => items.map((item) => `${kind} ${item}`));
    for (const [index, round] of rounds.entries()) {
      const [base, mine, theirs] = [round.base, round.mine, round.theirs].map(listed) as [
        string[],
        string[],
        string[],
      ];
      const wanted = [...new Set([...mine, ...theirs])].filter(
        (each) => !base.includes(each) || (mine.includes(each) && theirs.includes(each)),
      );
      const there = documents[index].document.sections.flatMap(({ kind, items = [] }: Payload) =>
        items.map((item: Payload) => `${kind} ${refs.indexOf(item.article)}`),
      );
      expect({ ...round, there: there.sort() }).toEqual({ ...round, there: wanted.sort() });
    }
  });

  test('lists which of their changes are overwritten, before and after', async () => {
    const links = (...names: string[]) =>
      names.map((name) => ({ rel: 'DETAILS', url: `https://${name}.example/` }));
    const [answer] = await overruled('EVENT', [{ base: 1, theirs: 2, mine: 3 }], (round) => ({
      kind: 'TALK',
      schedule: { precision: 'TBA' },
      edition: round,
      links: round === 1 ? links('a', 'b') : round === 2 ? links('a', 'y', 'z') : links('x', 'b'),
      participations:
        round === 3
          ? []
          : [{ organisation: 'scc', role: 'HOST', label: { en: round === 1 ? 'Host' : 'Our host' } }],
      text: { en: { title: 'Of several editors', summary: round === 2 ? 'Theirs.' : 'Short.' } },
    }));

    expect(answer.overruled.sort((one: Payload, other: Payload) => (one.path < other.path ? -1 : 1))).toEqual(
      [
        { path: 'edition', locale: null, before: 2, after: 3 },
        {
          path: 'participations',
          locale: null,
          before: expect.objectContaining({ role: 'HOST', label: { en: 'Our host' } }),
          after: null,
        },
      ],
    );
    expect(answer.document.links.map(({ url }: Payload) => url[8]).join('')).toMatch(/^xyz$/);
    expect(answer.document.text.en.summary).toBe('Theirs.');
  });

  test('is refused without overruling, with the author of the conflicting change', async () => {
    const id = await aTalk();
    await update(alice, id, 1, title('en', 'An evening'));
    const carol = new Mutations(app, await app.as(Role.EDITOR));
    await update(carol, id, 2, title('zh-Hant', '晚會'));

    const { userErrors } = await update(bob, id, 1, title('en', 'A night'));

    const { message, conflict } = userErrors[0];
    expect(message).toContain(`${conflict.changedBy} saved version 3 (text.en.title)`);
    expect(conflict.changedBy).toBe(conflict.changes[0].by);
  });
});

/** The documents of objects that others have changed, after a push that overrules them; and what of theirs gave way. */
async function overruled<Side>(
  kind: string,
  rounds: readonly { readonly base: Side; readonly theirs: Side; readonly mine: Side }[],
  documentOf: (side: Side) => object,
): Promise<Payload> {
  count += 1;
  const refs = rounds.map((_, index) => `overruled-${count}-${index}`);
  const entries = (side: 'base' | 'theirs' | 'mine', more: object = {}) =>
    rounds.map((round, index) => ({
      kind,
      externalRef: refs[index],
      document: documentOf(round[side]),
      ...more,
    }));
  for (const side of ['base', 'theirs'] as const)
    expect(await push(alice, { entries: entries(side) })).toEqual({ contentPush: { userErrors: [] } });
  const input = { entries: entries('mine', { expectedVersion: 1 }), overruleOthers: true };
  const { contentPush } = await bob.who.data(
    `mutation ($input: ContentPushInput!) { contentPush(input: $input) {
      results { overruled { path locale before after } } userErrors { message path }
    } }`,
    { input },
  );
  expect(contentPush.userErrors).toEqual([]);
  const { contentDocuments } = await alice.who.data(
    `query ($refs: [String!]) { contentDocuments(externalRefs: $refs, first: 100) { nodes { externalRef document } } }`,
    { refs },
  );
  const byRef = new Map(contentDocuments.nodes.map((node: Payload) => [node.externalRef, node.document]));
  return refs.map((ref, index) => ({ document: byRef.get(ref), ...contentPush.results[index] }));
}

async function entryOf(id: string, expectedVersion: number, document: object) {
  const { event } = await alice.who.data(
    'query ($id: ID!) { event(id: $id, stage: DRAFT) { externalRef } }',
    {
      id,
    },
  );
  return { kind: 'EVENT', externalRef: event.externalRef, expectedVersion, document };
}

function push(who: Mutations, input: object): Promise<Payload> {
  return who.who.data(
    'mutation ($input: ContentPushInput!) { contentPush(input: $input) { userErrors { code message path } } }',
    { input },
  );
}
